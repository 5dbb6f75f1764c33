/* bench.c - what the machine of exercises 31 to 36 costs beside the runtime: one
 * program, built for both.  A line for each: nanoseconds, tab, what it is. */
#include <stdlib.h>
#include <time.h>

#include "runtime.h"

enum { ROUNDS = 5, MOST = 100000 };

static double computed(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* The least of some rounds: what else runs on the machine only adds to it. */
static void measure(const char *what, struct coro make(int count), int count,
                    int times)
{
    struct value result;
    double least = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double began = computed();
        run_result(make(count), &result);
        double each = (computed() - began) / times;
        if (round == 0 || each < least)
            least = each;
    }
    printf("%.1f\t%s\n", least, what);
}

/* --- yields -------------------------------------------------------------- */

struct yields { CORO; int count; };
ASYNC(yields)
{
    BEGIN;
    for (; self->count > 0; self->count--)
        AWAIT(async_sleep(0));
    END;
}

struct two_yield { CORO; int count; };
ASYNC(two_yield)
{
    BEGIN;
    spawn(coro(yields, .count = self->count / 2));
    AWAIT(coro(yields, .count = self->count / 2));
    END;
}

static struct coro make_yields(int count)
{
    return coro(two_yield, .count = count);
}

/* --- tasks --------------------------------------------------------------- */

struct nothing { CORO; };
ASYNC(nothing)
{
    BEGIN;
    END;
}

struct joins { CORO; int rounds, i; struct task *tasks[100]; };
ASYNC(joins)
{
    BEGIN;
    for (; self->rounds > 0; self->rounds--) {
        for (int i = 0; i < 100; i++)
            self->tasks[i] = create_task(coro(nothing));
        for (self->i = 0; self->i < 100; self->i++) {
            AWAIT(self->tasks[self->i]);
            task_release(self->tasks[self->i]);
        }
    }
    END;
}

static struct coro make_joins(int count)
{
    return coro(joins, .rounds = count / 100);
}

struct gathers { CORO; struct awaitable tasks[1000]; struct value results[1000];
                 int rounds; };
ASYNC(gathers)
{
    BEGIN;
    for (; self->rounds > 0; self->rounds--) {
        for (int i = 0; i < 1000; i++)
            self->tasks[i] = awaitable(coro(nothing));
        AWAIT(gather_array(self->results, 1000, self->tasks));
    }
    END;
}

static struct coro make_gathers(int count)
{
    return coro(gathers, .rounds = count / 1000);
}

/* --- timers -------------------------------------------------------------- */

struct sleeps { CORO; int ms; };
ASYNC(sleeps)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    END;
}

struct sleepers { CORO; int count; };
ASYNC(sleepers)
{
    BEGIN;
    for (int i = 0; i < self->count; i++)
        spawn(coro(sleeps, .ms = 1 + (int)((long)i * 7919 % self->count)));
    AWAIT(async_sleep(1000.0));
    END;
}

static struct coro make_sleepers(int count)
{
    return coro(sleepers, .count = count);
}

struct limited { CORO; int count; };
ASYNC(limited)
{
    BEGIN;
    for (; self->count > 0; self->count--)
        AWAIT(wait_for(coro(yields, .count = 1), 10.0));
    END;
}

static struct coro make_limits(int count)
{
    return coro(limited, .count = count);
}

/* --- descriptors --------------------------------------------------------- */

struct pings { CORO; int count, ends[2]; char byte; };
ASYNC(pings)
{
    BEGIN;
    make_pipe(self->ends);
    for (; self->count > 0; self->count--) {
        AWAIT(async_write(self->ends[1], "x", 1));
        AWAIT(async_read(self->ends[0], &self->byte, 1));
    }
    close_fd(self->ends[0]);
    close_fd(self->ends[1]);
    END;
}

static struct coro make_pings(int count)
{
    return coro(pings, .count = count);
}

int main(void)
{
    setenv("CLOCK", "virtual", 1);
    measure("yield, among 2 tasks", make_yields, 1000000, 1000000);
    measure("create, run, join a task, 100 at once", make_joins, MOST, MOST);
    measure("gather of 1,000, per child", make_gathers, MOST, MOST);
    measure("a task that sleeps once, of 1,000", make_sleepers, 1000, 1000);
    measure("  of 100,000", make_sleepers, MOST, MOST);
    measure("wait_for() in time", make_limits, MOST, MOST);
    measure("a byte through a pipe", make_pings, 10000, 10000);
    return 0;
}
