/* wants: known mistake: async-in-name-only; 'ask_station' is a coroutine now, and still keeps the loop */
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
    blocking_sleep(distance(self->city));
    RETURN(10 + (long)strlen(self->city));
    END;
}

struct answer {
    CORO;
    const char *city;
    long degrees;
    struct task *station;
};

ASYNC(answer)
{
    BEGIN;
    self->station = create_task(coro(ask_station, .city = self->city));
    AWAIT(self->station);
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
