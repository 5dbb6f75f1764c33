/* group.h - task groups: children that never outlive the block they were made
 * in.  asyncio.TaskGroup; the idea is Nathaniel Smith's nursery.
 *
 *      self->group = task_group();             async with TaskGroup() as tg:
 *      self->a = group_create_task(self->group, coro(worker, .n = 1));
 *      self->b = group_create_task(self->group, coro(worker, .n = 2));
 *      AWAIT(group_exit(self->group, NULL));   (the end of the block)
 *
 * The end waits for all children.  If one fails, the others are cancelled, and
 * so is the block itself if it still awaits something; all failures come out
 * of group_exit() together, as an EGROUP error with members.
 *
 * A block that awaits does so with TRY_AWAIT and hands its failure to the
 * end, where it is treated like a child's:
 *
 *      TRY_AWAIT(async_sleep(1.0));
 *      AWAIT(group_exit(self->group, caught()));
 */
#ifndef HANDLOOP_ASYNCIO_GROUP_H
#define HANDLOOP_ASYNCIO_GROUP_H

#include "core/coro.h"
#include "core/task.h"

struct task_group;

/* Open a group for the running task.  The calling frame owns it; if the frame
 * ends without group_exit(), the children are cancelled and that is reported.
 * NULL without memory: then its tasks fail, and group_exit() raises ENOMEM. */
MUST_USE
struct task_group *task_group(void);

/* A child: runs from the next turn on; the calling frame owns the handle.  In
 * a group that shuts down, or has been left, it has failed with EINVAL from
 * the start, and the coroutine is closed. */
MUST_USE
struct task *group_create_task(struct task_group *group, struct coro coro);

/* The same without a handle. */
void group_spawn(struct task_group *group, struct coro coro);

/* Cancel all children, and the block itself if it still awaits something.  The
 * group takes no more, and group_exit() ends without an error (but with the
 * children's failures, if there are any): TaskGroup.cancel() of Python 3.15. */
void group_cancel(struct task_group *group);

/* The end of the block: wait for all children (if none is left, it does not
 * suspend), then raise what failed.
 * error: what the block itself ended with, NULL if all went well. */
MUST_USE
struct coro group_exit(struct task_group *group, struct error *error);

/* The error that stands for several: an EGROUP with these members (the array
 * is copied, the errors are not).  ExceptionGroup */
struct error *error_group(struct error *const *members, unsigned count);

#endif
