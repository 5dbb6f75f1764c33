/* wait_queue.c - standing in line. */

#include <string.h>

#include "asyncio/wait_place.h"
#include "core/task_private.h"

/* --- what a place is to the task that awaits it -------------------------- */

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

static const char *place_in_short(const struct future *future)
{
    const struct wait_place *place = (const struct wait_place *)future;
    return textf("%s %s", place->what, place->name + strspn(place->name, "&"));
}

static const char *place_describe(const struct future *future)
{
    const struct wait_place *place = (const struct wait_place *)future;
    return textf("%s%s", place_in_short(future),
                 place->holder ? describe_holder(*place->holder) : "");
}

static struct shared_thing place_shared(const struct future *future)
{
    const struct wait_place *place = (const struct wait_place *)future;
    return (struct shared_thing){.thing = place->line,
                                 .holder = place->holder ? *place->holder : 0};
}

static const struct future_type place_type = {
    .handle = {.release = future_handle_release},
    .cancel = future_cancel_at_once,
    .describe = place_describe,
    .in_short = place_in_short,
    .shared = place_shared,
};

/* --- the line ------------------------------------------------------------ */

void wait_queue_join(struct wait_queue *line, struct wait_place *place)
{
    future_begin_within(&place->future, &place_type);
    place->line = line;
    place->before = line->last;
    place->behind = NULL;
    if (line->last)
        line->last->behind = place;
    else
        line->first = place;
    line->last = place;
}

void wait_queue_leave(struct wait_place *place)
{
    struct wait_queue *line = place->line;
    if (!line)
        return;
    if (place->before)
        place->before->behind = place->behind;
    else
        line->first = place->behind;
    if (place->behind)
        place->behind->before = place->before;
    else
        line->last = place->before;
    place->line = NULL;
}

bool wait_queue_call(struct wait_place *place)
{
    if (!is_pending(&place->future))
        return false;
    future_finish(&place->future, RETURNED, value_none());
    return true;
}

bool wait_queue_call_next(struct wait_queue *line)
{
    while (line->first) {
        struct wait_place *first = line->first;
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
    const struct wait_place *place = line->first;
    while (place && place->future.state == CANCELLED)
        place = place->behind;
    return place != NULL;
}
