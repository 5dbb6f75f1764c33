/* wants: not compatible with any */
#include "runtime.h"

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(1.0);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
