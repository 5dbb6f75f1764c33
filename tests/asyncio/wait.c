/* wait.c - wait_tasks() and as_completed(): looking at several tasks. */
#include "twin.h"

/* --- 251: FIRST_COMPLETED returns at the first end; the others run on ---- */

struct job_251 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(job_251)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: completes", self->name);
    RETURN(self->name);
    END;
}

struct main_251 {
    CORO;
    struct task *ts[3];
    struct value done[3];
    size_t count;
};

ASYNC(main_251)
{
    BEGIN;
    self->ts[0] = create_task(coro(job_251, .name = "A", .ms = 50));
    self->ts[1] = create_task(coro(job_251, .name = "B", .ms = 20));
    self->ts[2] = create_task(coro(job_251, .name = "C", .ms = 30));
    AWAIT(wait_tasks(self->ts, 3, FIRST_COMPLETED, NO_LIMIT));
    for (int i = 0; i < 3; i++)
        if (task_done(self->ts[i]))
            self->done[self->count++] = task_result(self->ts[i]);
    tell("done: %s, pending: %zu", list(self->done, self->count),
         3 - self->count);
    AWAIT(async_sleep(0.100));
    tell("main: end, nobody was cancelled");
    END;
}

TWIN(251_wait_first_completed)
{
    run_twin(coro(main_251));
}

/* --- 254: cancelling a task in wait() leaves the tasks it waits for alone --- */

struct job_254 {
    CORO;
};

ASYNC(job_254)
{
    BEGIN;
    AWAIT(async_sleep(0.050));
    tell("job: completes");
    END;
}

struct waiter_254 {
    CORO;
    struct task *t;
};

ASYNC(waiter_254)
{
    BEGIN;
    TRY_AWAIT(wait_tasks(&self->t, 1, ALL_COMPLETED, NO_LIMIT));
    tell("waiter: leaves");
    if (failure())
        RERAISE;
    END;
}

struct main_254 {
    CORO;
    struct task *j, *w;
};

ASYNC(main_254)
{
    BEGIN;
    self->j = create_task(coro(job_254));
    self->w = create_task(coro(waiter_254, .t = self->j));
    AWAIT(async_sleep(0.010));
    task_cancel(self->w);
    AWAIT(settle(self->w));
    tell("main: waiter %s, job %s", outcome(self->w), outcome(self->j));
    AWAIT(self->j);
    tell("main: end");
    END;
}

TWIN(254_wait_cancelled)
{
    run_twin(coro(main_254));
}

/* --- 257: wait() of nothing is an error; so is a bare coroutine ----------
 *
 * In C the compiler refuses the coroutine: wait_tasks() takes tasks only.
 */
typedef struct coro object;
typedef object tasks_only(struct task *const *tasks, size_t count,
                          enum return_when when, double seconds);

struct main_257 {
    CORO;
};

ASYNC(main_257)
{
    BEGIN;
    TRY_AWAIT(wait_tasks(NULL, 0, ALL_COMPLETED, NO_LIMIT));
    if (failure() == EINVAL)
        tell("empty: ValueError");
    tell("coroutine: %s", _Generic(&wait_tasks,
                                   tasks_only *: "TypeError",
                                   default: "may be taken"));
    END;
}

TWIN(257_wait_bad_arguments)
{
    run_twin(coro(main_257));
}

/* --- 260: a race: the first result wins, the losers are cancelled -------- */

struct runner_260 {
    CORO;
    const char *name;
    int ms, cleanup_ms;
};

ASYNC(runner_260)
{
    BEGIN;
    TRY_AWAIT(async_sleep(self->ms / 1000.0));
    if (failure() == ECANCELED) {
        AWAIT(async_sleep(self->cleanup_ms / 1000.0));
        tell("%s: gives up", self->name);
        RAISE(ECANCELED);
    }
    RETURN(self->name);
    END;
}

struct main_260 {
    CORO;
    struct task *ts[3];
    struct awaitable pending[3];
    struct value results[3];
    size_t count;
};

ASYNC(main_260)
{
    BEGIN;
    self->ts[0] = create_task(
        coro(runner_260, .name = "hare", .ms = 50, .cleanup_ms = 20));
    self->ts[1] = create_task(
        coro(runner_260, .name = "tortoise", .ms = 30, .cleanup_ms = 0));
    self->ts[2] = create_task(
        coro(runner_260, .name = "snail", .ms = 90, .cleanup_ms = 10));
    AWAIT(wait_tasks(self->ts, 3, FIRST_COMPLETED, NO_LIMIT));
    for (int i = 0; i < 3; i++) {
        if (task_done(self->ts[i]))
            tell("winner: %s", as_text(task_result(self->ts[i])));
        else
            self->pending[self->count++] = awaitable(self->ts[i]);
    }
    for (int i = 0; i < 3; i++)
        task_cancel(self->ts[i]);
    AWAIT(gather_array_return_exceptions(self->results, self->count,
                                         self->pending));
    tell("all losers are home");
    END;
}

TWIN(260_race_first_wins)
{
    run_twin(coro(main_260));
}

/* --- 265: TimeoutError for what is late; the tasks are not cancelled ----- */

struct job_265 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(job_265)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    RETURN(self->name);
    END;
}

struct main_265 {
    CORO;
    struct task *tasks[2];
    struct as_completed *results;
    int i;
};

ASYNC(main_265)
{
    BEGIN;
    self->tasks[0] = create_task(coro(job_265, .name = "A", .ms = 10));
    self->tasks[1] = create_task(coro(job_265, .name = "B", .ms = 60));
    self->results = as_completed(self->tasks, 2, 0.030);
    for (self->i = 0; self->i < 2; self->i++) {
        TRY_AWAIT(next_completed(self->results));
        if (!failure())
            tell("%s", as_text(awaited()));
        else if (failure() == ETIMEDOUT)
            tell("TimeoutError");
    }
    tell("B %s", outcome(self->tasks[1]));
    AWAIT(self->tasks[1]);
    tell("B gives %s", as_text(awaited()));
    END;
}

TWIN(265_as_completed_timeout)
{
    run_twin(coro(main_265));
}
