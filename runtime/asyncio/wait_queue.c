/* wait_queue.c - standing in line. */

#include <string.h>

#include "asyncio/wait_queue_private.h"
#include "core/task_private.h"
#include "memory/list.h"

/* --- what a waiter's future tells those who ask -------------------------- */

struct search {
    uint32_t id;
    const struct task *found;
};

static void look_at_task(struct task *task, void *arg)
{
    struct search *search = arg;
    if (task->id == search->id)
        search->found = task;
}

/* By its id, since the one who holds a lock may be gone. */
static const char *describe_holder(uint32_t id)
{
    struct search search = {.id = id};
    if (id == 0)
        return "";
    each_task(look_at_task, &search);
    if (!search.found)
        return ", which a task holds that has ended";
    return textf(", which %s holds", task_describe(search.found));
}

static const char *waiter_in_short(const struct future *future)
{
    const struct waiter *waiter = (const struct waiter *)future;
    return textf("%s %s", waiter->what,
                 waiter->name + strspn(waiter->name, "&"));
}

static const char *waiter_describe(const struct future *future)
{
    const struct waiter *waiter = (const struct waiter *)future;
    return textf("%s%s", waiter_in_short(future),
                 waiter->holder ? describe_holder(*waiter->holder) : "");
}

static struct shared_thing waiter_shared(const struct future *future)
{
    const struct waiter *waiter = (const struct waiter *)future;
    return (struct shared_thing){
        .thing = waiter->line, .holder = waiter->holder ? *waiter->holder : 0};
}

static const struct future_type waiter_type = {
    .handle = {.release = future_handle_release},
    .cancel = future_cancel_at_once,
    .describe = waiter_describe,
    .in_short = waiter_in_short,
    .shared = waiter_shared,
};

/* --- the line ------------------------------------------------------------ */

void wait_queue_join(struct wait_queue *line, struct waiter *waiter)
{
    future_begin_within(&waiter->future, &waiter_type);
    waiter->line = line;
    list_append(line, waiter);
}

void wait_queue_leave(struct waiter *waiter)
{
    if (waiter->line)
        list_remove(waiter->line, waiter);
    waiter->line = NULL;
}

bool wait_queue_call(struct waiter *waiter)
{
    if (!is_pending(&waiter->future))
        return false;
    future_finish(&waiter->future, RETURNED, value_none());
    return true;
}

bool wait_queue_call_next(struct wait_queue *line)
{
    while (line->first) {
        struct waiter *first = line->first;
        wait_queue_leave(first);
        if (wait_queue_call(first))
            return true;
    }
    return false;
}

void wait_queue_call_all(struct wait_queue *line)
{
    while (wait_queue_call_next(line))
        ;
}

bool wait_queue_occupied(const struct wait_queue *line)
{
    const struct waiter *waiter = line->first;
    while (waiter && waiter->future.state == CANCELLED)
        waiter = waiter->next;
    return waiter != NULL;
}
