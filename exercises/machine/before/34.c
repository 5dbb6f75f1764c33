/* What there is until exercise 34 is written: nobody is cancelled, and who is
 * left when main ends is dropped. */
#include <stdio.h>

#include "machine.h"

bool task_cancel_with(struct task *task, struct error *error)
{
    (void)task;
    (void)error;
    not_built("task_cancel()", "34");
}

struct value await_gives(struct task *task, struct future *told)
{
    (void)task;
    if (!told)
        return value_none();
    told->asked = true;
    return told->outcome;
}

void interrupt(struct task *task, struct error *error)
{
    (void)task;
    (void)error;
}

unsigned task_cancelling(const struct task *task)
{
    (void)task;
    return 0;
}

unsigned task_uncancel(struct task *task)
{
    (void)task;
    return 0;
}

void cancel_leftovers(void)
{
    if (!loop.tasks)
        return;
    fflush(stdout);
    fprintf(stderr, "handloop: main leaves %s, and perhaps others; exercise 34 "
            "ends them\n", task_name(loop.tasks));
}
