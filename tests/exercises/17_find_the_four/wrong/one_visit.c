/* wants: known mistake: other-marks; `visit` stands in line */
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
    struct task *visits, *name;
    struct value v[2];
};

ASYNC(report)
{
    BEGIN;
    self->visits = create_task(coro(fetch_visits));
    self->name = create_task(coro(fetch_name));
    AWAIT(gather(self->v, to_thread(requests_weather, "Oslo"), to_thread(add_up, 4)));
    RETURN(textf("%s: %s visit, %s, total %s", value_to_text(task_result(self->name)), value_to_text(task_result(self->visits)),
                 value_to_text(self->v[0]), value_to_text(self->v[1])));
    END;
}
