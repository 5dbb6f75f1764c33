/* by_hand.c - a loop made by hand tells its observer what it does.
 *
 * The observer knows tasks and their frames (observe.h).  So there is a task
 * for each coroutine made by hand, which no loop ever runs: it is only what the
 * events are about.
 */
#include "step/by_hand.h"

#include <stdlib.h>

#include "core/task_private.h"
#include "step/run.h"
#include "step/run_observed.h"

struct hand {
    const void *who;
    struct task task;           /* what it is to the observer */
    struct coro_frame frame;
    struct coro_type type;
    struct future awaited;      /* while it waits */
    const char *for_what;
    struct hand *before;        /* made before it */
};

static struct {
    struct observer observer;
    struct hand *latest;
    const struct hand *running;
    struct job callback;
    const char *callback_name;
    uint32_t made;
    uint64_t turn;
    int64_t time;
} by_hand;

/* --- coroutines ---------------------------------------------------------- */

static const char *describe_awaited(const struct future *future)
{
    return container_of(future, struct hand, awaited)->for_what;
}

static const struct future_type awaited_type = {.describe = describe_awaited};

static struct hand *hand_new(const void *who, const char *name,
                             const char *file)
{
    struct hand *hand = calloc(1, sizeof *hand);
    if (!hand)
        panic("out of memory for what the stepper shows");
    hand->who = who;
    hand->type = (struct coro_type){.name = name, .file = file};
    hand->frame = (struct coro_frame){.type = &hand->type,
                                      .state = FRAME_FRESH};
    hand->task.id = ++by_hand.made;
    hand->task.stack.leaf = &hand->frame;
    hand->task.future.handle.type = &task_type.handle;
    hand->task.job.type = &task_job_type;
    hand->awaited.handle.type = &awaited_type.handle;
    hand->before = by_hand.latest;
    return by_hand.latest = hand;
}

/* The latest one at this address.  (It may have ended, and be resumed by a loop
 * that is wrong: that is to be seen, too.) */
static struct hand *hand_of(const void *who)
{
    for (struct hand *hand = by_hand.latest; hand; hand = hand->before)
        if (hand->who == who)
            return hand;
    panic("the stepper is told of a coroutine that show_made() has not made");
}

static void forget_all(void)
{
    while (by_hand.latest) {
        struct hand *hand = by_hand.latest;
        by_hand.latest = hand->before;
        free(hand);
    }
}

/* --- telling ------------------------------------------------------------- */

static bool watched(void)
{
    return by_hand.observer.see != NULL;
}

static void tell(struct loop_event event)
{
    event.turn = by_hand.turn;
    event.time = by_hand.time;
    event.by = by_hand.running ? &by_hand.running->task.stack : NULL;
    by_hand.observer.see(by_hand.observer.arg, &event);
}

static void tell_of(struct hand *hand, enum event_kind kind)
{
    tell((struct loop_event){.kind = kind, .job = &hand->task.job,
                             .until = -1});
}

void by_hand_made(const void *who, const char *name, const char *file)
{
    if (!watched())
        return;
    struct hand *hand = hand_new(who, name, file);
    tell_of(hand, EVENT_CREATED);
    tell_of(hand, EVENT_READY);
}

void show_turn(void)
{
    if (!watched())
        return;
    by_hand.running = NULL;
    if (by_hand.turn++ > 0)
        tell((struct loop_event){.kind = EVENT_TURN_END});
    tell((struct loop_event){.kind = EVENT_TURN});
}

void show_time(double seconds)
{
    if (!watched())
        return;
    by_hand.time = clock_from_seconds(seconds);
    tell((struct loop_event){.kind = EVENT_CLOCK});
}

void show_runs(const void *who)
{
    if (!watched())
        return;
    struct hand *hand = hand_of(who);
    tell_of(hand, EVENT_RUN);
    by_hand.running = hand;
    hand->frame.state = FRAME_STARTED;
}

static const char *callback_name(const struct job *job)
{
    (void)job;
    return by_hand.callback_name;
}

static const struct job_type callback_type = {.name = callback_name};

void by_hand_calls(const char *name)
{
    if (!watched())
        return;
    by_hand.running = NULL;
    by_hand.callback.type = &callback_type;
    by_hand.callback_name = name;
    tell((struct loop_event){.kind = EVENT_RUN, .job = &by_hand.callback});
}

static void tell_wait(struct hand *hand, const char *for_what)
{
    hand->for_what = for_what;
    tell((struct loop_event){
        .kind = EVENT_SUSPENDED, .job = &hand->task.job,
        .wanted = {.want = WANT_FUTURE, .future = &hand->awaited},
        .until = -1});
}

static void tell_end(struct hand *hand)
{
    hand->task.future.state = RETURNED;
    tell((struct loop_event){.kind = EVENT_DONE,
                             .future = &hand->task.future});
}

void show_stops(const void *who, int line, const char *for_what)
{
    if (!watched())
        return;
    struct hand *hand = hand_of(who);
    hand->frame.line = line;
    if (for_what)
        tell_wait(hand, for_what);
    else
        tell_end(hand);
    by_hand.running = NULL;
}

void show_ready(const void *who)
{
    if (watched())
        tell_of(hand_of(who), EVENT_READY);
}

/* --- the way in ---------------------------------------------------------- */

static int run_told(struct observer observer, void *arg)
{
    int (**program)(void) = arg;
    by_hand.observer = observer;
    int code = (*program)();
    by_hand.observer.see = NULL;
    return code;
}

int show_by_hand(int (*program)(void))
{
    int code = run_observed(run_told, &program);
    forget_all();
    return code;
}
