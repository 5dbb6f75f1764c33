/* Solution 08: unfreeze.
 *
 *      async def ask_station(city):
 *          await asyncio.sleep(0.1 * len(city))
 *          return 10 + len(city)
 *
 *      async def answer(city):
 *          degrees = await ask_station(city)
 *          await asyncio.sleep(0.2)
 *          return f"{city}: {degrees} degrees"
 *
 * Both waits are awaits now.  Only a coroutine can await, so ask_station had
 * to become one, and whoever calls it has to await it: async is contagious,
 * all the way up.
 */
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
    long degrees;
};

ASYNC(answer)
{
    BEGIN;
    AWAIT(coro(ask_station, .city = self->city));
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
