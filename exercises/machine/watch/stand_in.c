/* stand_in.c - the recorder's side of stand_in.h: this file knows the runtime's
 * tasks and jobs, and nothing of the machine's. */
#include "../stand_in.h"

#include <errno.h>
#include <stdlib.h>

#include "step/run_observed.h"
#include "watch/debug.h"
#include "watch/event.h"
#include "watch/recording.h"
#include "watch/standstill.h"

struct stand_in {
    struct task task;               /* for a job, only task.job is of use; for a
                                       future, only task.future */
    struct job_type job_type;
    struct future_type future_type;
    const char *name;
    bool ready;
    struct stand_in *next;          /* of all */
    size_t awaited_count;
    struct stand_in *awaited[];
};

/* --- what the recorder asks of jobs and futures -------------------------- */

_Thread_local struct loop *running_loop;    /* none: the machine has its own */
const struct patience usual_patience;       /* so nobody waits for it */

static const char *task_job_name(const struct job *job)
{
    return job_task(job)->name;
}

static const char *describe_task(const struct future *future)
{
    return future_task(future)->name;
}

const struct job_type task_job_type = {.name = task_job_name};
const struct future_type task_type = {.is_task = true,
                                      .describe = describe_task};

static const struct stand_in *of_future(const struct future *future)
{
    return container_of(future, struct stand_in, task.future);
}

static const char *future_name(const struct future *future)
{
    return of_future(future)->name;
}

static void each_awaited(const struct future *future, see_future *see,
                         void *arg)
{
    const struct stand_in *whole = of_future(future);
    for (size_t i = 0; i < whole->awaited_count; i++)
        see(arg, &whole->awaited[i]->task.future);
}

static const char *name_of_job(const struct job *job)
{
    return container_of(job, struct stand_in, task.job)->name;
}

/* A machine measures nobody. */
void (*debug_mode(void))(struct job *job)
{
    return NULL;
}

/* --- making them --------------------------------------------------------- */

static struct stand_in *all;

static struct stand_in *make(const char *name, size_t awaited)
{
    struct stand_in *made =
        calloc(1, sizeof *made + awaited * sizeof(struct stand_in *));
    if (!made)
        panic("out of memory for the recording");
    made->name = name;
    made->next = all;
    all = made;
    return made;
}

struct stand_in *stand_in_for_task(uint32_t id)
{
    struct stand_in *made = make(NULL, 0);
    made->task.future.handle.type = &task_type.handle;
    made->task.job.type = &task_job_type;
    made->task.id = id;
    return made;
}

struct stand_in *stand_in_for_job(const char *name, bool internal)
{
    struct stand_in *made = make(name, 0);
    made->job_type = (struct job_type){.name = name_of_job, .of = internal ? name : NULL};
    made->task.job.type = &made->job_type;
    return made;
}

struct stand_in *stand_in_for_future(const char *name,
                                     struct stand_in *const *awaited,
                                     size_t count)
{
    struct stand_in *made = make(name, count);
    made->future_type = (struct future_type){
        .describe = future_name, .each_awaited = each_awaited};
    made->task.future.handle.type = &made->future_type.handle;
    made->awaited_count = count;
    for (size_t i = 0; i < count; i++)
        made->awaited[i] = awaited[i];
    return made;
}

void stand_in_update(struct stand_in *task, const char *name,
                     struct coro_stack stack)
{
    task->task.name = name;
    task->task.stack = stack;
}

void stand_ins_close(void)
{
    while (all) {
        struct stand_in *one = all;
        all = one->next;
        free(one);
    }
}

/* --- telling ------------------------------------------------------------- */

static struct observer observer;
static uint64_t turn;
static int64_t now;
static struct stand_in *runs;

void seen_at(int64_t time, struct stand_in *by)
{
    now = time;
    runs = by;
}

static void tell(struct loop_event event)
{
    event.turn = turn;
    event.time = now;
    event.by = runs ? &runs->task.stack : NULL;
    observer.see(observer.arg, &event);
}

void seen_turn(void)
{
    turn++;
    tell((struct loop_event){.kind = EVENT_TURN});
}

void seen_turn_end(void)
{
    tell((struct loop_event){.kind = EVENT_TURN_END});
}

void seen_clock(void)
{
    tell((struct loop_event){.kind = EVENT_CLOCK});
}

static void tell_job(enum event_kind kind, struct stand_in *job, int64_t until)
{
    tell((struct loop_event){
        .kind = kind, .job = &job->task.job, .until = until});
}

void seen_created(struct stand_in *task)
{
    tell_job(EVENT_CREATED, task, -1);
}

void seen_ready(struct stand_in *job)
{
    if (!job->ready)
        tell_job(EVENT_READY, job, -1);
    job->ready = true;
}

void seen_unready(struct stand_in *job)
{
    tell_job(EVENT_UNREADY, job, -1);
}

void seen_run(struct stand_in *job)
{
    job->ready = false;
    tell_job(EVENT_RUN, job, -1);
}

static void tell_wait(struct stand_in *task, struct awaitable wanted,
                      int64_t until)
{
    tell((struct loop_event){.kind = EVENT_SUSPENDED, .job = &task->task.job,
                             .wanted = wanted, .until = until});
}

void seen_sleep(struct stand_in *task, int64_t delay, int64_t until)
{
    tell_wait(task, (struct awaitable){.want = WANT_SLEEP, .delay = delay},
              delay > 0 ? until : -1);
}

void seen_await(struct stand_in *task, struct stand_in *future)
{
    tell_wait(task, (struct awaitable){.want = WANT_FUTURE,
                                       .future = &future->task.future}, -1);
}

void seen_watch(struct stand_in *task, struct awaitable wanted)
{
    tell_wait(task, wanted, -1);
}

void seen_timer(struct stand_in *job, int64_t until)
{
    tell_job(EVENT_TIMER, job, until);
}

void seen_no_timer(struct stand_in *job)
{
    tell_job(EVENT_NO_TIMER, job, -1);
}

void seen_todo(const char *what)
{
    recording_ends(what);
}

void seen_cancel(struct stand_in *task)
{
    tell_job(EVENT_CANCEL, task, -1);
}

static enum future_state state_of(struct value outcome)
{
    if (outcome.kind != VALUE_RAISED)
        return RETURNED;
    return outcome.error->code == ECANCELED ? CANCELLED : FAILED;
}

void seen_done(struct stand_in *task, struct value outcome)
{
    struct future *future = &task->task.future;
    future->state = (uint8_t)state_of(outcome);
    future->outcome = outcome;
    tell((struct loop_event){.kind = EVENT_DONE, .job = &task->task.job,
                             .future = future});
}

/* --- as SHOW says -------------------------------------------------------- */

struct shown {
    int (*program)(bool watched, void *arg);
    void *arg;
};

static int run_with(struct observer other, void *arg)
{
    const struct shown *shown = arg;
    observer = other;
    turn = 0;
    return shown->program(observer.see != NULL, shown->arg);
}

int run_shown(int (*program)(bool watched, void *arg), void *arg)
{
    return run_observed(run_with, &(struct shown){program, arg});
}
