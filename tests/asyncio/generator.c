/* generator.c - twins: async generators. */
#include "twin.h"

/* --- 340: paused between two values, closed early, cleaned up ------------ */

struct ticker_340 {
    CORO;
    const char *name;
    int count;
    char how;
    int i;
    struct error *error;
};

ASYNC(ticker_340)
{
    BEGIN;
    tell("%s begins", self->name);
    for (; self->i < self->count && !self->error; self->i++) {
        TRY_AWAIT(async_sleep(0.010));
        self->error = caught();
        if (self->how == 'f' && self->i == 1)
            self->error = error_new(ValueError, "%s %d", self->name, self->i);
        if (self->error)
            break;
        YIELD(self->i);
        self->error = caught();
        if (self->how == 's' && !self->error) {
            YIELD("never taken");
            YIELD("once more");
        }
    }
    AWAIT(async_sleep(0.001));
    tell("%s cleaned up", self->name);
    if (self->error)
        RAISE_ERROR(self->error);
    tell("%s is over", self->name);
    END;
}

struct take_all_340 {
    CORO;
    const char *name;
    struct async_generator *generator;
    int x;
};

ASYNC(take_all_340)
{
    BEGIN;
    ASYNC_FOR(self->generator) {
        self->x = (int)as_int(awaited());
        tell("%s got %d", self->name, self->x);
        if (self->x == 1)
            continue;
        AWAIT(async_sleep(0.005));
    }
    tell("%s: the end", self->name);
    END;
}

struct try_all_340 {
    CORO;
    const char *name;
    struct async_generator *generator;
};

ASYNC(try_all_340)
{
    BEGIN;
    TRY_AWAIT(coro(take_all_340, .name = self->name,
                   .generator = self->generator));
    if (failure())
        tell("%s: %s", self->name, exc(caught()));
    END;
}

struct next_of_340 {
    CORO;
    const char *name;
    struct async_generator *generator;
};

ASYNC(next_of_340)
{
    BEGIN;
    TRY_AWAIT(async_next(self->generator));
    if (failure() == EEND)
        tell("%s: no more", self->name);
    else if (failure() == EBUSY)
        tell("%s: RuntimeError", self->name);
    else
        tell("%s: %s", self->name, value_to_text(awaited()));
    END;
}

struct close_340 {
    CORO;
    const char *name;
    struct async_generator *generator;
};

ASYNC(close_340)
{
    BEGIN;
    TRY_AWAIT(async_close(self->generator));
    tell("%s: %s", self->name, failure() ? "RuntimeError" : "closed");
    END;
}

struct nested_340 {
    CORO;
    struct async_generator *outer, *inner;
    int a;
};

ASYNC(nested_340)
{
    BEGIN;
    self->outer = async_generator(coro(ticker_340, .name = "outer",
                                       .count = 2));
    ASYNC_FOR(self->outer) {
        self->a = (int)as_int(awaited());
        self->inner = async_generator(coro(ticker_340, .name = "inner",
                                           .count = 2));
        ASYNC_FOR(self->inner)
            tell("%d %d", self->a, (int)as_int(awaited()));
    }
    END;
}

static struct async_generator *generator_340(const char *name, int count,
                                             char how)
{
    return async_generator(coro(ticker_340, .name = name, .count = count,
                                .how = how));
}

struct main_340 {
    CORO;
    struct async_generator *g;
    struct task *first, *second;
};

ASYNC(main_340)
{
    BEGIN;
    self->g = generator_340("one", 3, ' ');
    AWAIT(coro(try_all_340, .name = "all", .generator = self->g));

    self->g = generator_340("two", 5, ' ');
    ASYNC_FOR(self->g) {
        tell("two gives %d", (int)as_int(awaited()));
        if (as_int(awaited()) == 1)
            break;
    }
    AWAIT(coro(close_340, .name = "two", .generator = self->g));
    AWAIT(coro(close_340, .name = "two", .generator = self->g));
    AWAIT(coro(next_of_340, .name = "two", .generator = self->g));

    self->g = generator_340("three", 5, ' ');
    AWAIT(coro(close_340, .name = "never begun", .generator = self->g));
    AWAIT(coro(next_of_340, .name = "never begun", .generator = self->g));

    self->g = generator_340("four", 3, 'f');
    AWAIT(coro(try_all_340, .name = "fails", .generator = self->g));
    AWAIT(coro(next_of_340, .name = "fails", .generator = self->g));

    self->g = generator_340("five", 9, ' ');
    self->first = create_task(coro(try_all_340, .name = "cancelled",
                                   .generator = self->g));
    AWAIT(async_sleep(0.022));
    task_cancel(self->first);
    AWAIT(settle(self->first));
    AWAIT(coro(next_of_340, .name = "cancelled", .generator = self->g));

    self->g = generator_340("six", 2, ' ');
    self->first = create_task(coro(next_of_340, .name = "first",
                                   .generator = self->g));
    self->second = create_task(coro(next_of_340, .name = "second",
                                    .generator = self->g));
    AWAIT(settle(self->first, self->second));
    AWAIT(coro(close_340, .name = "six", .generator = self->g));

    self->g = generator_340("seven", 2, 's');
    AWAIT(coro(next_of_340, .name = "seven", .generator = self->g));
    AWAIT(coro(next_of_340, .name = "seven", .generator = self->g));
    AWAIT(coro(close_340, .name = "seven", .generator = self->g));

    self->g = generator_340("eight", 2, ' ');
    AWAIT(coro(next_of_340, .name = "eight", .generator = self->g));
    TRY_AWAIT(async_throw(self->g, error_new(ValueError, "thrown in")));
    tell("eight: %s", exc(caught()));
    AWAIT(coro(next_of_340, .name = "eight", .generator = self->g));

    AWAIT(coro(nested_340));
    END;
}

TWIN(340_async_generator)
{
    run_twin(coro(main_340));
}
