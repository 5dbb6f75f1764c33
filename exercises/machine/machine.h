/* machine.h - the machine that exercises 31 to 36 build: what is given, and
 * what you write.
 *
 *                +----------------- loop.ready -----------------+
 *   make_ready() |  step of task 1   callback   step of task 2  | run_job()
 *      --------> +----------------------------------------------+ -------+
 *                       ^                      ^                         |
 *       its time has    |      what it waits   |                         |
 *       come (31)       |      for is done (32)|                         |
 *                +------+-------+      +-------+--------+                |
 *                |   sleepers   |      |   waiters of   |  <-------------+
 *                |              |      |   a future     |    a task that
 *                +--------------+      +----------------+    has to wait
 *
 * Given are values, coroutine objects and frames, which lessons 01 to 04 have
 * shown, the clock, and what is written here; yours are the functions in the
 * second half, under the number of their exercise.
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "asyncio/each.h"
#include "clock/clock.h"
#include "core/coro.h"
#include "core/internal.h"
#include "core/stack.h"
#include "core/value.h"

/* --- jobs, and queues of them -------------------------------------------- */

/* What a job does.  told: the future it has waited for, which is done; NULL if
 * it has waited for none. */
struct job;
typedef void job_function(struct job *job, struct future *told);

struct stand_in;

/* Something to run once: a task's next step, a callback. */
struct job {
    job_function *run;
    struct job *next;           /* while it stands in a queue, or in your list */
    struct future *awaits;      /* while it waits for that, and until it runs */
    struct future *part_of;     /* its task, or gather; NULL for callbacks */
    int64_t deadline;           /* nanoseconds: when its time has come */
    size_t slot;                /* for exercise 36b: its place in the heap, */
    uint64_t order;             /* and its rank among equal deadlines */
    struct stand_in *shown;     /* in the stepper */
};

struct queue {                  /* first in, first out */
    struct job *first, *last;
};

static inline bool queue_empty(const struct queue *queue)
{
    return queue->first == NULL;
}

static inline void queue_push(struct queue *queue, struct job *job)
{
    job->next = NULL;
    if (queue->first)
        queue->last->next = job;
    else
        queue->first = job;
    queue->last = job;
}

/* The first job, NULL if there is none. */
static inline struct job *queue_pop(struct queue *queue)
{
    struct job *job = queue->first;
    if (job)
        queue->first = job->next;
    return job;
}

/* --- futures ------------------------------------------------------------- */

enum future_state { PENDING, RETURNED, FAILED, CANCELLED };

/* What differs between futures: a task, a gather, a plain one. */
struct future_kind {
    const char *name;
    /* Ask it to end with this ECANCELED error.  False: too late, it is done. */
    bool (*cancel)(struct future *future, struct error *error);
    /* The frame that made it has ended, and its variables are gone; or NULL. */
    void (*let_go)(struct future *future);
};

struct future {
    struct owned_handle handle; /* of the frame that owns it */
    const struct future_kind *kind;
    enum future_state state;
    struct value outcome;       /* when done; an error as value_raised() */
    struct queue waiters;       /* until then: jobs that it makes ready */
    bool asked;                 /* somebody got, or will get, its outcome */
    unsigned users;             /* it is freed with the last */
};

/* --- tasks --------------------------------------------------------------- */

struct task {
    struct future future;       /* a task can be awaited */
    struct job job;             /* its next step, wherever that waits */
    struct coro_stack stack;    /* its frames; stack.value: what its await
                                   gives, and at last what it ended with */
    struct awaitable wanted;    /* what it wanted when it left */
    bool begun;                 /* a line of it has run */
    struct error *raises;       /* at its await, when it runs again; or NULL */
    bool gives_up;              /* what it waited for it waits for no more */
    unsigned cancel_requests;
    bool is_asked;              /* to end, at this moment */
    uint32_t id;                /* 1 is main */
    const char *name;           /* NULL: "Task-" and the id */
    struct task *before, *behind;       /* in loop.tasks */
};

static inline struct task *task_of_job(struct job *job)
{
    return container_of(job, struct task, job);
}

/* --- the loop ------------------------------------------------------------ */

struct loop {
    struct queue ready;         /* what runs next */
    struct clock clock;
    struct task *current;       /* whose step runs now; NULL in a callback */
    struct task *tasks, *last_task;     /* not done, in order of creation */
    uint32_t tasks_made;
};
extern struct loop loop;

/* --- given: owning ------------------------------------------------------- */

