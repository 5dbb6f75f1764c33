/* say.c - the loop's time, as programs see it. */
#include "say.h"

#include <stdarg.h>
#include <stdio.h>

#include "loop.h"
#include "observe.h"

double loop_time(void)
{
    return running_loop ? clock_to_seconds(clock_look(&running_loop->clock)) : 0;
}

void blocking_sleep(double seconds)
{
    struct clock real = {.is_virtual = false};
    struct clock *clock = running_loop ? &running_loop->clock : &real;
    clock_spend(clock, clock_from_seconds(seconds));
    if (running_loop && clock->is_virtual)
        observe(running_loop, .kind = EVENT_CLOCK);
}

void say(const char *format, ...)
{
    va_list args;
    if (running_loop)
        printf("[%5.1fs] ", loop_time());
    else
        printf("[     -] ");
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}
