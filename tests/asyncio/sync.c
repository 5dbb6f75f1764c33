/* sync.c - events, locks, semaphores, conditions. */
#include "twin.h"

static const char *const names[] = {"A", "B", "C"};

/* --- 270: set() wakes every waiter, in the order they began to wait ------ */

struct waiter_270 {
    CORO;
    const char *name;
    struct event *ev;
};

ASYNC(waiter_270)
{
    BEGIN;
    tell("%s: waits", self->name);
    AWAIT(event_wait(self->ev));
    tell("%s: woken", self->name);
    END;
}

struct main_270 {
    CORO;
    struct event ev;
    struct task *ts[3];
};

ASYNC(main_270)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->ts[i] = create_task(coro(waiter_270, .ev = &self->ev,
                                       .name = names[i]));
    AWAIT(async_sleep(0.010));
    event_set(&self->ev);
    tell("main: set, nobody has run yet");
    AWAIT(settle(self->ts[0], self->ts[1], self->ts[2]));
    tell("main: end");
    END;
}

TWIN(270_event_wakes_all)
{
    run_twin(coro(main_270));
}

/* --- 273: a cancelled waiter leaves; the others are woken as usual ------- */

struct waiter_273 {
    CORO;
    const char *name;
    struct event *ev;
};

ASYNC(waiter_273)
{
    BEGIN;
    TRY_AWAIT(event_wait(self->ev));
    if (failure() == ECANCELED) {
        tell("%s: cancelled", self->name);
        RERAISE;
    }
    tell("%s: woken", self->name);
    END;
}

struct main_273 {
    CORO;
    struct event ev;
    struct task *ts[3];
};

ASYNC(main_273)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->ts[i] = create_task(coro(waiter_273, .ev = &self->ev,
                                       .name = names[i]));
    AWAIT(async_sleep(0.010));
    task_cancel(self->ts[1]);
    AWAIT(async_sleep(0.010));
    event_set(&self->ev);
    AWAIT(settle(self->ts[0], self->ts[1], self->ts[2]));
    tell("main: end");
    END;
}

TWIN(273_event_cancelled_waiter)
{
    run_twin(coro(main_273));
}

/* --- 280: a lock: one holder at a time ----------------------------------- */

struct user_280 {
    CORO;
    const char *name;
    struct lock *lock;
    int ms;
};

ASYNC(user_280)
{
    BEGIN;
    AWAIT(lock_acquire(self->lock));
    tell("%s: in", self->name);
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: out", self->name);
    lock_release(self->lock);
    END;
}

struct main_280 {
    CORO;
    struct lock lock;
    struct value results[3];
};

ASYNC(main_280)
{
    BEGIN;
    AWAIT(gather(self->results,
                 coro(user_280, .name = "A", .lock = &self->lock, .ms = 30),
                 coro(user_280, .name = "B", .lock = &self->lock, .ms = 10),
                 coro(user_280, .name = "C", .lock = &self->lock, .ms = 20)));
    tell("locked: %s", truth(lock_locked(&self->lock)));
    END;
}

TWIN(280_lock_excludes)
{
    run_twin(coro(main_280));
}

/* --- 283: taking a free lock, and releasing it, does not yield ----------- */

struct rival_283 {
    CORO;
};

ASYNC(rival_283)
{
    BEGIN;
    tell("rival: runs");
    END;
}

struct main_283 {
    CORO;
    struct lock lock;
    struct task *r;
    int i;
};

ASYNC(main_283)
{
    BEGIN;
    self->r = create_task(coro(rival_283));
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(lock_acquire(&self->lock));
        tell("main: %d", self->i);
        lock_release(&self->lock);
    }
    AWAIT(self->r);
    END;
}

TWIN(283_lock_free_does_not_yield)
{
    run_twin(coro(main_283));
}

/* --- 286: releasing a lock nobody holds is an error ---------------------- */

struct main_286 {
    CORO;
    struct lock lock;
};

ASYNC(main_286)
{
    BEGIN;
    if (lock_release(&self->lock) == EPERM)
        tell("RuntimeError");
    END;
}

TWIN(286_lock_release_unlocked)
{
    run_twin(coro(main_286));
}

