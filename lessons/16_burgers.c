/* Lesson 16: burgers.
 *
 * The question: who is the better burger place, the one with eight cashiers or
 * the one with one?
 *
 * In Python, the two places differ in one word:
 *
 *      async def visit():                  # concurrent burgers
 *          async with cashier:             # stand in line, order, pay
 *              await asyncio.sleep(0.3)
 *          burgers = await kitchen()       # sit down and talk: your number
 *                                          # will be called
 *      def visit():                        # parallel burgers
 *          with cashiers:                  # the cashier is the cook, too:
 *              time.sleep(0.3)             # you stand at the counter until
 *              kitchen()                   # your burgers are done
 *
 * First place: one cashier, who never cooks.  Waiting for burgers keeps nobody
 * at the counter.  Second place: two cashiers who cook.  Each customer keeps
 * one of them, and each of them keeps a customer standing.
 *
 * Then the house: rooms have to be cleaned, and there is no waiting in it, only
 * work.  Alone, you go from room to room, and taking turns would win nothing;
 * with helpers it is done in the time of one room.  That is what processors are
 * for: parallelism is for work, concurrency for waiting.
 *
 * Watch: the pictures.  Who waits is a row of dots.  In the first place all of
 * them are sitting at a table; in the second, at the counter.
 *
 * Try: four cashiers who cook.  As many as there are customers: now who is
 * faster, and what does it cost?  A slow cashier in the first place, 1.5 s.
 */
#include <stdlib.h>

#include "runtime.h"

enum { CUSTOMERS = 5, ROOMS = 4 };

static const double ORDER = 0.3, COOK = 1.5, CLEAN = 1.0;   /* seconds */

struct place {
    struct semaphore cashiers, cooks;
};

/* --- concurrent burgers ------------------------------------------------------ */

struct visit_and_sit {
    CORO;
    struct place *place;
    double came, sat;
};

ASYNC(visit_and_sit)
{
    BEGIN;
    self->came = loop_time();
    AWAIT(semaphore_acquire(&self->place->cashiers));
    AWAIT(async_sleep(ORDER));
    semaphore_release(&self->place->cashiers);
    self->sat = loop_time();
    AWAIT(semaphore_acquire(&self->place->cooks));
    AWAIT(async_sleep(COOK));
    semaphore_release(&self->place->cooks);
    say("burgers!  stood %.1f s, talked %.1f s", self->sat - self->came,
        loop_time() - self->sat);
    END;
}

/* --- parallel burgers ---------------------------------------------------------- */

struct visit_and_stand {
    CORO;
    struct place *place;
    double came;
};

ASYNC(visit_and_stand)
{
    BEGIN;
    self->came = loop_time();
    AWAIT(semaphore_acquire(&self->place->cashiers));
    AWAIT(async_sleep(ORDER));
    AWAIT(async_sleep(COOK));           /* the cashier cooks, we stand */
    semaphore_release(&self->place->cashiers);
    say("burgers!  stood %.1f s, talked 0.0 s", loop_time() - self->came);
    END;
}

/* --- a day at a place ----------------------------------------------------------- */

struct day {
    CORO;
    bool sit;
    int cashiers, cooks;
    struct place place;
    struct task_group *customers;
};

ASYNC(day)
{
    BEGIN;
    semaphore_init(&self->place.cashiers, (unsigned)self->cashiers);
    semaphore_init(&self->place.cooks, (unsigned)self->cooks);
    self->customers = task_group();
    for (int i = 0; i < CUSTOMERS; i++)
        group_spawn(self->customers,
                    self->sit ? coro(visit_and_sit, .place = &self->place)
                              : coro(visit_and_stand, .place = &self->place));
    AWAIT(group_exit(self->customers, NULL));
    END;
}

/* --- the house -------------------------------------------------------------------- */

static struct value clean_room(struct value room)
{
    blocking_sleep(CLEAN);
    return room;
}

struct house {
    CORO;
    unsigned helpers;
    struct executor *pool;
    struct awaitable rooms[ROOMS];
    struct value cleaned[ROOMS];
};

ASYNC(house)
{
    BEGIN;
    self->pool = thread_pool(self->helpers);
    for (int i = 0; i < ROOMS; i++)
        self->rooms[i] = awaitable(run_in_executor(self->pool, clean_room, i));
    AWAIT(gather_array(self->cleaned, ROOMS, self->rooms));
    say("%d rooms are clean", ROOMS);
    END;
}

int main(void)
{
    setenv("SHOW", "timeline", 0);      /* draw each run */
    puts("One cashier, three cooks; customers sit:");
    run(coro(day, .sit = true, .cashiers = 1, .cooks = 3));
    puts("\nTwo cashiers who cook; customers stand:");
    run(coro(day, .sit = false, .cashiers = 2));
    puts("\nThe house, alone:");
    run(coro(house, .helpers = 1));
    puts("\nThe house, with helpers:");
    return run(coro(house, .helpers = ROOMS));
}
