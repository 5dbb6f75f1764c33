/* also wants: known mistake: async-in-name-only; It is line 14, in ask_station(), which line 27 calls, that blocks */
#include <string.h>

#include "runtime.h"

/* How many seconds away the station of a city is. */
static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

static long ask_station(const char *city)
{
    blocking_sleep(distance(city));
    return 10 + (long)strlen(city);
}

struct ask_async {
    CORO;
    const char *city;
};

ASYNC(ask_async)
{
    BEGIN;
    AWAIT(async_sleep(0));
    RETURN(ask_station(self->city));
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
    AWAIT(coro(ask_async, .city = self->city));
    self->degrees = (long)as_int(awaited());
    AWAIT(async_sleep(0.2));
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
