/* held.c - who held the loop lately. */
#include "web/held.h"

#include <string.h>

#include "watch/say.h"

static void take_down(void *arg, const struct slow_step *step)
{
    struct held *held = arg;
    held->last[held->count++ % HELD_KEPT] =
        (struct held_step){.step = *step, .until = loop_time()};
}

void held_begin(struct held *held)
{
    loop_set_slow_step_handler(take_down, held);
}

void held_end(void)
{
    loop_set_slow_step_handler(NULL, NULL);
}

unsigned held_by(const struct held *held, const char *name, double *longest)
{
    unsigned times = 0;
    *longest = 0;
    for (uint64_t i = 0; i < held->count && i < HELD_KEPT; i++) {
        const struct slow_step *step = &held->last[i].step;
        if (strcmp(step->name, name) != 0)
            continue;
        times++;
        if (step->seconds > *longest)
            *longest = step->seconds;
    }
    return times;
}
