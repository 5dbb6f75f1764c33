/* wants: known mistake: one-of-two-mended; in ask_station(), which line; calls, does not: until */
#include <string.h>

#include "runtime.h"

static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

static long ask_station(const char *city)
{
    blocking_sleep(distance(city));
    return 10 + (long)strlen(city);
}

struct answer {
    CORO;
    const char *city;
    long degrees;
};

ASYNC(answer)
{
    BEGIN;
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
