/* limits.c - twins: limits that leave no time, ends that come in the same
 * turn, requests that are taken back. */
#include "twin.h"

/* --- 150: wait_for() without time suspends ------------------------------- */

struct setter_150 {
    CORO;
    bool *flag;
};

ASYNC(setter_150)
{
    BEGIN;
    *self->flag = true;
    END;
}

struct poll_150 {
    CORO;
    bool flag;
    struct event event;
    int polls;
};

ASYNC(poll_150)
{
    BEGIN;
    spawn(coro(setter_150, .flag = &self->flag));
    while (!self->flag && self->polls < 1000) {
        self->polls++;
        TRY_AWAIT(wait_for(event_wait(&self->event), 0));
    }
    tell("%d polls until it was set", self->polls);
    END;
}

struct stubborn_150 {
    CORO;
    const char *how;
    struct error *cancelled;
};

ASYNC(stubborn_150)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    self->cancelled = caught();
    AWAIT(async_sleep(0.010));
    tell("%s: cleaned up", self->how);
    if (self->how[0] == 'f')
        RAISE(ValueError, "in the cleanup");
    if (self->how[0] == 'p')
        RAISE_ERROR(self->cancelled);
    RETURN(7);
    END;
}

struct no_time_for_150 {
    CORO;
    const char *how;
    struct task *task;
};

ASYNC(no_time_for_150)
{
    BEGIN;
    self->task = create_task(coro(stubborn_150, .how = self->how));
    AWAIT(async_sleep(0));
    TRY_AWAIT(wait_for(self->task, 0));
    if (failure())
        tell("%s: %s", self->how, exc(caught()));
    else
        tell("%s: gives %d", self->how, (int)as_int(awaited()));
    tell("%s: task %s", self->how, outcome(self->task));
    END;
}

struct cancelled_meanwhile_150 {
    CORO;
    struct task *task;
};

ASYNC(cancelled_meanwhile_150)
{
    BEGIN;
    self->task = create_task(coro(stubborn_150, .how = "left alone"));
    AWAIT(async_sleep(0));
    TRY_AWAIT(wait_for(self->task, 0));
    tell("cancelled meanwhile: %s, task %s", exc(caught()),
         outcome(self->task));
    AWAIT(settle(self->task));
    tell("task %s", outcome(self->task));
    END;
}

struct returns_150 {
    CORO;
    const char *what;
};

ASYNC(returns_150)
{
    BEGIN;
    RETURN(self->what);
    END;
}

struct ticker_150 {
    CORO;
    int count, i;
};

ASYNC(ticker_150)
{
    BEGIN;
    for (; self->i < self->count; self->i++) {
        tell("tick %d", self->i);
        AWAIT(async_sleep(0));
    }
    END;
}

struct what_is_done_150 {
    CORO;
    struct task *done, *cancelled, *other;
};

ASYNC(what_is_done_150)
{
    BEGIN;
    self->done = create_task(coro(returns_150, .what = "done"));
    self->cancelled = create_task(async_sleep(1));
    AWAIT(async_sleep(0));
    task_cancel(self->cancelled);
    AWAIT(settle(self->cancelled));
    self->other = create_task(coro(ticker_150, .count = 3));
    AWAIT(wait_for(self->done, 0));
    tell("%s", as_text(awaited()));
    TRY_AWAIT(wait_for(self->cancelled, 0));
    tell("%s", exc(caught()));
    tell("before the ticker");
    TRY_AWAIT(wait_for(coro(returns_150, .what = "new"), -1));
    tell("after the ticker: %s", exc(caught()));
    AWAIT(self->other);
    END;
}

struct in_a_block_150 {
    CORO;
    struct event event;
    struct timeout *limit;
};

ASYNC(in_a_block_150)
{
    BEGIN;
    self->limit = timeout(0);
    do {
        TRY_AWAIT(wait_for(event_wait(&self->event), 0));
        if (failure() == ETIMEDOUT)
            tell("polled");
    } while (failure() == ETIMEDOUT);
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    tell("the block: %s", exc(caught()));
    END;
}

struct main_150 {
    CORO;
    int i;
    struct task *task;
};

ASYNC(main_150)
{
    static const char *const how[] = {"swallows", "fails", "passes on"};
    BEGIN;
    AWAIT(coro(poll_150));
    for (self->i = 0; self->i < 3; self->i++)
        AWAIT(coro(no_time_for_150, .how = how[self->i]));
    self->task = create_task(coro(cancelled_meanwhile_150));
    AWAIT(async_sleep(0.005));
    task_cancel(self->task);
    AWAIT(settle(self->task));
    AWAIT(coro(what_is_done_150));
    AWAIT(coro(in_a_block_150));
    tell("cancelling: %u", task_cancelling(current_task()));
    END;
}

TWIN(150_limits_of_zero)
{
    run_twin(coro(main_150));
}

/* --- 151: wait() suspends in any case ------------------------------------ */

struct count_151 {
    CORO;
    const char *name;
    struct task *tasks[2];
    size_t count;
    enum return_when when;
    double limit;
    struct task *other;
};

