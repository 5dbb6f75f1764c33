/* The answer is a future that a callback completes. */
#include <string.h>

#include "runtime.h"

static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

static void arrive(void *arg)
{
    (void)future_set_result(arg, value_none());
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
    struct future *arrived;
};

ASYNC(answer)
{
    BEGIN;
    AWAIT(coro(ask_station, .city = self->city));
    self->degrees = (long)as_int(awaited());
    self->arrived = create_future();
    call_later(0.2, arrive, self->arrived);
    AWAIT(self->arrived);
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
