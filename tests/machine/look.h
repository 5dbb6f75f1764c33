/* look.h - what a machine looks like inside, for ../judge/looked.h: it is
 * included by an answer in which changes are tried out, and its functions call
 * what stands here when they are called and when they return. */
#ifndef LOOK_H
#define LOOK_H

#include "../judge/looked.h"
#include "machine.h"

/* Note a variable, by its type. */
#define LOOK(name, x)                                                        \
    _Generic(&(x),                                                           \
        bool *: look_bool, int *: look_int, unsigned *: look_unsigned,       \
        long *: look_long, unsigned long *: look_size,                       \
        double *: look_double,                                               \
        struct value *: look_value, struct awaitable *: look_awaitable,      \
        struct queue *: look_queue,                                          \
        struct task **: look_task, const struct task **: look_task,          \
        struct job **: look_job, const struct job **: look_job,              \
        struct future **: look_future, const struct future **: look_future,  \
        struct error **: look_error, const struct error **: look_error,      \
        default: look_nothing)(name, (const void *)&(x))

typedef void look_at(const char *name, const void *at);
look_at look_bool, look_int, look_unsigned, look_long, look_size, look_double,
    look_value, look_awaitable, look_queue, look_task, look_job, look_future,
    look_error, look_state, look_nothing;

/* So many values, as far as there is room. */
void look_values(const char *name, const struct value *values, size_t count);

/* An event, and what the loop looks like then. */
void look_loop(char kind, const char *function);

/* A pointer to this kind of future, or to a job of it? */
#define LOOK_OWN(x, kind)                                                    \
    _Generic(&(x),                                                           \
        struct job **: look_own_of_job, const struct job **: look_own_of_job,\
        struct future **: look_own_future,                                   \
        const struct future **: look_own_future,                             \
        default: look_own_none)(kind, (const void *)&(x))

typedef const void *look_own(const char *kind, const void *at);
look_own look_own_of_job, look_own_future, look_own_none;

/* --- what is given ------------------------------------------------------- */

/* What an answer calls that is not its own: it is compiled with these names
 * instead. */
#define LOOK_CALL(function, one)                                             \
    do {                                                                     \
        if (is_looked_at()) {                                                \
            look_loop('*', function);                                        \
            LOOK(#one, one);                                                 \
        }                                                                    \
    } while (0)

static inline void looked_make_ready(struct job *job)
{
    LOOK_CALL("make_ready", job);
    make_ready(job);
}

static inline void looked_run_job(struct job *job)
{
    LOOK_CALL("run_job", job);
    run_job(job);
}

static inline void looked_add_waiter(struct future *future, struct job *job)
{
    LOOK_CALL("add_waiter", future);
    add_waiter(future, job);
}

static inline void looked_task_forget(struct task *task)
{
    LOOK_CALL("task_forget", task);
    task_forget(task);
}

static inline void looked_timer_add(struct job *job)
{
    LOOK_CALL("timer_add", job);
    timer_add(job);
}

static inline bool looked_timer_remove(struct job *job)
{
    LOOK_CALL("timer_remove", job);
    return timer_remove(job);
}

static inline bool looked_descriptor_remove(struct job *job)
{
    LOOK_CALL("descriptor_remove", job);
    return descriptor_remove(job);
}

static inline void looked_interrupt(struct task *task, struct error *error)
{
    LOOK_CALL("interrupt", task);
    interrupt(task, error);
}

static inline void looked_future_finish(struct future *future,
                                        enum future_state state,
                                        struct value outcome)
{
    LOOK_CALL("future_finish", future);
    future_finish(future, state, outcome);
}

static inline bool looked_task_cancel_with(struct task *task,
                                           struct error *error)
{
    LOOK_CALL("task_cancel_with", task);
    return task_cancel_with(task, error);
}

#endif
