/* wants: duplicate case */
#include "runtime.h"

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(async_sleep(1.0)); AWAIT(async_sleep(1.0));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