ASYNC(count_151)
{
    BEGIN;
    self->other = create_task(coro(ticker_150, .count = 5));
    AWAIT(wait_tasks(self->tasks, self->count, self->when, self->limit));
    tell("%s: %d done, %d not", self->name, (int)as_int(awaited()),
         (int)self->count - (int)as_int(awaited()));
    AWAIT(self->other);
    END;
}

struct main_151 {
    CORO;
    struct task *done[2], *task, *never, *waiting;
    int limit, turns;
};

ASYNC(main_151)
{
    BEGIN;
    for (int i = 0; i < 2; i++)
        self->done[i] = create_task(coro(returns_150, .what = "done"));
    AWAIT(async_sleep(0));
    AWAIT(coro(count_151, .name = "all are done", .limit = NO_LIMIT,
               .tasks = {self->done[0], self->done[1]}, .count = 2));
    AWAIT(coro(count_151, .name = "the first is done", .limit = NO_LIMIT,
               .tasks = {self->done[0], self->done[1]}, .count = 2,
               .when = FIRST_COMPLETED));
    for (self->limit = 0; self->limit >= -1; self->limit--) {
        for (self->turns = 0; self->turns < 4; self->turns++) {
            self->task = create_task(ticks(self->turns));
            AWAIT(coro(count_151,
                       .name = textf("%d turns, limit %d", self->turns,
                                     self->limit),
                       .tasks = {self->task}, .count = 1,
                       .limit = self->limit));
            AWAIT(settle(self->task));
        }
    }
    self->never = create_task(async_sleep(9));
    AWAIT(wait_tasks(&self->never, 1, ALL_COMPLETED, 0.010));
    tell("%d done, 1 not", (int)as_int(awaited()));
    self->waiting = create_task(wait_tasks(&self->never, 1, ALL_COMPLETED, 0));
    AWAIT(async_sleep(0));
    task_cancel(self->waiting);
    AWAIT(settle(self->waiting));
    tell("cancelled in its turn: %s", outcome(self->waiting));
    END;
}

TWIN(151_wait_without_time)
{
    run_twin(coro(main_151));
}

/* --- 152: a gather is not cancelled, it fails ---------------------------- */

struct tell_152 {
    CORO;
    const char *name;
    struct future *future;
};

ASYNC(tell_152)
{
    BEGIN;
    TRY_AWAIT(self->future);
    tell("%s: %s, cancelled() %s", self->name, exc(caught()),
         truth(future_cancelled(self->future)));
    END;
}

struct main_152 {
    CORO;
    struct task *child;
    struct future *future;
    struct value results[2];
};

ASYNC(main_152)
{
    BEGIN;
    self->child = create_task(async_sleep(1));
    self->future = gather(self->results, self->child, async_sleep(0.010));
    AWAIT(async_sleep(0));
    task_cancel(self->child);
    AWAIT(coro(tell_152, .name = "a child was cancelled",
               .future = self->future));

    self->future = gather(self->results, async_sleep(1), async_sleep(1));
    AWAIT(async_sleep(0));
    future_cancel(self->future);
    AWAIT(coro(tell_152, .name = "it was cancelled", .future = self->future));

    self->future = gather_return_exceptions(self->results, async_sleep(1),
                                            async_sleep(1));
    AWAIT(async_sleep(0));
    future_cancel(self->future);
    AWAIT(coro(tell_152, .name = "with return_exceptions",
               .future = self->future));

    self->future = create_future();
    future_set_error(self->future, error_new(ECANCELED, ""));
    AWAIT(coro(tell_152, .name = "set_exception", .future = self->future));

    self->future = create_future();
    future_cancel(self->future);
    AWAIT(coro(tell_152, .name = "cancel", .future = self->future));
    END;
}

TWIN(152_gather_is_not_cancelled)
{
    run_twin(coro(main_152));
}

/* --- 153: cancel() and uncancel() take each other back ------------------- */

static void both_153(struct task *task)
{
    task_cancel(task);
    task_uncancel(task);
}

struct waits_for_153 {
    CORO;
    const char *name;
    struct awaitable x;
};

ASYNC(waits_for_153)
{
    BEGIN;
    TRY_AWAIT(self->x);
    tell("%s: %s, cancelling %u", self->name,
         failure() ? exc(caught()) : value_to_text(awaited()),
         task_cancelling(current_task()));
    END;
}

struct cancels_itself_153 {
    CORO;
    const char *name;
    double delay;
    bool back;
};

ASYNC(cancels_itself_153)
{
    BEGIN;
    task_cancel(current_task());
    if (self->back)
        task_uncancel(current_task());
    AWAIT(coro(waits_for_153, .name = self->name,
               .x = awaitable(async_sleep(self->delay))));
    END;
}

/* What happens to f before the task is cancelled: '.' nothing, at once; '-'
 * nothing, a turn later; 'r' it gets a result a turn later, 'c' is cancelled. */
struct case_153 {
    CORO;
    const char *name;
    struct awaitable x;
    char what;
    int result;
    struct task *task;
};

