/* Nothing is wrong here: this must compile without a warning. */
#include "runtime.h"

struct greet {
    CORO;
    const char *name;
    int times;
};

ASYNC(greet)
{
    BEGIN;
    for (self->times = 0; self->times < 2; self->times++)
        AWAIT(async_sleep(1.0));
    RETURN(textf("hi %s", self->name));
    END;
}

struct async_main {
    CORO;
    struct task *task;
};

ASYNC(async_main)
{
    BEGIN;
    self->task = create_task(coro(greet, .name = "Ada"));
    TRY_AWAIT(self->task);
    if (failure())
        RERAISE;
    AWAIT(coro(greet, .name = as_text(awaited())));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
