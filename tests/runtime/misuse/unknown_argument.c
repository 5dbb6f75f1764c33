/* wants: no member named | does not refer to any field */
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

int main(void)
{
    return run(coro(fetch, .name = "Ada"));
}
