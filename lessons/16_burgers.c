/* Lesson 16: burgers.
 *
 * The question: one cashier who hands out numbers, or eight who cook?
 *
 * In Python, the two places differ in one indent:
 *
 *      async def visit_and_sit():          # concurrent burgers
 *          async with cashiers:            # stand in line, order, pay
 *              await asyncio.sleep(0.3)
 *          await cook()                    # sit and talk: you have a number
 *
 *      async def visit_and_stand():        # parallel burgers
 *          async with cashiers:
 *              await asyncio.sleep(0.3)
 *              await cook()                # the cashier cooks: stand and wait
 *
 * Where customers sit, waiting for burgers keeps nobody at the counter, and one
 * cashier is enough.  Where they stand, each keeps a cashier.  Then a house is
 * to be cleaned: no waiting, only work.  Taking turns between the rooms wins
 * nothing there, helpers do: concurrency is for waiting, parallelism for work.
 *
 * Watch: the pictures.  Dots are waiting: at a table, or at the counter?
 *
 * Try: four cashiers who cook, as many people as the first place has: what is
 * still different?  ORDER = 1.5: is one cashier enough?
 */
#include <stdlib.h>

#include "runtime.h"

enum { CUSTOMERS = 5, ROOMS = 4 };
static const double ORDER = 0.3, COOK = 1.5, CLEAN = 1.0;   /* seconds */

static struct semaphore cashiers, cooks;

/* --- two ways to get a burger -------------------------------------------- */

struct visit_and_sit { CORO; double came, sat; };
ASYNC(visit_and_sit)
{
    BEGIN;
    self->came = loop_time();
    AWAIT(semaphore_acquire(&cashiers));
    AWAIT(async_sleep(ORDER));
    semaphore_release(&cashiers);       /* the next one, please */
    self->sat = loop_time();
    AWAIT(semaphore_acquire(&cooks));
    AWAIT(async_sleep(COOK));
    semaphore_release(&cooks);
    say("burgers!  stood %.1f s, talked %.1f s", self->sat - self->came,
        loop_time() - self->sat);
    END;
}

struct visit_and_stand { CORO; double came; };
ASYNC(visit_and_stand)
{
    BEGIN;
    self->came = loop_time();
    AWAIT(semaphore_acquire(&cashiers));
    AWAIT(async_sleep(ORDER));
    AWAIT(async_sleep(COOK));
    semaphore_release(&cashiers);       /* only now */
    say("burgers!  stood %.1f s, talked 0.0 s", loop_time() - self->came);
    END;
}

struct day { CORO; unsigned cashiers, cooks; struct task_group *customers; };
ASYNC(day)
{
    BEGIN;
    semaphore_init(&cashiers, self->cashiers);
    semaphore_init(&cooks, self->cooks);
    self->customers = task_group();
    for (int i = 0; i < CUSTOMERS; i++)
        group_spawn(self->customers, self->cooks ? coro(visit_and_sit)
                                                 : coro(visit_and_stand));
    AWAIT(group_exit(self->customers, NULL));
    END;
}

/* --- the house ----------------------------------------------------------- */

static struct value clean_room(struct value room)
{
    blocking_sleep(CLEAN);              /* stands for work */
    return room;
}

struct house {
    CORO;
    unsigned helpers;
    struct executor *pool;
    struct value cleaned[ROOMS];
};

ASYNC(house)
{
    struct awaitable rooms[ROOMS];
    BEGIN;
    self->pool = thread_pool(self->helpers);
    for (int i = 0; i < ROOMS; i++)
        rooms[i] = awaitable(run_in_executor(self->pool, clean_room, i));
    AWAIT(gather_array(self->cleaned, ROOMS, rooms));
    say("%d rooms are clean", ROOMS);
    END;
}

int main(void)
{
    setenv("SHOW", "timeline", 0);      /* draw each run */
    puts("One cashier, three cooks; customers sit:");
    run(coro(day, .cashiers = 1, .cooks = 3));
    puts("\nTwo cashiers who cook; customers stand:");
    run(coro(day, .cashiers = 2));
    puts("\nThe house, alone:");
    run(coro(house, .helpers = 1));
    puts("\nThe house, with helpers:");
    return run(coro(house, .helpers = ROOMS));
}
