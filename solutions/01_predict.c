/* Solution 01: predict.
 *
 * Five rules decide the order:
 *
 *      made = greet()              a call of an async function runs nothing
 *      plain()                     a call of a plain one runs all of it, now
 *      asyncio.create_task(...)    queues a task, and goes on
 *      await made                  a coroutine object runs inside who awaits it
 *      await first                 a wait: now the others run, in the order of
 *                                  the queue; sleepers wake when they are due
 */
#include "runtime.h"

enum { LINES = 10 };

const char *const prediction[LINES] = {
    "main begins",
    "plain runs",           /* greet() was called, too, and did not run */
    "main made tasks",      /* both stand in the ready queue */
    "greet runs",           /* in main's own task: the others still wait */
    "main goes on",
    "first begins",         /* main waits: first in, first out */
    "second begins",        /* because the first one sleeps */
    "second ends",          /* at 1.0 s */
    "first ends",           /* at 2.0 s */
    "main ends",
};

/* --- the program --------------------------------------------------------- */

static void plain(void)
{
    puts("plain runs");
}

struct greet {
    CORO;
};

ASYNC(greet)
{
    BEGIN;
    puts("greet runs");
    END;
}

struct worker {
    CORO;
    const char *name;
    double seconds;
};

ASYNC(worker)
{
    BEGIN;
    printf("%s begins\n", self->name);
    AWAIT(async_sleep(self->seconds));
    printf("%s ends\n", self->name);
    END;
}

struct async_main {
    CORO;
    struct coro made;
    struct task *first, *second;
};

ASYNC(async_main)
{
    BEGIN;
    puts("main begins");
    self->made = coro(greet);
    plain();
    self->first = create_task(coro(worker, .name = "first", .seconds = 2.0));
    self->second = create_task(coro(worker, .name = "second", .seconds = 1.0));
    puts("main made tasks");
    AWAIT(self->made);
    puts("main goes on");
    AWAIT(self->first);
    AWAIT(self->second);
    puts("main ends");
    END;
}
