/* group.c - task groups. */
#include "asyncio/group.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/task_private.h"
#include "memory/arena.h"
#include "memory/array.h"
#include "memory/list.h"

/* A task of the group; the job runs when it is done. */
struct member {
    struct job job;
    struct task_group *group;
    struct task *task;
    struct member *next, *previous;
};

struct task_group {
    struct owned_handle handle;     /* of the frame that opened the block */
    size_t references;              /* the frame's, and the children's */
    struct task *owner;
    struct member *first, *last;    /* children that are not done */
    struct future drained;          /* group_exit() waits for this */
    struct error **errors;          /* in the order in which they were raised */
    unsigned error_count;
    size_t error_room;
    struct error *cancelled_by;     /* at group_exit(), from outside */
    bool exiting, aborting, left;
    bool owner_cancelled;           /* by the group */
};

static void drop(struct task_group *group)
{
    if (--group->references > 0)
        return;
    free(group->errors);
    loop_put(group, sizeof *group);
}

/* --- ends of children ---------------------------------------------------- */

static void abort_group(struct task_group *group)
{
    group->aborting = true;
    for (struct member *member = group->first; member; member = member->next)
        task_cancel(member->task);
}

static void add_error(struct task_group *group, struct error *error)
{
    struct error **errors =
        array_with_room(group->errors, &group->error_room, group->error_count,
                        sizeof *errors);
    if (!errors) {
        loop_report("no memory to keep a task group's error", error);
        return;
    }
    group->errors = errors;
    group->errors[group->error_count++] = error;
}

static void child_failed(struct task_group *group, struct task *task)
{
    struct error *error = task_error(task);
    if (group->left) {
        loop_report("a task failed whose group was left without group_exit()",
                    error);
        return;
    }
    add_error(group, error);
    if (group->aborting || group->owner_cancelled)
        return;
    abort_group(group);
    group->owner_cancelled = true;
    task_cancel(group->owner);
}

static void child_done(struct job *job)
{
    struct member *member = container_of(job, struct member, job);
    struct task_group *group = member->group;
    struct task *task = member->task;
    list_remove(group, member);
    loop_put(member, sizeof *member);
    if (!group->first && group->exiting && is_pending(&group->drained))
        future_finish(&group->drained, RETURNED, value_none());
    if (task->future.state == FAILED)
        child_failed(group, task);
    future_drop(&task->future);
    drop(group);
}

static const struct job_type member_type = {
    .run = child_done, .of = "task group"};

struct error *error_group(struct error *const *members, unsigned count)
{
    struct error *group = error_new(EGROUP, "%u failed", count);
    struct error **copy = arena_get(count * sizeof *copy);
    if (group->code != EGROUP || !copy)
        return error_new(ENOMEM, "out of memory");
    memcpy(copy, members, count * sizeof *copy);
    group->members = copy;
    group->member_count = count;
    return group;
}

/* --- the group as something a frame owns --------------------------------- */

static void group_release(struct owned_handle *handle)
{
    struct task_group *group = (struct task_group *)handle;
    if (!group->left && (group->first || group->error_count > 0)) {
        struct error *lost =
            group->error_count > 0
                ? error_group(group->errors, group->error_count)
                : NULL;
        loop_report("a task group was left without group_exit(): its tasks "
                    "are cancelled", lost);
        group->left = true;
        abort_group(group);
    }
    group->left = true;
    drop(group);
}

static bool group_is_over(const struct owned_handle *handle)
{
    const struct task_group *group = (const struct task_group *)handle;
    return group->left && group->references == 1;
}

static const struct handle_type group_type = {group_release, group_is_over};

struct task_group *task_group(void)
{
    loop_needed("task_group()");
    if (!current_task())
        panic("RuntimeError: task_group() is for coroutines, not callbacks");
    struct task_group *group = loop_get(sizeof *group);
    if (!group)
        return NULL;
    *group = (struct task_group){.handle = {.type = &group_type},
                                 .references = 1,
                                 .owner = current_task()};
    handle_own(&group->handle);
    return group;
}

/* --- children ------------------------------------------------------------ */

/* Why the group takes no child, NULL if it does. */
static const char *closed(const struct task_group *group)
{
    if (!group)
        return "there is no task group: no task_group(), or no memory for it";
    if (group->left || (group->exiting && !group->first))
        return "the task group has been left";
    if (group->aborting)
        return "the task group is shutting down";
    return NULL;
}

