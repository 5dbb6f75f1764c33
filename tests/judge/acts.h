/* acts.h - the runtime as an answer sees it when it is checked: the macros say
 * what they do.  See act.h.
 */
#ifndef HANDLOOP_ACTS_H
#define HANDLOOP_ACTS_H

#include <stdio.h>
#include <string.h>

#include "act.h"

/* Hundreds of answers are compiled with these macros, so each becomes little
 * code: one call that says what is done and where, and all else is acts.c's.
 *
 * Where a line stands: of a coroutine the frame knows file and name; a plain
 * function has to say both. */
#define ACT_SELF_ &self->frame, __LINE__
#define ACT_HERE_ &(struct act_here){__FILE__, __func__, __LINE__}

struct act_here {
    const char *file, *function;
    int line;
};

#define ACT_WHOLE_(x) _Generic((x), float: false, double: false,             \
                               long double: false, default: true)

/* --- coroutines --------------------------------------------------------- */

void act_begins(struct coro_frame *frame);
struct coro_step act_awaits(struct coro_stack *stack, struct awaitable what,
                            const struct coro_frame *frame, int line);
bool act_raised(const struct coro_stack *stack,
                const struct coro_frame *frame, int line);
void act_catches(struct coro_stack *stack, struct coro_frame *frame, int line);
struct coro_stack *act_reads(struct coro_stack *stack,
                             const struct coro_frame *frame, int line);
int act_asks(const struct coro_frame *frame, int line);
struct error *act_asks_for(const struct coro_frame *frame, int line);

/* The ways out.  The frame, of size bytes, is gone, and shows it. */
struct coro_step act_passes_on(struct coro_stack *stack, size_t size,
                               struct coro_frame *frame, int line);
struct coro_step act_raises(struct coro_stack *stack, size_t size,
                            struct error *error, struct coro_frame *frame,
                            int line);
struct coro_step act_returns(struct coro_stack *stack, size_t size,
                             struct value value, struct coro_frame *frame,
                             int line);
struct coro_step act_ends(struct coro_stack *stack, size_t size,
                          struct coro_frame *frame, int line);

/* Nothing to note, but what is inline in the runtime would be compiled anew
 * with each answer. */
MUST_USE
struct coro act_coro(const struct coro_type *type, const void *init,
                     size_t size, const char *file, int line);

#undef CORO_OBJECT_
#define CORO_OBJECT_(name, ...)                                              \
    act_coro(&name, &(struct name){.frame = {.line = 0}, __VA_ARGS__},       \
             sizeof(struct name), __FILE__, __LINE__)

#undef BEGIN
#define BEGIN                                                                \
    act_begins(&self->frame);                                                \
    RESUME(self->frame.line, coro_lost(coro_stack, &self->frame))

#undef END
#define END                                                                  \
        return act_ends(coro_stack, sizeof *self, ACT_SELF_);                \
    END_RESUME                                                               \
    return coro_fell_out(coro_stack, &self->frame)

#undef RETURN
#define RETURN(x)                                                            \
    return act_returns(coro_stack, sizeof *self, value_of(x), ACT_SELF_)

#undef AWAIT
#define AWAIT(x)                                                             \
    do {                                                                     \
        LEAVE(self->frame.line,                                              \
              act_awaits(coro_stack, awaitable(x), ACT_SELF_));              \
        if (act_raised(coro_stack, ACT_SELF_))                               \
            return act_passes_on(coro_stack, sizeof *self, ACT_SELF_);       \
    } while (0)

#undef TRY_AWAIT
#define TRY_AWAIT(x)                                                         \
    do {                                                                     \
        LEAVE(self->frame.line,                                              \
              act_awaits(coro_stack, awaitable(x), ACT_SELF_));              \
        act_catches(coro_stack, ACT_SELF_);                                  \
    } while (0)

#undef RAISE_ERROR
#define RAISE_ERROR(error)                                                   \
    do {                                                                     \
        self->frame.line = __LINE__;                                         \
        return act_raises(coro_stack, sizeof *self, error, ACT_SELF_);       \
    } while (0)

#undef awaited
#define awaited() (act_reads(coro_stack, ACT_SELF_)->value)

