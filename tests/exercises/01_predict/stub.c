/* Exercise 01: predict.
 *
 * In Python:
 *
 *      async def main():
 *          print("main begins")
 *          made = greet()
 *          plain()
 *          first = asyncio.create_task(worker("first", 2.0))
 *          second = asyncio.create_task(worker("second", 1.0))
 *          print("main made tasks")
 *          await made
 *          print("main goes on")
 *          await first
 *          await second
 *          print("main ends")
 *
 * Given: that program, in C.  Leave it as it is, and do not run it yet.
 * To write: the order in which its ten lines are printed.  They stand in
 * prediction in alphabetical order; move them.
 *
 * create_task() has a lesson of its own, later: it makes a task, which the loop
 * runs by itself.  When does it begin?  Guess; the check tells you the rule.
 *
 * Check it: make exercise-01        Stuck: make hint-01, lesson 01
 */
#include "runtime.h"

enum { LINES = 10 };

const char *const prediction[LINES] = {
    /* TODO: put them into the order in which they are printed. */
    "first begins",
    "first ends",
    "greet runs",
    "main begins",
    "main ends",
    "main goes on",
    "main made tasks",
    "plain runs",
    "second begins",
    "second ends",
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
