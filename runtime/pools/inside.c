/* inside.c - in a pool's thread or process: the call itself, and what it says
 * to the loop before it is over.
 */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>

#include "core/callback.h"
#include "core/loop.h"
#include "memory/arena.h"
#include "pools/work.h"

static _Thread_local struct work *here;     /* what this thread runs */

struct value job_raise(int code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct error *error = error_new(code, "%s", vtextf(format, args));
    va_end(args);
    return value_raised(error);
}

const char *running_in(void)
{
    if (!here)
        return "the loop's thread";
    return textf("slot %u of %s %u", here->slot + 1, here->pool->kind->what,
                 here->pool->number);
}

/* --- work that waits for the loop ---------------------------------------- */

static pthread_mutex_t going_on = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t heard = PTHREAD_COND_INITIALIZER;

/* Both in the loop's thread. */
static void let_time_go_on(void *arg)
{
    (void)arg;
    work_started.unreported--;
    running_loop->waiting_callers++;
    work_settle();
}

static void wait_for_it_again(void *arg)
{
    struct work *work = arg;
    work_started.unreported++;
    running_loop->waiting_callers--;
    pthread_mutex_lock(&going_on);
    if (work->clock.now < running_loop->clock.now)
        work->clock.now = running_loop->clock.now;
    work->waits_for_loop = false;
    pthread_cond_broadcast(&heard);
    pthread_mutex_unlock(&going_on);
}

static bool tell_loop(void (*what)(void *), const char *name)
{
    return here && here->pool->loop && here->clock.is_virtual &&
           !here->pool->kind->refuses_pointers &&
           loop_call_threadsafe(here->pool->loop, name, what, here) == 0;
}

void work_let_go_on(struct executor *pool)
{
    pthread_mutex_lock(&going_on);
    pool->ending = true;
    pthread_cond_broadcast(&heard);
    pthread_mutex_unlock(&going_on);
}

void job_waits_for_loop(void)
{
    if (here && !here->waits_for_loop)
        here->waits_for_loop = tell_loop(let_time_go_on, "work that waits");
}

void job_goes_on(void)
{
    if (!here || !here->waits_for_loop ||
        !tell_loop(wait_for_it_again, "work that goes on"))
        return;
    pthread_mutex_lock(&going_on);
    while (here->waits_for_loop && !here->pool->ending)
        pthread_cond_wait(&heard, &going_on);
    pthread_mutex_unlock(&going_on);
}

/* --- work that waits for the loop, and does not say so --------------------
 *
 * On the virtual clock the loop waits for the work as well.  What sleeps again
 * and again moves on, on its own clock: the loop may follow it up to there.
 * What blocks is suspected when it has blocked for long.
 */
enum { SLEEPS_UNSUSPECTED = 100000 };

const char work_what_to_do[] =
    "if it waits for the loop, let it say so: job_waits_for_loop() before "
    "that, job_goes_on() behind";

static int64_t how_far(struct work *work)
{
    pthread_mutex_lock(&going_on);
    int64_t time = work->was_at;
    pthread_mutex_unlock(&going_on);
    return time;
}

static void tell_far_ahead(struct work *work)
{
    if (work->told)
        return;
    work->told = true;
    loop_report(textf("%s sleeps again and again, up to %.1f s on its own "
                      "clock, while the virtual clock stands at %.1f s and "
                      "waits for it: %s.\n  From here, the clock goes on as "
                      "far as that has come", future_describe(&work->future),
                      clock_to_seconds(how_far(work)),
                      clock_to_seconds(running_loop->clock.now),
                      work_what_to_do), NULL);
}

/* Nothing comes to its end before that which is least far. */
static void follow(void *arg)
{
    struct loop *loop = running_loop;
    (void)arg;
    loop->no_result_before = INT64_MAX;
    for (struct work *work = work_started.first; work; work = work->next)
        if (work->state == WORK_GIVEN &&
            how_far(work) < loop->no_result_before)
            loop->no_result_before = how_far(work);
    if (loop->waiting.timer_count == 0 ||
        loop->waiting.timers[0].deadline > loop->no_result_before)
        return;
    for (struct work *work = work_started.first; work; work = work->next)
        if (work->state == WORK_GIVEN)
            tell_far_ahead(work);
}

/* In its thread: it has slept. */
static void clock_moved(struct clock *clock)
{
    if (here->pool->kind->refuses_pointers ||
        ++here->sleeps % SLEEPS_UNSUSPECTED != 0)
        return;
    pthread_mutex_lock(&going_on);
    here->was_at = clock->now;
    pthread_mutex_unlock(&going_on);
    tell_loop(follow, "work that sleeps");
}

/* --- the call ------------------------------------------------------------ */

static _Thread_local jmp_buf refused;
static _Thread_local const char *refused_what;

/* It called something that needs a loop: leave it as an exception does. */
static void refuse(const char *what)
{
    refused_what = what;
    longjmp(refused, 1);
}

static struct value call_function(struct work *work)
{
    loop_missing_here = refuse;
    struct value value;
    if (setjmp(refused) == 0)
        value = work->function(parcel_look(&work->arg));
    else
        value = job_raise(EPERM, "no running loop in a pool, for %s: work "
                          "there is plain C; return, and let the coroutine do "
                          "it", refused_what);
    loop_missing_here = NULL;
    return value;
}

void work_run(struct work *work)
{
    here = work;
    clock_of_work = &work->clock;
    clock_of_work->moved = clock_moved;
    if (parcel_pack(&work->result, call_function(work)) != 0)
        work->result = (struct parcel){.kind = VALUE_RAISED, .code = ENOMEM};
    job_goes_on();              /* if it has not said so itself */
    clock_look(&work->clock);
    clock_of_work = NULL;
    here = NULL;
    frames_close();
    arena_close();
}
