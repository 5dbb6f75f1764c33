/* wants: known mistake: index-twice; [5] stands there twice, in lines */
#include "runtime.h"

enum { LINES = 10 };

const char *const prediction[LINES] = {
    [0] = "main begins", [1] = "plain runs", [2] = "main made tasks",
    [3] = "greet runs", [4] = "main goes on", [5] = "first begins",
    [5] = "second begins", [7] = "second ends", [8] = "first ends",
    [9] = "main ends",
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
