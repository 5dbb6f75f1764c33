/* wants: known mistake: read-behind-another; gave before, 14, nobody has read */
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
};

ASYNC(answer)
{
    BEGIN;
    AWAIT(coro(ask_station, .city = self->city));
    AWAIT(async_sleep(0.2));
    RETURN(textf("%s: %ld degrees", self->city, (long)as_int(awaited())));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