/* The frame that runs now owns this handle, and releases it at its end. */
void handle_own(struct owned_handle *handle);
void handle_release(struct owned_handle *handle);

static inline void future_keep(struct future *future)
{
    future->users++;
}

void future_drop(struct future *future);

/* --- given: small steps --------------------------------------------------- */

/* To the end of the ready queue. */
void make_ready(struct job *job);

/* Run a job that you have taken from the ready queue. */
void run_job(struct job *job);

/* A turn begins: for the stepper, which shows it. */
void turn_begins(void);

/* A new task for a coroutine object, owned by the frame that runs now.  step:
 * what its job runs.  It is in no queue yet. */
struct task *task_new(struct coro coro, job_function *step);

/* Run the task's coroutine until it wants something, and say what: WANT_END,
 * WANT_SLEEP (.delay, in nanoseconds), WANT_FUTURE (.future), WANT_READABLE or
 * WANT_WRITABLE (.fd).  It is sent task->stack.value. */
struct awaitable resume(struct task *task);

/* The task is done: take it out of loop.tasks, let it go. */
void task_forget(struct task *task);

/* Stand among the future's waiters: job runs, and is told, when it is done.
 * (If it is done already: in the next turn.) */
void add_waiter(struct future *future, struct job *job);

/* A new future of this kind, owned by the frame that runs now; size: of the
 * struct that begins with it, all zero at first. */
void *future_new(const struct future_kind *kind, size_t size);

/* The task or future behind what can be awaited; a coroutine object becomes a
 * task, by create_task(). */
struct future *future_of(struct awaitable awaitable);

/* Is a's deadline before b's?  It is counted how often this is asked. */
bool earlier(const struct job *a, const struct job *b);

/* Say that a function is written in a later exercise, and end the program. */
_Noreturn void not_built(const char *what, const char *exercise);

/* In the stubs: this is where you write. */
#define not_done_yet() todo(__func__, __FILE__, __LINE__)
_Noreturn void todo(const char *function, const char *file, int line);

/* The time now, and a time that never comes. */
static inline int64_t now(void)
{
    return clock_look(&loop.clock);
}

#define FOR_EVER INT64_MAX

/* --- yours, 31: the ready queue ------------------------------------------ */

/* Let a coroutine run by itself, from the next turn on. */
MUST_USE
struct task *create_task(struct coro coro);

/* One turn.  False if nothing can ever happen any more. */
bool run_once(void);

/* Turn after turn, until it is done.  False if nothing can happen before. */
bool run_until_done(const struct future *future);

/* One step of a task: resume it, and put it where it waits then. */
void task_step(struct job *job, struct future *told);

/* Those who wait for job->deadline: one more; one less (false: it does not
 * wait here); the one with the first deadline, which stays, or NULL. */
void timer_add(struct job *job);
bool timer_remove(struct job *job);
struct job *timer_first(void);

/* --- yours, 32: futures -------------------------------------------------- */

/* It is done: note how it ended, make ready who waits for it.  (Until 32, the
 * first half is given.) */
void future_finish(struct future *future, enum future_state state,
                   struct value outcome);

/* The task's coroutine has ended with task->stack.value. */
void task_end(struct task *task);

/* Let the task wait for it.  False: it need not, task->stack.value is what its
 * await gives. */
bool await_future(struct task *task, struct future *future);

/* --- yours, 33: gather --------------------------------------------------- */

MUST_USE
struct future *gather_array(struct value *results, size_t count,
                            const struct awaitable *awaitables);
MUST_USE
struct future *gather_array_return_exceptions(
    struct value *results, size_t count, const struct awaitable *awaitables);

/* --- yours, 34: cancellation --------------------------------------------- */

/* Ask a task to end: this ECANCELED error is raised at its await, in its turn.
 * False: it is done. */
bool task_cancel_with(struct task *task, struct error *error);

/* What its await gives the task that runs now.  (Until 34, without errors.) */
struct value await_gives(struct task *task, struct future *told);

/* The task waits now, and task->raises says that it was cancelled before.
 * (Until 34, never called.) */
void interrupt(struct task *task, struct error *error);

/* How often it was asked to end; and one time less. */
unsigned task_cancelling(const struct task *task);
unsigned task_uncancel(struct task *task);

/* Main has ended: cancel the tasks that are left, and wait until they have
 * ended.  (Until 34, they are dropped.) */
void cancel_leftovers(void);

/* --- yours, 35: limits --------------------------------------------------- */

