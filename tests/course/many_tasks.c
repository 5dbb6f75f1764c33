/* many_tasks.c - more than anybody can look at: 10,000 tasks, each of which
 * sleeps three times.  For the test of the pages, tests/course/view.py. */
#include "runtime.h"

enum { TASKS = 10000, SLEEPS = 3 };

struct sleeper {
    CORO;
    int i;
};

ASYNC(sleeper)
{
    BEGIN;
    for (self->i = 0; self->i < SLEEPS; self->i++)
        AWAIT(async_sleep(1.0));
    END;
}

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    for (int i = 0; i < TASKS; i++)
        spawn(coro(sleeper));
    AWAIT(async_sleep(SLEEPS + 1.0));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
