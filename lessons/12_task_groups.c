/* Lesson 12: task groups.
 *
 * The question: how do I start several tasks and be sure that none is left
 * over, even if one of them fails?
 *
 * In Python:
 *
 *      async def worker(name, delay):
 *          print(f"{name} starting...")
 *          await asyncio.sleep(delay)
 *          print(f"{name} done")
 *          return f"{name} result"
 *
 *      async with asyncio.TaskGroup() as tg:
 *          task1 = tg.create_task(worker("Worker 1", 1))
 *          task2 = tg.create_task(worker("Worker 2", 0.5))
 *          task3 = tg.create_task(worker("Worker 3", 1.5))
 *      # here all are done
 *      print(task1.result(), task2.result(), task3.result())
 *
 * C has no "async with", so the end of the block is spelled out: it is
 * group_exit(), and behind it no child is running any more.
 *
 * Watch: the group takes as long as its slowest worker.  In the second group
 * worker 2 fails: the others are cancelled, are waited for, and what failed
 * comes out as one error with members.
 *
 * Try: let worker 1 fail as well, while it cleans up.  How many members are
 * there?  Compare with gather() in lesson 06, where the others ran on.
 */
#include "runtime.h"

enum { BROKE_DOWN = USER_ERROR };

/* --- a worker ------------------------------------------------------------ */

struct worker {
    CORO;
    const char *name;
    double delay;
    bool fails;
};

ASYNC(worker)
{
    BEGIN;
    say("%s starting...", self->name);
    TRY_AWAIT(async_sleep(self->delay));
    if (failure()) {
        say("%s: %s", self->name, error_name(failure()));
        RERAISE;
    }
    if (self->fails)
        RAISE(BROKE_DOWN, "%s broke down", self->name);
    say("%s done", self->name);
    RETURN(textf("%s result", self->name));
    END;
}

/* --- a group of three ---------------------------------------------------- */

struct three_workers {
    CORO;
    bool second_fails;
    struct task_group *group;
    struct task *task1, *task2, *task3;
};

ASYNC(three_workers)
{
    BEGIN;
    self->group = task_group();
    self->task1 = group_create_task(self->group,
        coro(worker, .name = "Worker 1", .delay = 1.0));
    self->task2 = group_create_task(self->group,
        coro(worker, .name = "Worker 2", .delay = 0.5,
             .fails = self->second_fails));
    self->task3 = group_create_task(self->group,
        coro(worker, .name = "Worker 3", .delay = 1.5));
    AWAIT(group_exit(self->group, NULL));

    say("All done! Results: %s, %s, %s", as_text(task_result(self->task1)),
        as_text(task_result(self->task2)), as_text(task_result(self->task3)));
    END;
}

/* --- once well, once not ------------------------------------------------- */

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(coro(three_workers));

    say("--- and now worker 2 fails");
    TRY_AWAIT(coro(three_workers, .second_fails = true));
    if (failure() != EGROUP)
        RERAISE;
    say("Caught %s, members: %u", error_name(failure()),
        caught()->member_count);
    for (unsigned i = 0; i < caught()->member_count; i++)
        say("  %s", caught()->members[i]->message);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
