/* The sum is begun first, in its thread, and awaited last. */
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
    int visits;
    struct value weather, name, total;
    struct future *adding;
};

ASYNC(report)
{
    BEGIN;
    self->adding = to_thread(add_up, 4);        /* it may begin already */
    AWAIT(coro(fetch_visits));
    self->visits = (int)as_int(awaited());
    AWAIT(to_thread(requests_weather, "Oslo"));
    self->weather = awaited();
    AWAIT(coro(fetch_name));
    self->name = awaited();
    AWAIT(self->adding);
    future_outcome(self->adding, &self->total);
    RETURN(textf("%s: %d visits, %s, total %d", as_text(self->name),
                 self->visits, as_text(self->weather),
                 (int)as_int(self->total)));
    END;
}
