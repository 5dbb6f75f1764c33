/* What there is until exercise 31 is written: nothing runs. */
#include "machine.h"

struct task *create_task(struct coro coro)
{
    coro_close(coro);
    not_built("create_task()", "31");
}

bool run_once(void)
{
    not_built("run_once()", "31");
}

bool run_until_done(const struct future *future)
{
    (void)future;
    not_built("run_until_done()", "31");
}

void task_step(struct job *job, struct future *told)
{
    (void)job;
    (void)told;
    not_built("task_step()", "31");
}

void timer_add(struct job *job)
{
    (void)job;
    not_built("timer_add()", "31");
}

bool timer_remove(struct job *job)
{
    (void)job;
    not_built("timer_remove()", "31");
}

struct job *timer_first(void)
{
    not_built("timer_first()", "31");
}
