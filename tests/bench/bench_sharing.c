/* bench_sharing.c - what it costs to share: a semaphore's permit, an event that
 * many wait for, a limit, a cancellation with its cleanup. */
#include <stdlib.h>

#include "bench.h"

/* --- a semaphore: one permit goes to and fro ------------------------------ */

struct permit_user {
    CORO;
    struct semaphore *permits;
    long turns;
};

ASYNC(permit_user)
{
    BEGIN;
    while (self->turns-- > 0) {
        AWAIT(semaphore_acquire(self->permits));
        semaphore_release(self->permits);
    }
    END;
}

/* The permit is given back only when both stand in line: from then on each has
 * to wait for the other. */
struct permit_users {
    CORO;
    struct semaphore permits;
    struct task *users[2];
    long turns;
    double began;
};

ASYNC(permit_users)
{
    BEGIN;
    semaphore_init(&self->permits, 1);
    AWAIT(semaphore_acquire(&self->permits));
    for (int i = 0; i < 2; i++)
        self->users[i] = create_task(coro(permit_user,
                                          .permits = &self->permits,
                                          .turns = self->turns / 2));
    AWAIT(async_sleep(0));
    self->began = cpu_time();
    semaphore_release(&self->permits);
    AWAIT(self->users[0]);
    AWAIT(self->users[1]);
    RETURN(since(self->began, self->turns));
    END;
}

double semaphore_hand_over(long turns)
{
    return measured_by(coro(permit_users, .turns = turns));
}

/* --- an event, set for many ----------------------------------------------- */

struct waits_for_event {
    CORO;
    struct event *event;
    long rounds;
};

ASYNC(waits_for_event)
{
    BEGIN;
    while (self->rounds-- > 0)
        AWAIT(event_wait(self->event));
    END;
}

struct setter {
    CORO;
    struct event event;
    long waiters, rounds, round;
    double began;
};

ASYNC(setter)
{
    BEGIN;
    for (long i = 0; i < self->waiters; i++)
        spawn(coro(waits_for_event, .event = &self->event, .rounds = self->rounds));
    AWAIT(async_sleep(0));              /* now all wait */
    self->began = cpu_time();
    for (self->round = 0; self->round < self->rounds; self->round++) {
        event_set(&self->event);
        event_clear(&self->event);
        AWAIT(async_sleep(0));          /* all go on, and wait again */
    }
    RETURN(since(self->began, self->rounds * self->waiters));
    END;
}

double event_for_each(long waiters)
{
    return measured_by(coro(setter, .waiters = waiters,
                            .rounds = 1000000 / waiters));
}

/* --- a limit that does not strike ------------------------------------------ */

struct one_turn {
    CORO;
};

ASYNC(one_turn)
{
    BEGIN;
    AWAIT(async_sleep(0));
    END;
}

struct limited {
    CORO;
    long rounds, round;
    double began;
};

ASYNC(limited)
{
    BEGIN;
    self->began = cpu_time();
    for (self->round = 0; self->round < self->rounds; self->round++)
        AWAIT(wait_for(coro(one_turn), 60));
    RETURN(since(self->began, self->rounds));
    END;
}

double wait_for_in_time(long rounds)
{
    return measured_by(coro(limited, .rounds = rounds));
}

/* --- a cancellation, with cleanup that awaits ------------------------------ */

struct with_cleanup {
    CORO;
};

ASYNC(with_cleanup)
{
    BEGIN;
    TRY_AWAIT(async_sleep(3600));
    AWAIT(async_sleep(0));              /* the cleanup */
    RAISE(ECANCELED, "closed");
    END;
}

struct canceller {
    CORO;
    struct task *task;
};

ASYNC(canceller)
{
    BEGIN;
    self->task = create_task(coro(with_cleanup));
    AWAIT(async_sleep(0));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    END;
}

struct cancellers {
    CORO;
    long rounds, round;
    double began;
};

ASYNC(cancellers)
{
    BEGIN;
    self->began = cpu_time();
    for (self->round = 0; self->round < self->rounds; self->round++)
        AWAIT(coro(canceller));
    RETURN(since(self->began, self->rounds));
    END;
}

double cancel_and_clean_up(long rounds)
{
    return measured_by(coro(cancellers, .rounds = rounds));
}

/* --- a trace ---------------------------------------------------------------- */

struct traced {
    CORO;
    long turns;
};

ASYNC(traced)
{
    BEGIN;
    while (self->turns-- > 0)
        AWAIT(async_sleep(0));
    END;
}

static void count_lines(FILE *file, long *lines)
{
    rewind(file);
    for (int c = getc(file); c != EOF; c = getc(file))
        *lines += c == '\n';
}

/* Recording a program and writing what SHOW=trace writes, a line. */
double trace_per_line(long turns)
{
    struct trace *trace = trace_new();
    FILE *file = trace ? tmpfile() : NULL;
    if (!file)
        return impossible(errno);
    long lines = 0;
    double began = cpu_time();
    loop_run(&(struct loop_options){.virtual_clock = true,
                                    .observer = trace_observer(trace)},
             coro(traced, .turns = turns), NULL);
    trace_json(trace, file);
    fflush(file);
    double cost = cpu_time() - began;
    count_lines(file, &lines);
    fclose(file);
    trace_free(trace);
    return cost / (double)lines;
}
