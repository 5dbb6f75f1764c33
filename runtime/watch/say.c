/* say.c - the loop's time, as programs see it. */
#include "watch/say.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/observe.h"

/* The loop's, or that of work in a pool; NULL outside of both. */
static struct clock *clock_here(void)
{
    return running_loop ? &running_loop->clock : clock_of_work;
}

double loop_time(void)
{
    struct clock *clock = clock_here();
    return clock ? clock_to_seconds(clock_look(clock)) : 0;
}

/* Let time pass in one way or the other.  0, or EINVAL. */
static int let_pass(void (*spend)(struct clock *clock, int64_t duration),
                    double seconds)
{
    struct clock real = {.is_virtual = false};
    struct clock *clock = clock_here() ? clock_here() : &real;
    int64_t duration = clock_from_seconds(seconds);
    if (duration == CLOCK_NO_TIME)
        return EINVAL;
    spend(clock, duration);
    if (running_loop && clock->is_virtual)
        observe(running_loop, .kind = EVENT_CLOCK);
    return 0;
}

int blocking_sleep(double seconds)
{
    return let_pass(clock_spend, seconds);
}

int compute_for(double seconds)
{
    return let_pass(clock_compute, seconds);
}

void say(const char *format, ...)
{
    va_list args;
    flockfile(stdout);          /* threads of pools say something, too */
    if (clock_here())
        printf("[%5.1fs] ", loop_time());
    else
        printf("[     -] ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    funlockfile(stdout);
}
