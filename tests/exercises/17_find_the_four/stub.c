/* Exercise 17: find the four.
 *
 * This program makes a report, and it has all four pitfalls of lesson 17.  As
 * Python it would be
 *
 *      async def report():
 *          visits = fetch_visits()
 *          weather = requests_weather("Oslo")
 *          name = asyncio.run(fetch_name())
 *          total = add_up(4)
 *          return f"{name}: {visits} visits, {weather}, total {total}"
 *
 * Given: all the functions above report.  Leave them as they are.
 * To write: mend report.  It returns "Ada: 7 visits, rain, total 30", and while
 * it works everybody else goes on.  In the struct change what you like.
 *
 * Check it: make exercise-17        Stuck: make hint-17, lesson 17
 */
#include "runtime.h"

struct fetch_visits {
    CORO;
};

ASYNC(fetch_visits)
{
    BEGIN;
    AWAIT(async_sleep(0.2));
    RETURN(7);
    END;
}

struct fetch_name {
    CORO;
};

ASYNC(fetch_name)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    RETURN("Ada");
    END;
}

/* A library without async. */
static struct value requests_weather(struct value city)
{
    blocking_sleep(0.3);
    return value_text(as_text(city)[0] == 'O' ? "rain" : "sun");
}

/* A second of computing. */
static struct value add_up(struct value count)
{
    int64_t total = 0;
    for (int64_t i = 1; i <= as_int(count); i++)
        total += i * i;
    blocking_sleep(1.0);
    return value_int(total);
}

/* --- the report ---------------------------------------------------------- */

extern const struct coro_type report;       /* the check makes one */

struct report {
    CORO;
    struct coro fetching;
    int visits;
    struct value weather, name, total;
};

ASYNC(report)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line; find the four */
    self->fetching = coro(fetch_visits);
    self->weather = requests_weather(value_text("Oslo"));
    run_result(coro(fetch_name), &self->name);
    self->total = add_up(value_int(4));
    RETURN(textf("%s: %d visits, %s, total %d", value_to_text(self->name),
                 self->visits, as_text(self->weather),
                 (int)as_int(self->total)));
    END;
}