MUST_USE
struct coro wait_for_awaitable(struct awaitable awaitable, double seconds);

/* --- yours, 36: select() ------------------------------------------------- */

/* Let the task wait until wanted.fd can be read, or written.  False: it need
 * not; task->stack.value is what its await gives. */
bool await_descriptor(struct task *task, struct awaitable wanted);

/* It no longer waits for a descriptor.  False: it did not. */
bool descriptor_remove(struct job *job);

/* Does somebody wait for it?  And: it is about to be closed, so tell those who
 * do (EBADF). */
bool descriptor_watched(int fd, enum coro_want want);
void descriptor_forget(int fd);

/* Wait at most so many nanoseconds (FOR_EVER: without limit) for something to
 * happen outside, and make ready who waits for it.  False: nothing can happen.
 * (Until 36, only the clock is outside.) */
bool idle(int64_t patience);

/* --- given, for programs -------------------------------------------------
 *
 * As in the runtime, where each of these is described.
 */
MUST_USE
static inline struct coro async_sleep(double seconds)
{
    return (struct coro){
        {.want = WANT_SLEEP, .delay = clock_from_seconds(seconds)}};
}

MUST_USE
static inline struct coro async_readable(int fd)
{
    return (struct coro){{.want = WANT_READABLE, .fd = fd}};
}

MUST_USE
static inline struct coro async_writable(int fd)
{
    return (struct coro){{.want = WANT_WRITABLE, .fd = fd}};
}

int run(struct coro main);
int run_result(struct coro main, struct value *result);

MUST_USE
struct future *create_future(void);
int future_set_result(struct future *future, struct value result);
int future_set_error(struct future *future, struct error *error);
bool future_cancel(struct future *future);
bool future_done(const struct future *future);
bool future_cancelled(const struct future *future);
int future_outcome(struct future *future, struct value *result);
void future_add_done_callback(struct future *future,
                              void (*function)(struct future *, void *arg),
                              void *arg);
void future_release(struct future *future);

void spawn(struct coro coro);
void task_release(struct task *task);
struct task *current_task(void);
bool task_done(const struct task *task);
bool task_cancelled(const struct task *task);
#define task_result(task) task_result_at((task), __FILE__, __LINE__)
struct value task_result_at(struct task *task, const char *file, int line);
int task_outcome(struct task *task, struct value *result);
struct error *task_error(struct task *task);
bool task_cancel(struct task *task);
PRINTF_LIKE(2, 3)
bool task_cancel_because(struct task *task, const char *format, ...);
const char *task_name(const struct task *task);

struct callback;
struct call_handle {
    struct callback *callback;
    uint32_t generation;
};
#define call_soon(function, arg) call_soon_named(#function, function, arg)
struct call_handle call_soon_named(const char *name,
                                   void (*function)(void *arg), void *arg);
#define call_later(seconds, function, arg)                                   \
    call_later_named(seconds, #function, function, arg)
struct call_handle call_later_named(double seconds, const char *name,
                                    void (*function)(void *arg), void *arg);
bool call_cancel(struct call_handle call);

#define shield(x) shield_awaitable(awaitable(x))
MUST_USE
struct future *shield_awaitable(struct awaitable awaitable);

#define NO_LIMIT HUGE_VAL
#define wait_for(x, seconds) wait_for_awaitable(awaitable(x), seconds)
#define gather(results, ...)                                                 \
    gather_array(results, HANDLOOP_COUNT(__VA_ARGS__),                       \
                 (struct awaitable[]){HANDLOOP_EACH(awaitable, __VA_ARGS__)})
#define gather_return_exceptions(results, ...)                               \
    gather_array_return_exceptions(                                          \
        results, HANDLOOP_COUNT(__VA_ARGS__),                                \
        (struct awaitable[]){HANDLOOP_EACH(awaitable, __VA_ARGS__)})

/* A loop from beginning to end, for whoever wants more than run(). */
struct loop_options {
    bool virtual_clock;
    void (*run_job)(struct job *job);   /* is accepted, and does nothing */
};
int loop_run(const struct loop_options *options, struct coro main,
             struct value *result);
struct loop *current_loop(void);
typedef void exception_handler(void *arg, const char *message,
                               const struct error *error);
void loop_set_exception_handler(exception_handler *handler, void *arg);
void loop_report(const char *message, const struct error *error);

double loop_time(void);
void blocking_sleep(double seconds);
void compute_for(double seconds);
PRINTF_LIKE(1, 2)
void say(const char *format, ...);

#endif
