/* wants: known mistake: argument-left-out; without its .city, which line */
#include <string.h>

#include "runtime.h"

/* How many seconds away the station of a city is. */
static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

struct ask_station {
    CORO;
    const char *city;
};

ASYNC(ask_station)
{
    BEGIN;
    AWAIT(async_sleep(distance(self->city)));
    RETURN(10 + (long)strlen(self->city));
    END;
}

struct answer {
    CORO;
    const char *city;
    long degrees;
};

ASYNC(answer)
{
    BEGIN;
    AWAIT(coro(ask_station));
    self->degrees = as_int(awaited());
    AWAIT(async_sleep(0.2));
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
