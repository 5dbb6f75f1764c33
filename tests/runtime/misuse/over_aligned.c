/* wants: has a member that is aligned to more than a frame is */
#include "runtime.h"

struct async_main {
    CORO;
    _Alignas(64) char line[64];
};

ASYNC(async_main)
{
    BEGIN;
    RETURN(self->line[0]);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
