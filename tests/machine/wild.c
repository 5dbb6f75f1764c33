/* wild.c - random programs on the machine of exercises 31 to 36: what two
 * machines print is compared, to see whether they behave alike.
 *
 *      wild FIRST COUNT        play the programs FIRST, FIRST + 1, ...
 *
 * A program is a few actors that take random steps: they sleep, wait for each
 * other in all ways there are, cancel each other, and so on.  Each is played in a
 * process of its own; after one that does not come back there are no more.
 */
#define _XOPEN_SOURCE 700
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime.h"

enum { ACTORS = 5, FUTURES = 2, STEPS = 5, DEPTH = 2, BAD = USER_ERROR };

static struct task *tasks[ACTORS];          /* main is the first */
static struct future *futures[FUTURES];
static int ends[2];                         /* of a pipe */

struct actor {
    CORO;
    int number, depth, steps;
    unsigned seed;
    int step, kind;
    struct value results[3];
};
extern const struct coro_type actor;

static int draw(struct actor *self, int count)
{
    self->seed = self->seed * 1103515245u + 12345u;
    return (int)(self->seed >> 16) % count;
}

static double draw_seconds(struct actor *self)
{
    static const double seconds[] = {0, 0, -1, 0.1, 0.1, 0.2, 0.3, 0.5};
    return seconds[draw(self, 8)];
}

static struct task *draw_task(struct actor *self)
{
    return tasks[draw(self, ACTORS)];
}

static struct future *draw_future(struct actor *self)
{
    return futures[draw(self, FUTURES)];
}

static struct coro child_of(struct actor *self)
{
    return coro(actor, .number = self->number * 10 + self->step,
                .depth = self->depth + 1, .steps = 1 + draw(self, 3),
                .seed = self->seed * 31u + 7u);
}

static void print_number(void *arg)
{
    say("callback of %d", *(int *)arg);
}

/* --- what takes no time -------------------------------------------------- */

enum { NOW_KINDS = 13 };

static void give_to(struct future *future, int number)
{
    if (!future_done(future))
        future_set_result(future, value_int(number));
}

static void fail(struct future *future)
{
    if (!future_done(future))
        future_set_error(future, error_new(BAD, "bad"));
}

static void tell_state(struct actor *self)
{
    struct task *task = draw_task(self);
    say("%d: %s, %s, asked %u times", self->number,
        task_done(task) ? "done" : "pending",
        task_cancelled(task) ? "cancelled" : "not cancelled",
        task_cancelling(task));
}

static void act_now(struct actor *self)
{
    static int numbers[100];
    static size_t used;
    int *number = &numbers[used++ % 100];
    *number = self->number;
    switch (self->kind) {
    case 0: case 1: case 2:
        say("%d cancels: %d", self->number, task_cancel(draw_task(self)));
        break;
    case 3:
        say("%d cancels a future: %d", self->number,
            future_cancel(draw_future(self)));
        break;
    case 4:
        say("%d takes back: %u", self->number, task_uncancel(draw_task(self)));
        break;
    case 5: give_to(draw_future(self), self->number); break;
    case 6: fail(draw_future(self)); break;
    case 7: if (self->depth < DEPTH) spawn(child_of(self)); break;
    case 8: if (write(ends[1], "x", 1) < 0) abort(); break;
    case 9: blocking_sleep(0.1); break;
    case 10: call_later(draw_seconds(self), print_number, number); break;
    case 11: call_soon(print_number, number); break;
    default: tell_state(self); break;
    }
}

/* --- what is waited for -------------------------------------------------- */

enum { KINDS = 29 };

static struct awaitable limited(struct actor *self, struct awaitable inner)
{
    return awaitable(wait_for(inner, draw_seconds(self)));
}

