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

struct fetch_weather {
    CORO;
};

ASYNC(fetch_weather)
{
    BEGIN;
    AWAIT(to_thread(requests_weather, "Oslo"));
    RETURN(awaited());
    END;
}

struct fetch_total {
    CORO;
};

ASYNC(fetch_total)
{
    BEGIN;
    AWAIT(to_thread(add_up, 4));
    RETURN(awaited());
    END;
}

struct report {
    CORO;
    struct task_group *group;
    struct task *visits, *name, *weather, *total;
};

ASYNC(report)
{
    BEGIN;
    self->group = task_group();
    self->visits = group_create_task(self->group, coro(fetch_visits));
    self->name = group_create_task(self->group, coro(fetch_name));
    self->weather = group_create_task(self->group, coro(fetch_weather));
    self->total = group_create_task(self->group, coro(fetch_total));
    AWAIT(group_exit(self->group, NULL));
    RETURN(textf("%s: %d visits, %s, total %d",
                 as_text(task_result(self->name)),
                 (int)as_int(task_result(self->visits)),
                 as_text(task_result(self->weather)),
                 (int)as_int(task_result(self->total))));
    END;
}
