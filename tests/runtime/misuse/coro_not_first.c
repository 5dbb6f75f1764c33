/* wants: CORO; must come first in struct async_main */
#include "runtime.h"

struct async_main {
    int number;
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    RETURN(self->number);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
