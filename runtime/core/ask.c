/* ask.c - asking tasks: how they stand, how they ended, who they are. */
#include <stdlib.h>

#include "core/task_private.h"

struct task *current_task(void)
{
    struct coro_stack *stack = running_loop ? running_loop->running : NULL;
    return stack ? task_of_stack(stack) : NULL;
}

/* Somebody asked whether it is done: for those who look for a livelock. */
static void note_asked(struct standstill *still, uint32_t id)
{
    still->asks = still->asked == id ? still->asks + 1 : 1;
    still->asked = id;
}

bool task_done(const struct task *task)
{
    if (!future_done(&task->future) && running_loop)
        note_asked(&running_loop->still, task->id);
    return future_done(&task->future);
}

struct error *task_error(struct task *task)
{
    if (task->future.state != FAILED)
        return NULL;
    task->future.asked = true;
    return task->future.outcome.error;
}

struct value task_result_at(struct task *task, const char *file, int line)
{
    if (task->future.state == PENDING)
        panic("InvalidStateError: the result of %s is read before it is there, "
             "%s:%d\n  AWAIT(task) first, or ask task_done().",
             task_describe(task), file, line);
    if (task->future.state != RETURNED)
        panic("%s has no result to read at %s:%d: it %s%s\n"
             "  AWAIT(task) raises that error here; task_outcome() hands it "
             "over.", task_describe(task), file, line,
             task_cancelled(task) ? "was cancelled" : "raised ",
             task_cancelled(task) ? ""
                                  : error_to_text(task->future.outcome.error));
    return task->future.outcome;
}

const char *task_name(const struct task *task)
{
    return task->name ? task->name : textf("Task-%u", task->id);
}

void task_set_name(struct task *task, const char *name)
{
    task->name = name;
}

struct visit {
    void (*visit)(struct task *task, void *arg);
    void *arg;
};

/* A task gives its block back when it is done and nobody refers to it any more;
 * so what is pending here is a task that lives. */
static void visit_if_alive(void *block, void *arg)
{
    struct task *task = block;
    const struct visit *visit = arg;
    if (task->future.state == PENDING)
        visit->visit(task, visit->arg);
}

void each_task(void (*visit)(struct task *task, void *arg), void *arg)
{
    block_pool_each(&running_loop->tasks.pool, sizeof(struct task),
                    visit_if_alive, &(struct visit){visit, arg});
}

struct listing {
    struct task **tasks;
    size_t room, count;
};

static void list(struct task *task, void *arg)
{
    struct listing *listing = arg;
    if (listing->count < listing->room)
        listing->tasks[listing->count] = task;
    listing->count++;
}

static int by_id(const void *a, const void *b)
{
    uint32_t first = (*(struct task *const *)a)->id;
    uint32_t second = (*(struct task *const *)b)->id;
    return (first > second) - (first < second);
}

size_t all_tasks(struct task **tasks, size_t count)
{
    struct listing listing = {.tasks = tasks, .room = count};
    loop_needed("all_tasks()");
    each_task(list, &listing);
    if (tasks)
        qsort(tasks, listing.count < count ? listing.count : count,
              sizeof *tasks, by_id);
    return listing.count;
}

/* The innermost frame that is the program's own: whoever waits in
 * lock_acquire() wants to know where that was called. */
static const struct coro_frame *own_frame(const struct task *task)
{
    const struct coro_frame *frame = task->stack.leaf;
    while (frame && frame->caller && frame->type->internal)
        frame = frame->caller;
    return frame;
}

const char *task_describe(const struct task *task)
{
    const struct coro_frame *frame = own_frame(task);
    if (!frame)
        return textf("task '%s'", task_name(task));
    const char *place = frame->line == 0
                      ? frame->type->file
                      : textf("%s:%d", frame->type->file, frame->line);
    return textf("task '%s' (%s, %s)", task_name(task), frame->type->name,
                 place);
}
