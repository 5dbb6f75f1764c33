/* waiting_line.c - standing in line. */
#include "waiting_line.h"

#include <string.h>

#include "loop.h"
#include "task.h"

/* --- what a place is to the task that awaits it -------------------------- */

static bool place_cancel(struct future *future, struct error *error)
{
    if (future_done(future))
        return false;
    future_finish(future, CANCELLED, value_raised(error));
    return true;
}

static void place_destroy(struct future *future)
{
    (void)future;                   /* it is a part of a frame */
}

struct search {
    uint32_t id;
    const struct task *found;
};

static void look_at_task(void *place, void *arg)
{
    const struct task *task = place;
    struct search *search = arg;
    if (is_task(&task->future) && task->id == search->id &&
        task->future.state == PENDING)
        search->found = task;
}

/* By its id, since the one who holds a lock may be gone. */
static const char *describe_holder(uint32_t id)
{
    struct search search = {.id = id};
    if (id == 0)
        return "";
    pool_each(&running_loop->tasks, sizeof(struct task), look_at_task, &search);
    if (!search.found)
        return ", which a task holds that has ended";
    return textf(", which %s holds", task_describe(search.found));
}

static const char *place_in_short(const struct future *future)
{
    const struct line_place *place = (const struct line_place *)future;
    return textf("%s %s", place->what, place->name + strspn(place->name, "&"));
}

static const char *place_describe(const struct future *future)
{
    const struct line_place *place = (const struct line_place *)future;
    return textf("%s%s", place_in_short(future),
                 place->holder ? describe_holder(*place->holder) : "");
}

static const struct future_type place_type = {
    .handle = {future_handle_release},
    .cancel = place_cancel,
    .destroy = place_destroy,
    .describe = place_describe,
    .in_short = place_in_short,
};

/* --- the line ------------------------------------------------------------ */

void line_join(struct waiting_line *line, struct line_place *place)
{
    future_begin_unowned(&place->future, &place_type);
    place->line = line;
    place->before = line->last;
    place->behind = NULL;
    if (line->last)
        line->last->behind = place;
    else
        line->first = place;
    line->last = place;
}

void line_leave(struct line_place *place)
{
    struct waiting_line *line = place->line;
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

bool line_call(struct line_place *place)
{
    if (future_done(&place->future))
        return false;
    future_finish(&place->future, RETURNED, value_none());
    return true;
}

bool line_call_next(struct waiting_line *line)
{
    while (line->first) {
        struct line_place *first = line->first;
        line_leave(first);
        if (line_call(first))
            return true;
    }
    return false;
}

void line_call_all(struct waiting_line *line)
{
    while (line_call_next(line))
        ;
}

bool line_occupied(const struct waiting_line *line)
{
    const struct line_place *place = line->first;
    while (place && place->future.state == CANCELLED)
        place = place->behind;
    return place != NULL;
}