static struct awaitable wanted(struct actor *self)
{
    bool deep = self->depth == DEPTH;
    switch (self->kind) {
    case 13: case 14: case 15: return awaitable(draw_task(self));
    case 16: case 17: return awaitable(draw_future(self));
    case 18: return awaitable(gather(self->results, draw_task(self),
                                     draw_task(self), draw_future(self)));
    case 19: return awaitable(gather_return_exceptions(
        self->results, draw_task(self), draw_future(self), draw_task(self)));
    case 20: return limited(self, awaitable(draw_task(self)));
    case 21: return limited(self, awaitable(draw_future(self)));
    case 22: return limited(self, awaitable(async_sleep(draw_seconds(self))));
    case 23: if (!deep) return limited(self, awaitable(child_of(self))); break;
    case 24: if (!deep) return awaitable(child_of(self)); break;
    case 25: if (!deep) return awaitable(gather(self->results, child_of(self),
                                                child_of(self))); break;
    case 26: return awaitable(shield(draw_task(self)));
    case 27: return awaitable(async_readable(ends[0]));
    default: break;
    }
    return awaitable(async_sleep(draw_seconds(self)));
}

/* --- an actor ------------------------------------------------------------ */

static const char *what_came(struct error *error, struct value value)
{
    if (error)
        return error_name(error->code);
    return value.kind == VALUE_INT ? textf("%ld", as_int(value)) : "something";
}

ASYNC(actor)
{
    BEGIN;
    for (self->step = 0; self->step < self->steps; self->step++) {
        self->kind = draw(self, KINDS);
        if (self->kind < NOW_KINDS) {
            act_now(self);
            continue;
        }
        TRY_AWAIT(wanted(self));
        say("%d.%d, %d: %s", self->number, self->step, self->kind,
            what_came(caught(), awaited()));
        if (failure() && draw(self, 3) == 0)
            RERAISE;
    }
    if (draw(self, 5) == 0)
        RAISE(BAD, "%d", self->number);
    RETURN(self->number);
    END;
}

struct director {
    CORO;
    unsigned seed;
    int i;
};

static void write_at_last(void *arg)
{
    (void)arg;
    if (write(ends[1], "x", 1) < 0)
        abort();
}

ASYNC(director)
{
    BEGIN;
    call_later(2.0, write_at_last, NULL);   /* or readers would wait for ever */
    for (int i = 0; i < FUTURES; i++)
        futures[i] = create_future();
    tasks[0] = current_task();
    for (int i = 1; i < ACTORS; i++)
        tasks[i] = create_task(coro(actor, .number = i, .steps = STEPS,
                                    .seed = self->seed + (unsigned)i * 77u));
    TRY_AWAIT(coro(actor, .steps = STEPS, .seed = self->seed));
    for (self->i = 1; self->i < ACTORS; self->i++) {
        TRY_AWAIT(tasks[self->i]);
        say("%d ended: %s", self->i, what_came(caught(), awaited()));
    }
    END;
}

/* --- playing ------------------------------------------------------------- */

static void play(int number)
{
    struct rlimit compute = {.rlim_cur = 1, .rlim_max = 1};
    struct value result;
    setrlimit(RLIMIT_CPU, &compute);
    alarm(60);                  /* one that waits for nothing */
    if (pipe(ends) < 0 || !freopen("/dev/null", "w", stderr))
        abort();
    printf("program %d\n", number);
    int code = run_result(coro(director, .seed = (unsigned)number * 7919u),
                          &result);
    printf("ends with %s\n", code ? error_name(code) : "success");
    fflush(stdout);
    _exit(0);
}

int main(int argc, char **argv)
{
    int first = argc == 3 ? atoi(argv[1]) : 1;
    int count = argc == 3 ? atoi(argv[2]) : 0, status = 0;
    setenv("CLOCK", "virtual", 1);
    for (int i = first; i < first + count && status == 0; i++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0)
            play(i);
        if (child < 0 || waitpid(child, &status, 0) < 0)
            return 2;
    }
    if (status)
        printf("it did not come to its end: %d\n", status);
    return status != 0;
}
