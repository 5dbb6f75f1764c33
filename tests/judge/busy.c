/* busy.c - the seconds in which a thread neither computed nor waited for a
 * processor. */
#include "busy.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Less tells nothing: of two ticks of a timer the first may come late, and the
 * second right behind it. */
static const double SHORTEST = 0.05;

static double seen_at, busy_then, still;    /* all in seconds */

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double busy_seconds(void)
{
    char text[100] = "", *end;
    int file = open("/proc/self/schedstat", O_RDONLY);
    ssize_t length = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0)
        close(file);
    if (length <= 0)
        return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    unsigned long long ran = strtoull(text, &end, 10);
    unsigned long long queued = strtoull(end, NULL, 10);
    return (double)(ran + queued) / 1e9;
}

void watch_standstill(void)
{
    seen_at = seconds_of(CLOCK_MONOTONIC);
    busy_then = busy_seconds();
    still = 0;
}

double seconds_of_standstill(void)
{
    double passed = seconds_of(CLOCK_MONOTONIC) - seen_at;
    if (passed < SHORTEST)
        return still;
    double busy = busy_seconds() - busy_then, before = still;
    watch_standstill();
    if (busy < passed / 2)
        still = before + passed;
    return still;
}