/* --- 290: a semaphore of 2: at most two at a time, in their order -------- */

struct user_290 {
    CORO;
    const char *name;
    struct semaphore *sem;
    int ms;
};

ASYNC(user_290)
{
    BEGIN;
    AWAIT(semaphore_acquire(self->sem));
    tell("%s: in", self->name);
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: out", self->name);
    semaphore_release(self->sem);
    END;
}

struct main_290 {
    CORO;
    struct semaphore sem;
    struct value results[5];
};

ASYNC(main_290)
{
    BEGIN;
    semaphore_init(&self->sem, 2);
    AWAIT(gather(self->results,
                 coro(user_290, .name = "A", .sem = &self->sem, .ms = 30),
                 coro(user_290, .name = "B", .sem = &self->sem, .ms = 10),
                 coro(user_290, .name = "C", .sem = &self->sem, .ms = 15),
                 coro(user_290, .name = "D", .sem = &self->sem, .ms = 12),
                 coro(user_290, .name = "E", .sem = &self->sem, .ms = 8)));
    END;
}

TWIN(290_semaphore_limits)
{
    run_twin(coro(main_290));
}

/* --- 293: a permit just given to one who is cancelled goes to the next --- */

struct user_293 {
    CORO;
    const char *name;
    struct semaphore *sem;
};

ASYNC(user_293)
{
    BEGIN;
    TRY_AWAIT(semaphore_acquire(self->sem));
    if (failure() == ECANCELED) {
        tell("%s: cancelled", self->name);
        RERAISE;
    }
    tell("%s: in", self->name);
    semaphore_release(self->sem);
    END;
}

struct main_293 {
    CORO;
    struct semaphore sem;
    struct task *a, *b;
};

ASYNC(main_293)
{
    BEGIN;
    semaphore_init(&self->sem, 0);
    self->a = create_task(coro(user_293, .name = "A", .sem = &self->sem));
    self->b = create_task(coro(user_293, .name = "B", .sem = &self->sem));
    AWAIT(async_sleep(0.010));
    semaphore_release(&self->sem);
    task_cancel(self->a);
    AWAIT(settle(self->a, self->b));
    tell("main: A %s, B %s", outcome(self->a), outcome(self->b));
    END;
}

TWIN(293_semaphore_cancel_the_next_one)
{
    run_twin(coro(main_293));
}

/* --- 296: taking a free semaphore does not yield ------------------------- */

struct main_296 {
    CORO;
    struct semaphore sem;
    struct task *r;
};

ASYNC(main_296)
{
    BEGIN;
    semaphore_init(&self->sem, 2);
    self->r = create_task(coro(rival_283));
    AWAIT(semaphore_acquire(&self->sem));
    AWAIT(semaphore_acquire(&self->sem));
    tell("main: both permits, locked: %s",
         truth(semaphore_locked(&self->sem)));
    semaphore_release(&self->sem);
    semaphore_release(&self->sem);
    AWAIT(self->r);
    END;
}

TWIN(296_semaphore_free_does_not_yield)
{
    run_twin(coro(main_296));
}

/* --- 331: woken until the predicate holds -------------------------------- */

struct main_331 {
    CORO;
    struct condition cond;
    int stock;
    struct task *b;
    int i;
};

static bool stock_is_three_331(void *stock)
{
    return *(const int *)stock >= 3;
}

struct buyer_331 {
    CORO;
    struct condition *cond;
    int *stock;
};

ASYNC(buyer_331)
{
    BEGIN;
    AWAIT(condition_acquire(self->cond));
    AWAIT(condition_wait_for(self->cond, stock_is_three_331, self->stock));
    tell("buyer: stock is %d", *self->stock);
    condition_release(self->cond);
    END;
}

ASYNC(main_331)
{
    BEGIN;
    self->b = create_task(
        coro(buyer_331, .cond = &self->cond, .stock = &self->stock));
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT(async_sleep(0.010));
        AWAIT(condition_acquire(&self->cond));
        self->stock++;
        tell("main: stock %d", self->stock);
        condition_notify_all(&self->cond);
        condition_release(&self->cond);
    }
    AWAIT(self->b);
    END;
}

TWIN(331_condition_wait_for)
{
    run_twin(coro(main_331));
}
