/* wants: jump-misses-init | Wuninitialized | conditional-uninitialized */
#include "runtime.h"

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    int number = 1;
    AWAIT(async_sleep(1.0));
    say("%d", number);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
