/* clock.c - real and virtual time. */
#include "clock/clock.h"

#include <errno.h>
#include <time.h>

#ifdef CLOCK_MONOTONIC_COARSE
#define CLOCK_CHEAP CLOCK_MONOTONIC_COARSE
#else
#define CLOCK_CHEAP CLOCK_MONOTONIC
#endif

static int64_t read_system_clock(clockid_t id)
{
    struct timespec time;
    clock_gettime(id, &time);
    return (int64_t)time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

_Thread_local struct clock *clock_of_work;

void clock_begin(struct clock *clock, bool is_virtual)
{
    *clock = (struct clock){.is_virtual = is_virtual};
    if (!is_virtual)
        clock->began = read_system_clock(CLOCK_MONOTONIC);
}

static int64_t look_at(struct clock *clock, clockid_t id)
{
    if (!clock->is_virtual) {
        int64_t now = read_system_clock(id) - clock->began;
        if (now > clock->now)           /* never backwards, whatever it says */
            clock->now = now;
    }
    return clock->now;
}

int64_t clock_look(struct clock *clock)
{
    return look_at(clock, CLOCK_MONOTONIC);
}

int64_t clock_glance(struct clock *clock)
{
    return look_at(clock, CLOCK_CHEAP);
}

void clock_spend(struct clock *clock, int64_t duration)
{
    if (clock->is_virtual) {
        clock->now = clock_after(clock->now, duration);
        if (clock->moved)
            clock->moved(clock);
        return;
    }
    struct timespec left = {
        .tv_sec = (time_t)(duration / NANOSECONDS_PER_SECOND),
        .tv_nsec = (long)(duration % NANOSECONDS_PER_SECOND)};
    while (nanosleep(&left, &left) < 0 && errno == EINTR)
        continue;
}

void clock_compute(struct clock *clock, int64_t duration)
{
    if (clock->is_virtual) {
        clock_spend(clock, duration);
        return;
    }
    int64_t end = read_system_clock(CLOCK_THREAD_CPUTIME_ID) + duration;
    while (read_system_clock(CLOCK_THREAD_CPUTIME_ID) < end)
        for (volatile int i = 0; i < 10000; i++)
            continue;
}

double clock_to_seconds(int64_t time)
{
    return (double)time / NANOSECONDS_PER_SECOND;
}
