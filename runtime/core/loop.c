/* loop.c - one turn of the loop. */
#include "core/loop.h"

#include <errno.h>
#include <stdio.h>

#include "core/observe.h"

_Thread_local struct loop *running_loop;

/* --- one turn ------------------------------------------------------------
 *
 * This is the only place where jobs run.  A turn takes all that is ready; what
 * becomes ready meanwhile starts the queue of the next one.
 *
 * A law: a job that is ready is never taken out of the queue during a turn, for
 * the turn holds the next one and the last one by their addresses.  Who cancels
 * one leaves it there, to do nothing when it runs.
 */
static bool collect(struct loop *loop);

COLD
static void run_watched(struct loop *loop, struct job *job)
{
    observe(loop, .kind = EVENT_RUN, .job = job);
    if (loop->run_job)
        loop->run_job(job);
    else
        job->type->run(job);
}

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
            job->type->run(job);
    } while (job != last);
    observe(loop, .kind = EVENT_TURN_END);
    return true;
}

void observe_event(struct loop *loop, struct loop_event event)
{
    event.turn = loop->turn;
    event.time = clock_look(&loop->clock);
    event.by = loop->running;
    loop->observer.see(loop->observer.arg, &event);
}

void observe_all_ready(struct loop *loop, struct queue jobs)
{
    for (struct job *job = queue_next(&jobs, NULL); job;
         job = queue_next(&jobs, job))
        observe(loop, .kind = EVENT_READY, .job = job);
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
static bool forget_closed(struct loop *loop);
NOINLINE static bool wait_for_something(struct loop *loop);
NOINLINE static void glance(struct loop *loop);

static void take_due(struct loop *loop, int64_t now)
{
    struct queue due = {.last = NULL};
    waiting_take_due(&loop->waiting, now, &due);
    make_all_ready(loop, due);
}

void loop_take_calls(struct loop *loop)
{
    make_all_ready(loop, outside_take(&loop->outside));
}

/* --- time that stands still ----------------------------------------------
 *
 * The virtual clock goes on when nobody is ready.  If somebody always is, and
 * others wait for their time, it never does.  And it waits for work in threads,
 * until those lose their patience who know the work.
 */
enum { TURNS_UNTIL_LOOK = 720720 };     /* all short periods divide it */
static const int64_t patience = 5LL * NANOSECONDS_PER_SECOND;   /* real */

/* Is somebody outside at work? */
static bool is_waited_for(const struct loop *loop)
{
    return loop->expected_calls > loop->waiting_callers;
}

static bool stands_still(struct loop *loop)
{
    struct standstill *still = &loop->still;
    if (!loop->clock.is_virtual || loop->waiting.timer_count == 0 ||
        is_waited_for(loop) || loop->clock.now != still->at) {
        still->at = loop->clock.now;
        still->next_look = loop->turn + TURNS_UNTIL_LOOK;
        still->looks = still->asks = 0;
    }
    if (loop->turn < still->next_look)
        return false;
    still->next_look += TURNS_UNTIL_LOOK;
    if (!loop->patience || !loop->patience->stands_still(loop))
        return false;
    loop->broken = error_new(EDEADLK, "the virtual clock stands still");
    return true;
}

/* Fill the ready queue; false if nothing can ever become ready again. */
static bool collect(struct loop *loop)
{
    if (outside_called(&loop->outside))
        loop_take_calls(loop);
    if (loop->waiting.timer_count > 0 || loop->waiting.descriptor_count > 0)
        glance(loop);
    if (stands_still(loop))
        return false;
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

/* Until the timeout, a descriptor, or a call from outside. */
static void fall_asleep(struct loop *loop, int64_t timeout)
{
    if (loop->outside.expected > 0)
        look_out_for(&loop->outside.called);
    look_at_descriptors(loop,
                        outside_fall_asleep(&loop->outside) ? timeout : 0);
    if (outside_called(&loop->outside))
        loop_take_calls(loop);
}

static void move_clock(struct loop *loop, int64_t duration)
{
    loop->clock.now = clock_after(loop->clock.now, duration);
    observe(loop, .kind = EVENT_CLOCK);
}

/* On the virtual clock: they come when they come, however long that takes.  But
 * one of them may wait for the loop, and then time has to go on, as it does on
 * the real clock. */
static void wait_for_work(struct loop *loop, int64_t timeout)
{
    struct clock real;
    clock_begin(&real, false);
    fall_asleep(loop, loop->impatient ? timeout : patience);
    int64_t passed = clock_look(&real);
    if (loop->impatient)
        move_clock(loop, timeout >= 0 && passed > timeout ? timeout : passed);
    else if (passed >= patience && queue_empty(&loop->ready) && loop->patience)
        loop->patience->waits_long(loop);
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
        loop->impatient = loop->impatient && is_waited_for(loop);
        if (!loop->clock.is_virtual ||
            (loop->expected_calls == 0 && !timers)) {
            fall_asleep(loop, timeout);
        } else if (timers && (!is_waited_for(loop) ||
                              now + timeout <= loop->no_result_before)) {
            if (outside)
                look_at_descriptors(loop, 0);
            if (queue_empty(&loop->ready))
                move_clock(loop, timeout);
        } else {
            wait_for_work(loop, timeout);
        }
    }
    return !loop->broken;
}

static void look_at_descriptors(struct loop *loop, int64_t timeout)
{
    loop->turns_since_look = 0;
    loop->last_look = loop->clock.now;
    bool woken;
    struct queue due = {.last = NULL};
    int error = waiting_select(&loop->waiting, timeout,
                               loop->outside.wake_pipe[0], &woken, &due);
    make_all_ready(loop, due);
    outside_wake_up(&loop->outside, woken);
    if (error && !(error == EBADF && forget_closed(loop)))
        loop->broken = error_new(error, "select() failed");
}

/* --- descriptors that are closed ----------------------------------------- */

/* Somebody closed them behind the loop's back.  False: there are none. */
static bool forget_closed(struct loop *loop)
{
    int fd, found = 0;
    for (; (fd = waiting_find_closed(&loop->waiting)) >= 0; found++)
        loop_forget_fd(fd);
    return found > 0;
}

void loop_forget_fd(int fd)
{
    struct job *job;
    if (!running_loop)
        return;
    waiting_note_close(&running_loop->waiting, fd);
    for (enum direction way = READING; way <= WRITING; way++)
        while ((job = waiting_take(&running_loop->waiting, fd, way)))
            job->type->closed(job, fd);
}

/* --- without a loop ------------------------------------------------------ */

_Thread_local void (*loop_missing_here)(const char *what);

void loop_missing(const char *what)
{
    if (loop_missing_here)
        loop_missing_here(what);
    panic("RuntimeError: no running loop in this thread for %s\n"
          "  Call it in a coroutine that run() has started.", what);
}

/* --- reports ------------------------------------------------------------- */

void loop_set_exception_handler(exception_handler *handler, void *arg)
{
    struct loop *loop = loop_needed("loop_set_exception_handler()");
    loop->handler = handler;
    loop->handler_arg = arg;
}

void loop_report(const char *message, const struct error *error)
{
    struct loop *loop = running_loop;
    if (loop->handler) {
        loop->handler(loop->handler_arg, message, error);
        return;
    }
    fflush(stdout);
    fprintf(stderr, "handloop: %s\n", message);
    if (error)
        error_print(stderr, error);
}
