/* wants: ignoring return value */
#include "runtime.h"

struct fetch {
    CORO;
    int user;
};

ASYNC(fetch)
{
    BEGIN;
    RETURN(self->user);
    END;
}

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    coro(fetch, .user = 1);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
