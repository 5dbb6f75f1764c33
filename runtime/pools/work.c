/* work.c - work as the loop sees it: slots, the line for them, how results
 * come.
 */
#include "pools/work.h"

#include <errno.h>
#include <stdlib.h>

#include "core/task_private.h"
#include "memory/arena.h"
#include "memory/list.h"

_Thread_local struct started_work work_started;

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
    list_remove(&work_started, work);
}

/* It will not be reported. */
static void leave_given(struct work *work)
{
    leave_started(work);
    work->pool->running--;
    work_started.unreported--;
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
    if (work_started.unreported > 0 && !running_loop->impatient)
        return;
    for (struct work *each = work_started.first; each; each = each->next)
        if (each->state == WORK_REPORTED && !each->due.type)
            set_due(each);
}

/* On the virtual clock, wait until all that run have reported: only then is it
 * known which ends first, and equal times keep the order of the starts. */
void work_reported(struct work *work)
{
    work_started.unreported--;
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
    list_append(&work_started, work);
    work_started.unreported++;
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
    list_remove(&pool->line, work);
    pool->waiting--;
    return work;
}

/* None when no task is left, at the loop's end: nobody waits for them. */
static void start_waiting(struct executor *pool)
{
    while (pool->line.first && running_loop->tasks.alive > 0 &&
           (pool->running < pool->slots || !hands_out_slots(pool)))
        start(pool, leave_line(pool, pool->line.first));
}

static void enter_line(struct executor *pool, struct work *work)
{
    list_append(&pool->line, work);
    pool->waiting++;
}

/* --- work as a future ---------------------------------------------------- */

/* There is a slot for the first ones: those have begun, or are about to. */
static bool may_be_in_line(const struct work *work)
{
    unsigned before = 0;
    if (work->state != WORK_GIVEN || hands_out_slots(work->pool))
        return false;
    for (const struct work *each = work_started.first; each != work;
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

/* --- who is at work? ----------------------------------------------------- */

enum { MOST_LISTED = 5 };

const char *work_given(void)
{
    const char *list = "";
    unsigned count = 0;
    for (struct work *work = work_started.first; work; work = work->next)
        if (work->state == WORK_GIVEN && count++ < MOST_LISTED)
            list = textf("%s\n  %s", list, future_describe(&work->future));
    if (count > MOST_LISTED)
        list = textf("%s\n  ... and %u more", list, count - MOST_LISTED);
    return list;
}

bool work_is_withheld(void)
{
    for (struct work *work = work_started.first; work; work = work->next)
        if (work->state == WORK_REPORTED && !work->due.type)
            return true;
    return false;
}

/* --- the end ------------------------------------------------------------- */

void work_drop_line(struct executor *pool)
{
    while (pool->line.first)
        cancel(&pool->line.first->future, &error_cancelled);
    for (struct work *work = work_started.first, *next; work; work = next) {
        next = work->next;
        if (work->pool == pool && may_be_in_line(work))
            cancel(&work->future, &error_cancelled);
    }
}

void work_drop_results(struct executor *pool)
{
    for (struct work *work = work_started.first, *next; work; work = next) {
        next = work->next;
        if (work->pool != pool)
            continue;
        leave_started(work);
        if (work->due.type)
            waiting_remove_timer(&running_loop->waiting, &work->due);
        if (work->state == WORK_GIVEN)
            work_started.unreported--;
        work->state = WORK_REPORTED;
        cancel(&work->future, &error_cancelled);
        future_drop(&work->future);
    }
}
