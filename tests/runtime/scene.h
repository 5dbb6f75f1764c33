/* scene.h - a test that is a small play: a coroutine, and what is said in it.
 *
 *      struct nap { CORO; };
 *      ASYNC(nap)
 *      {
 *          BEGIN;
 *          AWAIT(async_sleep(0.010));
 *          tell("awake");
 *          END;
 *      }
 *      SCENE(nap, "10 awake\n")        milliseconds of the virtual clock
 *
 * What the runtime reports through the exception handler is said as well:
 * "10 report: ...".  Anything on stderr, and a crash, fail the test.
 */
#ifndef HANDLOOP_SCENE_H
#define HANDLOOP_SCENE_H

#include <check.h>

#include "../asyncio/twin.h"

/* Define the Check test test_name: the coroutine name without arguments. */
#define SCENE(name, expected) SCENE_SAYS(name, expected, "")

/* The same, with words that must stand on stderr. */
#define SCENE_SAYS(name, expected, words)                                    \
    static int play_##name(void *arg)                                        \
    {                                                                        \
        (void)arg;                                                           \
        return play(coro(name));                                             \
    }                                                                        \
    START_TEST(test_##name)                                                  \
    {                                                                        \
        watch_scene(play_##name, expected, words);                           \
    }                                                                        \
    END_TEST

/* Run it on the virtual clock; gives the code it failed with. */
int play(struct coro scene);

void watch_scene(int (*scene)(void *arg), const char *expected,
                 const char *words);

/* --- who plays ----------------------------------------------------------- */

enum { SWALLOW = -1 };

/* Waits, then returns its name or fails.  When it is cancelled it cleans up,
 * says so, and then ends in one of three ways. */
struct actor {
    CORO;
    const char *name;
    int ms;                 /* to wait */
    int raises;             /* the code to fail with then; 0: none */
    bool loud;              /* say when it begins and ends */
    int cleanup_ms;         /* when cancelled: how long that takes, and */
    int answer;             /* 0: CancelledError; SWALLOW; or another code */
};
extern const struct coro_type actor;

/* actor("A", 50, .loud = true): a coroutine object */
#define actor(called, ...) coro(actor, .name = called, .ms = __VA_ARGS__)

/* What became of the last TRY_AWAIT of the coroutine that asks. */
#define ended() (failure() ? exc(caught()) : value_to_text(awaited()))

#endif
