/* wants: expected as long as the slowest takes: 0.9 s and 0.2 s; got 2.0 s */
#include <string.h>

#include "runtime.h"

static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

struct ask_station {
    CORO;
    const char *city;
    int i;
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
    AWAIT(coro(ask_station, .city = self->city));
    self->degrees = (long)as_int(awaited());
    AWAIT(async_sleep(1.1));
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
