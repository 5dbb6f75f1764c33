/* wants: known mistake: too-many-comparisons; twenty thousand sleepers; earlier() was asked 2000000 times */
#include "machine.h"

static struct job *sleepers;

void timer_add(struct job *job)
{
    struct job **place = &sleepers;
    while (*place && !earlier(job, *place))
        place = &(*place)->next;
    job->next = *place;
    *place = job;
}

bool timer_remove(struct job *job)
{
    for (struct job **place = &sleepers; *place; place = &(*place)->next) {
        if (*place != job)
            continue;
        *place = job->next;
        return true;
    }
    return false;
}

struct job *timer_first(void)
{
    return sleepers;
}
