/* scene.c - run a scene, and compare what was said. */
#include "scene.h"

#include <errno.h>
#include <string.h>

#include "../inside.h"
#include "capture.h"

/* --- playing ------------------------------------------------------------- */

static void say_report(void *arg, const char *message,
                       const struct error *error)
{
    (void)arg;
    int length = (int)strcspn(message, ":");    /* without the place */
    tell("report: %.*s%s%s", length, message, error ? ": " : "",
         error ? exc(error) : "");
}

struct stage {
    CORO;
    struct coro scene;
};

ASYNC(stage)
{
    BEGIN;
    loop_set_exception_handler(say_report, NULL);
    TRY_AWAIT(self->scene);
    if (failure())
        tell("the scene ended with %s", exc(caught()));
    END;
}

int play(struct coro scene)
{
    struct loop_options options = {.virtual_clock = true,
                                   .patience = &usual_patience};
    return loop_run(&options, coro(stage, .scene = scene), NULL);
}

void watch_scene(int (*scene)(void *), const char *expected, const char *words)
{
    struct captured seen = capture_run(scene, NULL);
    if (words[0])
        ck_assert_says(seen, words);
    else
        ck_assert_str_eq(seen.err, "");
    ck_assert_str_eq(seen.out, expected);
    /* A check that fails inside of a scene ends it with another status. */
    ck_assert_msg(seen.status == 0 || seen.status == EDEADLK,
                  "the scene ended with status %d", seen.status);
}

/* --- who plays ----------------------------------------------------------- */

ASYNC(actor)
{
    BEGIN;
    if (self->loud)
        tell("%s: begins", self->name);
    TRY_AWAIT(async_sleep(self->ms / 1000.0));
    if (failure()) {
        if (self->cleanup_ms > 0)
            AWAIT(async_sleep(self->cleanup_ms / 1000.0));
        tell("%s: cancelled", self->name);
        if (self->answer == SWALLOW)
            RETURN(textf("%s, late", self->name));
        RAISE(self->answer ? self->answer : ECANCELED, "%s, in cleanup",
              self->name);
    }
    if (self->loud)
        tell("%s: ends", self->name);
    if (self->raises)
        RAISE(self->raises, "%s", self->name);
    RETURN(self->name);
    END;
}