/* For a child that is refused: a task that has failed. */
static struct task *refuse(struct coro coro, const char *why)
{
    coro_close(coro);
    return task_failed(why ? error_new(EINVAL, "%s", why)
                           : error_new(ENOMEM, "no memory for a group's task"));
}

static struct member *member_new(struct task_group *group)
{
    struct member *member = loop_get(sizeof *member);
    if (!member)
        return NULL;
    *member = (struct member){.job = {.type = &member_type}, .group = group};
    list_append(group, member);
    return member;
}

static void join(struct task_group *group, struct member *member,
                 struct task *task)
{
    member->task = task;
    future_keep(&task->future);
    group->references++;
    if (!task_done(task)) {
        queue_push(&task->future.waiters, &member->job);
        return;
    }
    make_ready(running_loop, &member->job);     /* it failed from the start */
}

void group_cancel(struct task_group *group)
{
    loop_needed("group_cancel()");
    if (!group || group->left || (group->exiting && !group->first))
        return;
    if (!group->aborting)
        abort_group(group);
    if (group->owner_cancelled)
        return;
    group->owner_cancelled = true;
    task_cancel(group->owner);
}

struct task *group_create_task(struct task_group *group, struct coro coro)
{
    loop_needed("group_create_task()");
    const char *why = closed(group);
    struct member *member = why ? NULL : member_new(group);
    if (!member) {
        struct task *task = refuse(coro, why);
        future_own(&task->future);
        return task;
    }
    struct task *task = create_task(coro);
    join(group, member, task);
    return task;
}

void group_spawn(struct task_group *group, struct coro coro)
{
    loop_needed("group_spawn()");
    const char *why = closed(group);
    struct member *member = why ? NULL : member_new(group);
    if (!member) {
        struct task *task = refuse(coro, why);
        future_keep(&task->future);
        future_drop(&task->future);     /* and is reported */
        return;
    }
    join(group, member, task_new(coro, NULL));
}

/* --- the end of the block ------------------------------------------------ */

static void each_member(const struct future *drained, see_future *see,
                        void *arg)
{
    const struct task_group *group =
        container_of(drained, struct task_group, drained);
    for (struct member *member = group->first; member; member = member->next)
        see(arg, &member->task->future);
}

static const struct future_type drained_type = {
    .handle = {.release = future_handle_release},
    .cancel = future_cancel_at_once,
    .what = "the tasks of its group",
    .each_awaited = each_member,
};

static bool is_cancelled(const struct error *error)
{
    return error && error->code == ECANCELED;
}

/* The group's own cancellation of its owner is over; so is the CancelledError
 * it caused, unless somebody else asked as well. */
static void take_back_cancellation(struct task_group *group)
{
    if (group->owner_cancelled && task_uncancel(group->owner) == 0)
        group->cancelled_by = NULL;
    group->owner_cancelled = false;
}

/* Whoever cancelled the owner from outside is heard at its next await, since
 * the errors go first. */
static void cancel_again(struct task *owner)
{
    if (task_cancelling(owner) == 0)
        return;
    task_uncancel(owner);
    task_cancel(owner);
}

struct leaving_group {
    CORO;
    struct task_group *group;
    struct error *error;        /* of the block */
};

ASYNC(leaving_group)
{
    struct task_group *group = self->group;
    BEGIN;
    if (!group)
        RAISE(ENOMEM, "there is no task group: no task_group(), or no memory "
                      "for it");
    if (!handle_is_owned_here(&group->handle))
        RAISE(EPERM, "a task group is left in another task, or "
                     "later, than it was opened in");
    future_begin_within(&group->drained, &drained_type);
    group->exiting = true;
    if (is_cancelled(self->error))
        group->cancelled_by = self->error;
    if (self->error && !group->aborting)
        abort_group(group);
    while (group->first) {
        future_begin_within(&group->drained, &drained_type);
        TRY_AWAIT(&group->drained);
        if (failure() && !group->aborting) {
            group->cancelled_by = caught();
            abort_group(group);
        }
    }
    group->left = true;
    take_back_cancellation(group);
    if (group->cancelled_by && group->error_count == 0)
        RAISE_ERROR(group->cancelled_by);
    if (self->error && !is_cancelled(self->error))
        add_error(group, self->error);
    if (group->error_count > 0) {
        cancel_again(group->owner);
        RAISE_ERROR(error_group(group->errors, group->error_count));
    }
    END;
}

struct coro group_exit(struct task_group *group, struct error *error)
{
    return coro(leaving_group, .group = group, .error = error);
}
