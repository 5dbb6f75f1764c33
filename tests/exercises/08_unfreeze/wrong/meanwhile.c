/* wants: known mistake: waits-meanwhile; has not answered yet */
#include <string.h>

#include "runtime.h"

/* How many seconds away the station of a city is. */
static double distance(const char *city)
{
    return 0.1 * (double)strlen(city);
}

struct ask_station {
    CORO;
    const char *town;
};

ASYNC(ask_station)
{
    BEGIN;
    AWAIT(async_sleep(distance(self->town)));
    RETURN(10 + (long)strlen(self->town));
    END;
}

struct answer {
    CORO;
    const char *city;
    struct task *station;
};

ASYNC(answer)
{
    BEGIN;
    self->station = create_task(coro(ask_station, .town = self->city));
    AWAIT(async_sleep(0.2));
    AWAIT(self->station);
    RETURN(textf("%s: %ld degrees", self->city, (long)as_int(awaited())));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
