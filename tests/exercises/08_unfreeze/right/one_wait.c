/* Both waits in one await, the rest a plain function. */
#include <string.h>

#include "runtime.h"

static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

static long station_says(const char *city)
{
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
    AWAIT(async_sleep(distance(self->city) + 0.2));
    self->degrees = station_says(self->city);
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
