/* Exercise 08: unfreeze.
 *
 * A weather service.  This coroutine answers one request, and while it does,
 * nobody else gets anything, not even the heartbeat:
 *
 *      def ask_station(city):
 *          time.sleep(0.1 * len(city))         # the station is far away
 *          return 10 + len(city)
 *
 *      async def answer(city):
 *          degrees = ask_station(city)
 *          time.sleep(0.2)                     # and so is who asked
 *          return f"{city}: {degrees} degrees"
 *
 * Mend it, so that everybody else runs while it waits.  A request takes as
 * long as before (first the station, then 0.2 s), but three requests at the
 * same time take as long as the slowest of them.
 *
 * Given: distance(), and handler(), with which the check makes requests.
 * Leave them as they are.
 * To write: ask_station and answer.  The answers stay the same.
 *
 * Check it: make exercise-08        Stuck: make hint-08, lesson 08
 */
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

struct answer {
    CORO;
    const char *city;
    long degrees;
};

ASYNC(answer)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, then mend these */
    self->degrees = ask_station(self->city);
    blocking_sleep(0.2);
    RETURN(textf("%s: %ld degrees", self->city, self->degrees));
    END;
}

struct coro handler(const char *city);

struct coro handler(const char *city)
{
    return coro(answer, .city = city);
}
