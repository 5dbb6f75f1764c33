/* executor.c - jobs in threads. */
#include <pthread.h>
#include <stdint.h>

#include "twin.h"

/* --- 322: the job runs in another thread --------------------------------- */

static struct value get_ident(struct value arg)
{
    (void)arg;
    return value_int((int64_t)(uintptr_t)pthread_self());
}

struct main_322 {
    CORO;
    int64_t home;
};

ASYNC(main_322)
{
    BEGIN;
    self->home = as_int(get_ident(value_none()));
    AWAIT(run_in_executor(NULL, get_ident, 0));
    tell("job in the loop's thread: %s", truth(as_int(awaited()) == self->home));
    tell("main in the loop's thread: %s",
         truth(as_int(get_ident(value_none())) == self->home));
    END;
}

TWIN(322_executor_other_thread)
{
    run_twin(coro(main_322));
}

/* --- 325: cancelling ends the waiting, not the job ----------------------- */

struct gate_325 {               /* threading.Event() */
    pthread_mutex_t lock;
    pthread_cond_t opened;
    bool open, passed;
};

static void open_gate_325(struct gate_325 *go)
{
    pthread_mutex_lock(&go->lock);
    go->open = true;
    pthread_cond_signal(&go->opened);
    pthread_mutex_unlock(&go->lock);
}

static bool passed_325(struct gate_325 *go)
{
    pthread_mutex_lock(&go->lock);
    bool passed = go->passed;
    pthread_mutex_unlock(&go->lock);
    return passed;
}

static struct value job_325(struct value arg)
{
    struct gate_325 *go = as_pointer(arg);
    pthread_mutex_lock(&go->lock);
    while (!go->open)
        pthread_cond_wait(&go->opened, &go->lock);
    go->passed = true;
    pthread_mutex_unlock(&go->lock);
    return value_none();
}

struct waiter_325 {
    CORO;
    struct gate_325 *go;
};

ASYNC(waiter_325)
{
    BEGIN;
    TRY_AWAIT(run_in_executor(NULL, job_325, (void *)self->go));
    if (failure() == ECANCELED)
        tell("waiter: CancelledError");
    if (failure())
        RERAISE;
    END;
}

struct main_325 {
    CORO;
    struct gate_325 *go;
    struct task *w;
};

ASYNC(main_325)
{
    BEGIN;
    self->w = create_task(coro(waiter_325, .go = self->go));
    AWAIT(ticks(3));
    task_cancel(self->w);
    AWAIT(settle(self->w));
    tell("main: waiter %s; job ended: %s", outcome(self->w),
         truth(passed_325(self->go)));
    open_gate_325(self->go);
    END;
}

TWIN(325_executor_cancel)
{
    struct gate_325 go = {.open = false};
    pthread_mutex_init(&go.lock, NULL);
    pthread_cond_init(&go.opened, NULL);
    run_twin(coro(main_325, .go = &go));
    if (passed_325(&go))
        tell("job ran to its end");
}