ASYNC(case_153)
{
    BEGIN;
    self->task = create_task(coro(waits_for_153, .name = self->name,
                                  .x = self->x));
    if (self->what != '.')
        AWAIT(async_sleep(0));
    if (self->what == 'r')
        future_set_result(self->x.future, value_int(self->result));
    if (self->what == 'c')
        future_cancel(self->x.future);
    both_153(self->task);
    AWAIT(settle(self->task));
    END;
}

struct taken_back_by_another_153 {
    CORO;
    const char *name;
    double delay;
    struct task *task;
};

ASYNC(taken_back_by_another_153)
{
    BEGIN;
    self->task = create_task(coro(cancels_itself_153, .name = self->name,
                                  .delay = self->delay));
    AWAIT(async_sleep(0));
    task_uncancel(self->task);
    AWAIT(settle(self->task));
    END;
}

struct main_153 {
    CORO;
    struct future *f;
    struct task *task;
};

ASYNC(main_153)
{
    BEGIN;
    self->f = create_future();
    AWAIT(coro(case_153, .name = "not begun", .x = awaitable(self->f),
               .what = 'r', .result = 1));
    self->f = create_future();
    future_set_result(self->f, value_int(2));
    AWAIT(coro(case_153, .name = "done before", .x = awaitable(self->f),
               .what = '.'));
    self->f = create_future();
    AWAIT(coro(case_153, .name = "done meanwhile", .x = awaitable(self->f),
               .what = 'r', .result = 3));
    self->f = create_future();
    AWAIT(coro(case_153, .name = "cancelled meanwhile",
               .x = awaitable(self->f), .what = 'c'));
    AWAIT(coro(case_153, .name = "sleeps on", .x = awaitable(async_sleep(9)),
               .what = '-'));
    AWAIT(coro(case_153, .name = "sleeps 0", .x = awaitable(async_sleep(0)),
               .what = '-'));
    self->f = create_future();
    AWAIT(coro(case_153, .name = "pending future", .x = awaitable(self->f),
               .what = '-'));
    AWAIT(coro(cancels_itself_153, .name = "itself, at once", .delay = 0.010,
               .back = true));
    AWAIT(coro(taken_back_by_another_153, .name = "itself, before a sleep",
               .delay = 1));
    AWAIT(coro(taken_back_by_another_153, .name = "itself, before sleep(0)"));

    self->task = create_task(coro(waits_for_153, .name = "twice",
                                  .x = awaitable(async_sleep(1))));
    AWAIT(async_sleep(0));
    task_cancel_because(self->task, "first");
    task_cancel_because(self->task, "second");
    task_uncancel(self->task);
    AWAIT(settle(self->task));
    END;
}

TWIN(153_uncancel_in_time)
{
    run_twin(coro(main_153));
}

/* --- 154: a limit that is moved too late --------------------------------- */

static void silent_154(void *arg, const char *message, const struct error *error)
{
    (void)arg;
    (void)message;
    (void)error;
}

struct main_154 {
    CORO;
    struct timeout *left, *struck;
    struct error *error;
};

ASYNC(main_154)
{
    BEGIN;
    loop_set_exception_handler(silent_154, NULL);
    self->left = timeout(1);
    AWAIT(timeout_exit(self->left, NULL));
    if (timeout_reschedule(self->left, 9) == EPERM)
        tell("left: RuntimeError");
    self->struck = timeout(0.010);
    TRY_AWAIT(async_sleep(1));
    if (timeout_reschedule(self->struck, 9) == EPERM)
        tell("struck: RuntimeError");
    TRY_AWAIT(timeout_exit(self->struck, caught()));
    tell("%s", exc(caught()));
    END;
}

TWIN(154_timeout_moved_too_late)
{
    run_twin(coro(main_154));
}

/* --- 155: a gather of what is done ---------------------------------------- */

struct fails_155 {
    CORO;
};

ASYNC(fails_155)
{
    BEGIN;
    RAISE(ValueError, "bad");
    END;
}

static void later_155(void *arg)
{
    (void)arg;
    tell("a turn later");
}

struct main_155 {
    CORO;
    struct task *a, *b, *bad;
    struct value results[3];
};

ASYNC(main_155)
{
    BEGIN;
    self->a = create_task(coro(returns_150, .what = "a"));
    self->b = create_task(coro(returns_150, .what = "b"));
    self->bad = create_task(coro(fails_155));
    AWAIT(async_sleep(0));
    call_soon(later_155, NULL);
    AWAIT(gather(self->results, self->a, self->b));
    tell("%s", list(self->results, 2));
    TRY_AWAIT(gather(self->results, self->a, self->bad, self->b));
    tell("%s", exc(caught()));
    AWAIT(async_sleep(0));
    call_soon(later_155, NULL);
    AWAIT(gather(self->results, self->a, coro(returns_150, .what = "c")));
    tell("%s", list(self->results, 2));
    END;
}

TWIN(155_gather_of_done)
{
    run_twin(coro(main_155));
}
