/* wants: jump-misses-init | Wuninitialized | conditional-uninitialized */
#include "runtime.h"

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        AWAIT(async_sleep(1.0));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
