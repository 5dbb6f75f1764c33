/* work.c - slots, the line for them, how results come. */
#include "pools/work.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory/arena.h"
#include "core/callback.h"
#include "core/task_private.h"

/* Of this thread's loop. */
_Thread_local struct executor *work_default_pool;
static _Thread_local unsigned pools_made;
static _Thread_local struct {
    struct work *first, *last;  /* all that run, in the order of their start */
    unsigned unreported;
} started;

/* --- in the thread or process -------------------------------------------- */

static _Thread_local jmp_buf refused;
static _Thread_local const char *refused_what;
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
                           "it",
                          refused_what);
    loop_missing_here = NULL;
    return value;
}

/* --- work that waits for the loop ---------------------------------------- */

static pthread_mutex_t going_on = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t heard = PTHREAD_COND_INITIALIZER;

/* Both in the loop's thread. */
static void let_time_go_on(void *arg)
{
    (void)arg;
    started.unreported--;
    running_loop->waiting_callers++;
    work_settle();
}

static void wait_for_it_again(void *arg)
{
    struct work *work = arg;
    started.unreported++;
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

/* --- work that waits for the loop, and does not say so --------------------
 *
 * On the virtual clock the loop waits for the work as well.  What sleeps again
 * and again moves on, on its own clock: the loop may follow it up to there.
 * What blocks is suspected when it has blocked for long.
 */
enum { SLEEPS_UNSUSPECTED = 100000, MOST_LISTED = 5 };

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
    for (struct work *work = started.first; work; work = work->next)
        if (work->state == WORK_GIVEN &&
            how_far(work) < loop->no_result_before)
            loop->no_result_before = how_far(work);
    if (loop->waiting.timer_count == 0 ||
        loop->waiting.timers[0].deadline > loop->no_result_before)
        return;
    for (struct work *work = started.first; work; work = work->next)
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

const char *work_given(void)
{
    const char *list = "";
    unsigned count = 0;
    for (struct work *work = started.first; work; work = work->next)
        if (work->state == WORK_GIVEN && count++ < MOST_LISTED)
            list = textf("%s\n  %s", list, future_describe(&work->future));
    if (count > MOST_LISTED)
        list = textf("%s\n  ... and %u more", list, count - MOST_LISTED);
    return list;
}

bool work_is_withheld(void)
{
    for (struct work *work = started.first; work; work = work->next)
        if (work->state == WORK_REPORTED && !work->due.type)
            return true;
    return false;
}

/* The loop ends, and hears nobody any more. */
static void let_all_go_on(struct executor *pool)
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

void work_leave_to_parent(void)
{
    running_loop = NULL;
    size_pools_leak(&frame_pools);
    arena_leave_to_parent();
    work_default_pool = NULL;
    started.first = started.last = NULL;
    started.unreported = 0;
}

/* --- lists --------------------------------------------------------------- */

static void put_behind(struct work **first, struct work **last,
                       struct work *work)
{
    if (*last)
        (*last)->next = work;
    else
        *first = work;
    *last = work;
    work->next = NULL;
}

/* It is near the front, as a rule. */
static void take_out(struct work **first, struct work **last,
                     struct work *work)
{
    struct work **link = first, *before = NULL;
    while (*link != work) {
        before = *link;
        link = &before->next;
    }
    *link = work->next;
    if (*last == work)
        *last = before;
}

/* --- who hands out slots? -------------------------------------------------
 *
 * On the virtual clock the loop gives work to a slot that is free, as it is the
 * loop that knows when.  On the real one, slots may help themselves.
 */
static bool hands_out_slots(const struct executor *pool)
{
    return running_loop->clock.is_virtual || !pool->kind->take_back;
}

/* --- results ------------------------------------------------------------- */

static void start_waiting(struct executor *pool);

static void leave_started(struct work *work)
{
    take_out(&started.first, &started.last, work);
}

/* It will not be reported. */
static void leave_given(struct work *work)
{
    leave_started(work);
    work->pool->running--;
    started.unreported--;
    loop_expect_no_call();
}

static void set_outcome(struct work *work)
{
    struct value value = parcel_unpack(&work->result);
    enum future_state state = RETURNED;
    if (value.kind == VALUE_RAISED)
        state = value.error->code == ECANCELED ? CANCELLED : FAILED;
    future_finish(&work->future, state, value);
}

void work_note_idle(struct executor *pool)
{
    if (pool->closing && pool->running == 0 && pool->waiting == 0)
        event_set(&pool->idle);
}

/* Its time has come: the slot is free, and whoever awaits it goes on. */
static void finish(struct work *work)
{
    struct executor *pool = work->pool;
    leave_started(work);
    if (hands_out_slots(pool))
        pool->in_slot[work->slot] = NULL;
    pool->running--;
    if (work->future.state == PENDING)
        set_outcome(work);
    future_drop(&work->future);
    start_waiting(pool);
    work_note_idle(pool);
}

static void run_due(struct job *job)
{
    finish(container_of(job, struct work, due));
}

static const struct job_type due_type = {
    .run = run_due, .of = "executor"};

/* In the next turn. */
static void set_due_now(struct work *work, const struct job_type *type)
{
    work->due = (struct job){.type = type};
    make_ready(running_loop, &work->due);
}

static void set_due(struct work *work)
{
    struct loop *loop = running_loop;
    int64_t time = work->clock.now;
    work->due = (struct job){.type = &due_type};
    loop_expect_no_call();
    if (waiting_set_timer(&loop->waiting, &work->due, time) == 0)
        observe(loop, .kind = EVENT_TIMER, .job = &work->due, .until = time);
    else
        set_due_now(work, &due_type);     /* too early is better than never */
}

/* Those that have reported, once nobody is at work: in the order of their
 * starts. */
void work_settle(void)
{
    if (started.unreported > 0 && !running_loop->impatient)
        return;
    for (struct work *each = started.first; each; each = each->next)
        if (each->state == WORK_REPORTED && !each->due.type)
            set_due(each);
}

/* On the virtual clock, wait until all that run have reported: only then is it
 * known which ends first, and equal times keep the order of the starts. */
void work_reported(struct work *work)
{
    started.unreported--;
    work->state = WORK_REPORTED;
    if (!running_loop->clock.is_virtual) {
        loop_expect_no_call();
        finish(work);
        return;
    }
    work_settle();
}

/* --- slots --------------------------------------------------------------- */

static void enter_started(struct work *work)
{
    put_behind(&started.first, &started.last, work);
    started.unreported++;
    running_loop->no_result_before = 0;
    loop_expect_call();
}

static unsigned free_slot(const struct executor *pool)
{
    unsigned slot = 0;
    while (pool->in_slot[slot])
        slot++;
    return slot;
}

static void report_unstarted(struct job *job)
{
    struct work *work = container_of(job, struct work, due);
    work->due = (struct job){0};
    work_reported(work);
}

static const struct job_type unstarted_type = {
    .run = report_unstarted, .of = "executor"};

static void start(struct executor *pool, struct work *work)
{
    work->state = WORK_GIVEN;
    work->clock = running_loop->clock;
    if (hands_out_slots(pool)) {
        work->slot = free_slot(pool);
        pool->in_slot[work->slot] = work;
    }
    pool->running++;
    enter_started(work);
    int error = pool->kind->start(pool, work);
    if (!error)
        return;
    parcel_raise(&work->result, error, "%s %u cannot begin its work",
                 pool->kind->what, pool->number);
    set_due_now(work, &unstarted_type);    /* the next may fail just so */
}

static struct work *leave_line(struct executor *pool, struct work *work)
{
    take_out(&pool->first, &pool->last, work);
    pool->waiting--;
    return work;
}

/* None when no task is left, at the loop's end: nobody waits for them. */
static void start_waiting(struct executor *pool)
{
    while (pool->first && running_loop->tasks.alive > 0 &&
           (pool->running < pool->slots || !hands_out_slots(pool)))
        start(pool, leave_line(pool, pool->first));
}

static void enter_line(struct executor *pool, struct work *work)
{
    put_behind(&pool->first, &pool->last, work);
    pool->waiting++;
}

/* --- work as a future ---------------------------------------------------- */

/* There is a slot for the first ones: those have begun, or are about to. */
static bool may_be_in_line(const struct work *work)
{
    unsigned before = 0;
    if (work->state != WORK_GIVEN || hands_out_slots(work->pool))
        return false;
    for (const struct work *each = started.first; each != work;
         each = each->next)
        if (each->pool == work->pool && ++before == work->pool->slots)
            return true;
    return false;
}

static bool cancel(struct future *future, struct error *error)
{
    struct work *work = (struct work *)future;
    struct executor *pool = work->pool;
    if (future_done(future))
        return false;
    future_finish(future, CANCELLED, value_raised(error));
    if (work->state == WORK_WAITS)
        leave_line(pool, work);
    else if (may_be_in_line(work) && pool->kind->take_back(pool, work))
        leave_given(work);
    else
        return true;            /* it goes on, and nobody will know */
    future_drop(future);
    work_note_idle(pool);
    return true;
}

static void destroy(struct future *future)
{
    struct work *work = (struct work *)future;
    parcel_free(&work->arg);
    parcel_free(&work->result);
    free(work);
}

static const char *describe(const struct future *future)
{
    const struct work *work = (const struct work *)future;
    if (work->slot == NO_SLOT)
        return textf("work '%s', in line for a slot of %s %u", work->name,
                     work->pool->kind->what, work->pool->number);
    return textf("work '%s' in slot %u of %s %u", work->name, work->slot + 1,
                 work->pool->kind->what, work->pool->number);
}

/* It may be in line now, and in a slot later. */
static const char *in_short(const struct future *future)
{
    const struct work *work = (const struct work *)future;
    return textf("work '%s' of %s %u", work->name, work->pool->kind->what,
                 work->pool->number);
}

static const struct future_type work_type = {
    .handle = {future_handle_release, future_is_over},
    .cancel = cancel,
    .destroy = destroy,
    .describe = describe,
    .in_short = in_short,
};

struct future *work_give(struct executor *pool, struct work *work)
{
    future_begin(&work->future, &work_type);
    future_keep(&work->future);     /* the pool's */
    work->pool = pool;
    work->slot = NO_SLOT;
    enter_line(pool, work);
    start_waiting(pool);
    return &work->future;
}

/* --- pools --------------------------------------------------------------- */

/* Those that have not begun never will. */
static void drop_line(struct executor *pool)
{
    while (pool->first)
        cancel(&pool->first->future, &error_cancelled);
    for (struct work *work = started.first, *next; work; work = next) {
        next = work->next;
        if (work->pool == pool && may_be_in_line(work))
            cancel(&work->future, &error_cancelled);
    }
}

/* Nobody waits for those that have run. */
static void drop_results(struct executor *pool)
{
    for (struct work *work = started.first, *next; work; work = next) {
        next = work->next;
        if (work->pool != pool)
            continue;
        leave_started(work);
        if (work->due.type)
            waiting_remove_timer(&running_loop->waiting, &work->due);
        if (work->state == WORK_GIVEN)
            started.unreported--;
        work->state = WORK_REPORTED;
        cancel(&work->future, &error_cancelled);
        future_drop(&work->future);
    }
}

/* The loop's end: all its pools go. */
static void release(struct owned_handle *handle)
{
    struct executor *pool = (struct executor *)handle;
    work_default_pool = NULL;
    pools_made = 0;
    pool->idle = (struct event){0};     /* those who waited are gone */
    drop_line(pool);
    let_all_go_on(pool);
    if (!pool->closed)
        pool->kind->close(pool);
    drop_results(pool);
    free(pool->in_slot);
    pool->kind->destroy(pool);
}

static const struct handle_type executor_type = {.release = release};

int executor_begin(struct executor *pool, const struct executor_kind *kind,
                   unsigned slots)
{
    struct loop *loop = loop_needed(kind->what);
    pool->in_slot = calloc(slots, sizeof(struct work *));
    if (!pool->in_slot)
        return ENOMEM;
    pool->kind = kind;
    pool->loop = loop;
    pool->slots = slots;
    pool->number = ++pools_made;
    pool->handle = (struct owned_handle){.type = &executor_type};
    handle_push(&loop->owned, &pool->handle);
    return 0;
}
