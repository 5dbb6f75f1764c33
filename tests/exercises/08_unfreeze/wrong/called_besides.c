/* wants: known mistake: blocks-besides; in ask_station(), which line */
#include <string.h>

#include "runtime.h"

/* How many seconds away the station of a city is. */
static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

/* TODO: a plain function cannot AWAIT */
static long ask_station(const char *city)
{
    blocking_sleep(distance(city));
    return 10 + (long)strlen(city);
}

struct station {
    CORO;
    const char *town;
};

ASYNC(station)
{
    BEGIN;
    AWAIT(async_sleep(distance(self->town)));
    RETURN(10 + (long)strlen(self->town));
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
    AWAIT(coro(station, .town = self->city));
    self->degrees = ask_station(self->city);
    AWAIT(async_sleep(0.2));
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
