/* loop.c - one turn of the loop. */
#include "core/loop.h"

#include <errno.h>
#include <stdio.h>

#include "core/observe.h"
#include "core/outside.h"
#include "core/task.h"
#include "core/watch.h"

_Thread_local struct loop *running_loop;

/* --- one turn ------------------------------------------------------------
 *
 * This is the only place where jobs run.  A turn takes all that is ready; what
 * becomes ready meanwhile starts the queue of the next one.
 */
static bool collect(struct loop *loop);

bool loop_run_once(struct loop *loop)
{
    if (!collect(loop))
        return false;
    loop->turn++;
    observe(loop, .kind = EVENT_TURN);
    struct job *job, *last = loop->ready.last, *next = last->next;
    loop->ready.last = NULL;
    do {
        job = next;
        next = job->next;       /* before it runs, and waits elsewhere */
        if (loop->watched)
            run_watched(loop, job);
        else
            job->run(job);
    } while (job != last);
    observe(loop, .kind = EVENT_TURN_END);
    return true;
}

/* --- what is ready now ---------------------------------------------------
 *
 * While tasks are ready, a turn makes no system call: the cheap clock says
 * whether a timer is due, and the descriptors are looked at every 64 turns, or
 * when turns take long.
 */
enum {
    TURNS_BETWEEN_LOOKS = 64,
    TIME_BETWEEN_LOOKS = 5 * NANOSECONDS_PER_MS,
};

static void look_at_descriptors(struct loop *loop, int64_t timeout);
NOINLINE static bool wait_for_something(struct loop *loop);
NOINLINE static void glance(struct loop *loop);

static void see_ready(struct job *job)
{
    observe(running_loop, .kind = EVENT_READY, .job = job);
}

static void take_due(struct loop *loop, int64_t now)
{
    waiting_take_due(&loop->waiting, now, &loop->ready,
                     loop->observer.see ? see_ready : NULL);
}

/* Fill the ready queue; false if nothing can ever become ready again. */
static bool collect(struct loop *loop)
{
    if (atomic_load_explicit(&loop->called, memory_order_relaxed))
        outside_take_calls(loop);
    if (loop->waiting.timer_count > 0 || loop->waiting.descriptor_count > 0)
        glance(loop);
    return !queue_empty(&loop->ready) || wait_for_something(loop);
}

/* Others wait: see whether it is their time.  If somebody kept the loop, those
 * whose bytes have come meanwhile are first, and not late. */
static void glance(struct loop *loop)
{
    int64_t now = clock_glance(&loop->clock);
    if (loop->waiting.descriptor_count > 0 &&
        (++loop->turns_since_look >= TURNS_BETWEEN_LOOKS ||
         now - loop->last_look > TIME_BETWEEN_LOOKS))
        look_at_descriptors(loop, 0);
    take_due(loop, now);
}

/* Nothing is ready: sleep until the next deadline, or until a descriptor or
 * somebody outside wakes us.  On the virtual clock, jump to the deadline. */
static bool wait_for_something(struct loop *loop)
{
    fflush(stdout);
    while (queue_empty(&loop->ready) && !loop->broken) {
        int64_t now = clock_look(&loop->clock);
        take_due(loop, now);
        if (!queue_empty(&loop->ready))
            break;
        bool timers = loop->waiting.timer_count > 0;
        bool outside = loop->waiting.descriptor_count > 0 ||
                       loop->expected_calls > 0;
        if (!timers && !outside)
            return false;
        int64_t timeout = timers ? loop->waiting.timers[0].deadline - now : -1;
        if (loop->clock.is_virtual && timers && loop->expected_calls == 0) {
            if (outside)
                look_at_descriptors(loop, 0);
            if (!queue_empty(&loop->ready))
                break;
            loop->clock.now += timeout;
            observe(loop, .kind = EVENT_CLOCK);
        } else {
            look_at_descriptors(loop, loop->clock.is_virtual ? -1 : timeout);
            if (queue_empty(&loop->ready))  /* so it was a call, if anything */
                outside_take_calls(loop);
        }
    }
    return !loop->broken;
}

static void look_at_descriptors(struct loop *loop, int64_t timeout)
{
    loop->turns_since_look = 0;
    loop->last_look = loop->clock.now;
    int error = waiting_select(&loop->waiting, timeout, loop->wake_pipe[0],
                               &loop->ready,
                               loop->observer.see ? see_ready : NULL);
    if (!error)
        return;
    int fd = -1;
    struct job *job = error == EBADF ? waiting_take_closed(&loop->waiting, &fd)
                                     : NULL;
    if (!job) {
        loop->broken = error_new(error, "select() failed");
        return;
    }
    do {
        struct task *task = task_of_job(job);
        task_fail_wait(task, error_new(EBADF, "descriptor %d was closed while "
                                       "%s waited for it", fd,
                                       task_describe(task)));
    } while ((job = waiting_take_closed(&loop->waiting, &fd)));
}

_Thread_local void (*loop_missing_here)(const char *what);

void loop_missing(const char *what)
{
    if (loop_missing_here)
        loop_missing_here(what);
    panic("RuntimeError: no running loop in this thread for %s\n"
         "  Call it in a coroutine that run() has started.", what);
}
