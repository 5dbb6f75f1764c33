/* wants: known mistake: not-waited-for; which it had made, ran on until 0.6 s; AWAIT what you made */
#include <string.h>

#include "runtime.h"

static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

struct answer_travels { CORO; };

ASYNC(answer_travels)
{
    BEGIN;
    AWAIT(async_sleep(0.2));
    END;
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
    spawn(coro(answer_travels));
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
