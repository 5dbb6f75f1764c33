/* wants: known mistake: given-part-changed; was given, and is changed in line */
#include "runtime.h"

enum { LINES = 10 };

const char *const prediction[LINES] = {
    "main begins",
    "plain runs",
    "greet runs",
    "main made tasks",
    "main goes on",
    "first begins",
    "second begins",
    "second ends",
    "first ends",
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
    AWAIT(self->made);
    puts("main made tasks");
    puts("main goes on");
    AWAIT(self->first);
    AWAIT(self->second);
    puts("main ends");
    END;
}