#undef failure
#define failure() act_asks(ACT_SELF_)

#undef caught
#define caught() act_asks_for(ACT_SELF_)

/* --- time --------------------------------------------------------------- */

MUST_USE
struct coro act_sleep(double seconds, const char *text, bool whole,
                      const struct act_here *here);
double act_limits(const char *what, double seconds, const char *text,
                  bool whole, const struct act_here *here);
double act_works(double seconds, const struct act_here *here);

#define async_sleep(x) act_sleep((x), #x, ACT_WHOLE_(x), ACT_HERE_)
#define wait_for_awaitable(awaitable_, x)                                    \
    wait_for_awaitable(awaitable_, act_limits("wait_for", (x), #x,           \
                                              ACT_WHOLE_(x), ACT_HERE_))
#define timeout(x)                                                           \
    timeout(act_limits("timeout", (x), #x, ACT_WHOLE_(x), ACT_HERE_))
#define wait_tasks(tasks_, count_, when_, x)                                 \
    wait_tasks(tasks_, count_, when_,                                        \
               act_limits("wait_tasks", (x), #x, ACT_WHOLE_(x), ACT_HERE_))
#define as_completed(tasks_, count_, x)                                      \
    as_completed(tasks_, count_,                                             \
                 act_limits("as_completed", (x), #x, ACT_WHOLE_(x),          \
                            ACT_HERE_))
#define blocking_sleep(x) blocking_sleep(act_works((x), ACT_HERE_))
#define compute_for(x) compute_for(act_works((x), ACT_HERE_))

/* --- tasks -------------------------------------------------------------- */

MUST_USE
struct task *act_made(struct task *task, const struct act_here *here);
struct coro act_spawns(struct coro coro, const struct act_here *here);
struct task *act_cancels(struct task *task, const struct act_here *here);
struct value *act_results(struct value *results, const struct act_here *here);

#define create_task(x) act_made(create_task(x), ACT_HERE_)
#define create_task_named(x, name_)                                          \
    act_made(create_task_named(x, name_), ACT_HERE_)
#define spawn(x) spawn(act_spawns((x), ACT_HERE_))
#define task_cancel(x) task_cancel(act_cancels((x), ACT_HERE_))
#define gather_array(results_, count_, x)                                    \
    gather_array(act_results((results_), ACT_HERE_), count_, x)
#define gather_array_return_exceptions(results_, count_, x)                  \
    gather_array_return_exceptions(act_results((results_), ACT_HERE_),       \
                                   count_, x)

MUST_USE
struct task_group *act_group(struct task_group *group, enum act_kind kind,
                             const struct act_here *here);

#define task_group() act_group(task_group(), ACT_GROUP, ACT_HERE_)
#define group_create_task(group_, x)                                         \
    group_create_task(act_group((group_), ACT_CHILD, ACT_HERE_), x)
#define group_spawn(group_, x)                                               \
    group_spawn(act_group((group_), ACT_CHILD, ACT_HERE_), x)
#define group_exit(group_, error_)                                           \
    group_exit(act_group((group_), ACT_EXIT, ACT_HERE_), error_)

/* --- jobs --------------------------------------------------------------- */

struct executor *act_job(struct executor *pool, const char *name,
                         struct value arg, const struct act_here *here);

/* 8 bytes: 1, 250 (as ints; in no quotes). */
struct value act_bytes(const void *bytes, size_t size);

static inline struct future *act_call(struct executor *pool, const char *name,
                                      job_function *function,
                                      struct value arg,
                                      const struct act_here *here)
{
    return executor_call(act_job(pool, name, arg, here), name, function, arg);
}

static inline struct future *act_call_with(struct executor *pool,
                                           const char *name,
                                           job_function *function,
                                           const void *bytes, size_t size,
                                           const struct act_here *here)
{
    return executor_call_with(
        act_job(pool, name, act_bytes(bytes, size), here), name, function,
        bytes, size);
}

#define executor_call(pool_, name_, function_, x)                            \
    act_call(pool_, name_, function_, x, ACT_HERE_)
#define executor_call_with(pool_, name_, function_, bytes_, size_)           \
    act_call_with(pool_, name_, function_, bytes_, size_, ACT_HERE_)

/* --- texts -------------------------------------------------------------- */

PRINTF_LIKE(3, 4)
int act_sprintf(char *to, const struct act_here *here, const char *format, ...);
PRINTF_LIKE(5, 6)
int act_snprintf(char *to, size_t size, const char *text,
                 const struct act_here *here, const char *format, ...);
char *act_strncpy(char *to, const char *from, size_t size, const char *text,
                  const struct act_here *here);
char *act_strcpy(char *to, const char *from, const struct act_here *here);
char *act_strcat(char *to, const char *from, const struct act_here *here);

#undef sprintf
#define sprintf(to_, ...) act_sprintf((to_), ACT_HERE_, __VA_ARGS__)
#undef snprintf
#define snprintf(to_, size_, ...)                                            \
    act_snprintf((to_), (size_), #size_, ACT_HERE_, __VA_ARGS__)
#undef strncpy
#define strncpy(to_, from_, size_)                                           \
    act_strncpy((to_), (from_), (size_), #size_, ACT_HERE_)
#undef strcpy
#define strcpy(to_, from_) act_strcpy((to_), (from_), ACT_HERE_)
#undef strcat
#define strcat(to_, from_) act_strcat((to_), (from_), ACT_HERE_)

/* --- sharing ------------------------------------------------------------ */

void act_shares(enum act_kind kind, const void *object, const char *name,
                const struct act_here *here);

/* One for each type, so that a wrong one is still a warning. */
#define ACT_SHARED_(type)                                                    \
    static inline struct type *act_##type(                                   \
        struct type *object, enum act_kind kind, const char *name,           \
        const struct act_here *here)                                         \
    {                                                                        \
        act_shares(kind, object, name, here);                                \
        return object;                                                       \
    }
ACT_SHARED_(event)
ACT_SHARED_(lock)
ACT_SHARED_(semaphore)
ACT_SHARED_(condition)
ACT_SHARED_(async_queue)
#undef ACT_SHARED_

#define ACT_ON_(type, kind, x) act_##type((x), kind, #x, ACT_HERE_)

#define event_set(x) event_set(ACT_ON_(event, ACT_SETS, x))
#define event_wait_named(x, name_)                                           \
    event_wait_named(ACT_ON_(event, ACT_WAITS, x), name_)
#define lock_acquire_named(x, name_)                                         \
    lock_acquire_named(ACT_ON_(lock, ACT_TAKES, x), name_)
#define lock_release(x) lock_release(ACT_ON_(lock, ACT_GIVES, x))
#define semaphore_acquire_named(x, name_)                                    \
    semaphore_acquire_named(ACT_ON_(semaphore, ACT_TAKES, x), name_)
#define semaphore_release(x)                                                 \
    semaphore_release(ACT_ON_(semaphore, ACT_GIVES, x))
#define async_queue_put_named(x, value_, name_)                               \
    async_queue_put_named(ACT_ON_(async_queue, ACT_QUEUES, x), value_, name_)
#define async_queue_get_named(x, name_)                                       \
    async_queue_get_named(ACT_ON_(async_queue, ACT_QUEUES, x), name_)
#define condition_wait_named(x, name_)                                       \
    condition_wait_named(ACT_ON_(condition, ACT_WAITS, x), name_)
#define condition_wait_for_named(x, holds_, arg_, name_)                     \
    condition_wait_for_named(ACT_ON_(condition, ACT_WAITS, x), holds_, arg_, \
                             name_)
static inline int act_condition_release(struct condition *condition,
                                        const char *name,
                                        const struct act_here *here)
{
    act_shares(ACT_GIVES, condition_lock(condition), name, here);
    return condition_release(condition);
}
#define condition_release(x) act_condition_release((x), #x, ACT_HERE_)
#define condition_notify(x, n_)                                              \
    condition_notify(ACT_ON_(condition, ACT_SETS, x), n_)
#define condition_notify_all(x)                                              \
    condition_notify_all(ACT_ON_(condition, ACT_SETS, x))

#endif
