/* play.c - play the scripts of make.py with this runtime: play.py in C.
 *
 *      play SCRIPTS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../twin.h"

/* make.py writes what this does not know. */
static _Noreturn void refuse(const char *why)
{
    fprintf(stderr, "play: %s\n", why);
    exit(2);
}

enum {
    CYCLE = 40,             /* ms; each body has two of them */
    FUTURES = 3,
    SHARED = 2,
    BODIES = 10,
    STEPS = 5,
};

struct step_line {
    char letter, mode;
    int a, b;
};

static struct script {
    int number;
    int started;
    int lengths[BODIES];
    struct step_line steps[BODIES][STEPS];
    struct future *futures[FUTURES];
    struct task *tasks[BODIES];
    struct lock locks[SHARED];
    struct event events[SHARED];
    struct semaphore semaphore;
    struct async_queue queue;
    struct condition condition;
} script;

/* Seconds until this millisecond of a later cycle. */
static double until(int slot, int cycles)
{
    int now = (int)(loop_time() * 1000 + 0.5);
    return ((now / CYCLE + cycles) * CYCLE + slot - now) / 1000.0;
}

static double limit(int slot, int cycles)
{
    return cycles ? until(slot, cycles) : 0;
}

/* --- steps that may suspend ---------------------------------------------- */

struct body {
    CORO;
    int i, n;
    struct step_line step;
    struct value results[2];
};

extern const struct coro_type body;

struct in_timeout {
    CORO;
    int i, cycles;
    struct timeout *limit;
};

ASYNC(in_timeout)
{
    BEGIN;
    self->limit = timeout(limit(2 * self->i + 2, self->cycles));
    TRY_AWAIT(async_sleep(until(2 * self->i + 1, 9)));
    AWAIT(timeout_exit(self->limit, caught()));
    END;
}

struct in_group {
    CORO;
    int i, a, b;
    struct task_group *group;
};

ASYNC(in_group)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, coro(body, .i = self->a));
    group_spawn(self->group, coro(body, .i = self->b));
    TRY_AWAIT(async_sleep(until(2 * self->i + 1, 2)));
    AWAIT(group_exit(self->group, caught()));
    END;
}

struct first_of {
    CORO;
    struct task *tasks[2];
};

ASYNC(first_of)
{
    BEGIN;
    AWAIT(wait_tasks(self->tasks, 2, FIRST_COMPLETED, NO_LIMIT));
    RETURN(awaited());
    END;
}

struct both_of {
    CORO;
    struct task *tasks[2];
    double seconds;
};

ASYNC(both_of)
{
    BEGIN;
    AWAIT(wait_tasks(self->tasks, 2, ALL_COMPLETED, self->seconds));
    RETURN(awaited());
    END;
}

/* "async with" a lock, or a semaphore. */
struct held {
    CORO;
    int i, cycles;
    struct lock *lock;          /* NULL: the semaphore */
};

static struct coro acquire(struct lock *lock)
{
    return lock ? lock_acquire(lock) : semaphore_acquire(&script.semaphore);
}

/* 0, or the error of a lock that another one has released meanwhile. */
static struct error *release(struct lock *lock)
{
    if (!lock)
        semaphore_release(&script.semaphore);
    else if (lock_release(lock) != 0)
        return error_new(RuntimeError, "Lock is not acquired.");
    return NULL;
}

ASYNC(held)
{
    struct error *error;
    BEGIN;
    AWAIT(acquire(self->lock));
    TRY_AWAIT(async_sleep(self->cycles ? until(2 * self->i + 1, self->cycles)
                                       : 0));
    error = release(self->lock);
    if (error)
        RAISE_ERROR(error);
    if (failure())
        RERAISE;
    RETURN("held");
    END;
}

struct held_with_limit {
    CORO;
    int i, cycles;
    struct lock *lock;
};

ASYNC(held_with_limit)
{
    struct error *error;
    BEGIN;
    AWAIT(wait_for(lock_acquire(self->lock), limit(2 * self->i + 2,
                                                   self->cycles)));
    TRY_AWAIT(async_sleep(0));
    error = release(self->lock);
    if (error)
        RAISE_ERROR(error);
    if (failure())
        RERAISE;
    RETURN("held");
    END;
}

static bool is_set(void *event)
{
    return event_is_set(event);
}

struct word_until {
    CORO;
    struct event *event;
};

ASYNC(word_until)
{
    BEGIN;
    AWAIT(condition_acquire(&script.condition));
    TRY_AWAIT(condition_wait_for(&script.condition, is_set, self->event));
    condition_release(&script.condition);
    if (failure())
        RERAISE;
    RETURN("True");
    END;
}

struct word {
    CORO;
};

ASYNC(word)
{
    BEGIN;
    AWAIT(condition_acquire(&script.condition));
    TRY_AWAIT(condition_wait(&script.condition));
    condition_release(&script.condition);
    if (failure())
        RERAISE;
    RETURN("True");
    END;
}

struct give_word {
    CORO;
    int n;
};

ASYNC(give_word)
{
    BEGIN;
    AWAIT(condition_acquire(&script.condition));
    condition_notify(&script.condition, (unsigned)self->n);
    condition_release(&script.condition);
    END;
}

static struct awaitable awaitable_of(struct body *self)
{
    int i = self->i, a = self->step.a, b = self->step.b;
    struct task **t = script.tasks;
    struct value *r = self->results;
    switch (self->step.letter) {
    case 'S': return awaitable(async_sleep(until(2 * i + 1, b)));
    case 'Z': return awaitable(async_sleep(0));
    case 'A': return awaitable(t[a]);
    case 'G': return awaitable(gather(r, t[a], t[b]));
    case 'g': return awaitable(gather_return_exceptions(r, t[a], t[b]));
    case 'I': return awaitable(coro(body, .i = a));
    case 'J': return awaitable(gather(r, coro(body, .i = a),
                                         coro(body, .i = b)));
    case 'H': return awaitable(shield(t[a]));
    case 'W': return awaitable(wait_for(t[a], limit(2 * i + 2, b)));
    case 'w': return awaitable(wait_for(coro(body, .i = a),
                                        limit(2 * i + 2, b)));
    case 'y': return awaitable(coro(both_of, .tasks = {t[a], t[b]},
                                    .seconds = limit(2 * i + 2,
                                                     a < b ? 0 : 2)));
    case 'p': return awaitable(wait_for(script.futures[a],
                                        limit(2 * i + 2, b)));
    case 'f': return awaitable(wait_for(coro(word), limit(2 * i + 2, b)));
    case 'M': return awaitable(coro(first_of, .tasks = {t[a], t[b]}));
    case 'T': return awaitable(coro(in_timeout, .i = i, .cycles = b));
    case 'Q': return awaitable(coro(in_group, .i = i, .a = a, .b = b));
    case 'F': return awaitable(script.futures[a]);
    case 'D':
    case 'd': return awaitable(coro(held, .i = i, .cycles = b,
                                    .lock = &script.locks[a]));
    case 'N':
    case 'n': return awaitable(coro(held, .i = i, .cycles = b));
    case 'V': return awaitable(event_wait(&script.events[a]));
    case 'O': return awaitable(async_queue_get(&script.queue));
    case 'o': return awaitable(async_queue_put(&script.queue, i));
    case 'R': return awaitable(coro(word));
    case 'r': return awaitable(coro(give_word, .n = b));
    case 'l': return awaitable(coro(held_with_limit, .i = i, .cycles = b,
                                    .lock = &script.locks[a]));
    case 'e': return awaitable(wait_for(event_wait(&script.events[a]),
                                        limit(2 * i + 2, b)));
    case 'h': return awaitable(coro(word_until, .event = &script.events[a]));
    case 'q': return awaitable(wait_for(async_queue_get(&script.queue),
                                        limit(2 * i + 2, b)));
    case 'i': return awaitable(wait_for(async_queue_put(&script.queue, i),
                                        limit(2 * i + 2, b)));
    case 'j': return awaitable(async_queue_join(&script.queue));
    default:  refuse(textf("unknown step '%c'", self->step.letter));
    }
}

static const char *text_of(struct value value)
{
    return is_error(value) ? exc(as_error(value)) : value_to_text(value);
}

static const char *result_text(const struct body *self, struct value result)
{
    if (strchr("GgJ", self->step.letter))
        return textf("[%s, %s]", text_of(self->results[0]),
                     text_of(self->results[1]));
    if (strchr("Ve", self->step.letter))
        return "True";
    if (self->step.letter == 'j')
        return "None";
    return text_of(result);
}

/* --- steps that do not --------------------------------------------------- */

static void called(void *where)
{
    tell("%s called", (const char *)where);
}

static const char *get_nowait(void)
{
    struct value item;
    if (async_queue_get_nowait(&script.queue, &item) != 0)
        return "nothing";
    return value_to_text(item);
}

static bool put_nowait(const char *item)
{
    return async_queue_put_nowait(&script.queue, item) == 0;
}

static bool task_done_once(void)
{
    return async_queue_task_done(&script.queue) == 0;
}

static void heard(struct future *future, void *where)
{
    (void)future;
    tell("%s heard of its end", (const char *)where);
}

static const char *both(struct task *task)
{
    const char *done = truth(task_cancel(task));
    return textf("both %s, %u", done, task_uncancel(task));
}

static const char *act(const char *where, char letter, int a)
{
    switch (letter) {
    case 'P':
        if (future_set_result(script.futures[a], value_text(where)))
            return "P too late";
        return "P";
    case 'X':
        if (future_set_error(script.futures[a], error_new(ValueError, "%s", where)))
            return "X too late";
        return "X";
    case 'C':
        return textf("cancel %s", truth(task_cancel(script.tasks[a])));
    case 'L':
        return textf("task %d is done: %s", a, truth(task_done(script.tasks[a])));
    case 'a':
        task_add_done_callback(script.tasks[a], heard, (void *)where);
        return "a";
    case 'c':
        return textf("uncancel %u", task_uncancel(script.tasks[a]));
    case 'B':
        return both(script.tasks[a]);
    case 'U':
        event_set(&script.events[a]);
        return "U";
    case 'Y':
        event_clear(&script.events[a]);
        return "Y";
    case 'k':
        return textf("got %s", get_nowait());
    case 'u':
        return textf("put %s", truth(put_nowait(where)));
    case 'v':
        return textf("released %s", truth(lock_release(&script.locks[a]) == 0));
    case 'x':
        semaphore_release(&script.semaphore);
        return "x";
    case 't':
        return textf("done %s", truth(task_done_once()));
    default:
        call_soon(called, (void *)where);
        return "K";
    }
}

/* --- bodies -------------------------------------------------------------- */

static const char *where(const struct body *self)
{
    return textf("%d.%d", self->i, self->n);
}

ASYNC(body)
{
    BEGIN;
    for (self->n = 0; self->n < script.lengths[self->i]; self->n++) {
        self->step = script.steps[self->i][self->n];
        if (self->step.letter == 'E') {
            tell("%s raises", where(self));
            RAISE(ValueError, "%s", where(self));
        }
        if (strchr("PXCLKUYkuvxtacB", self->step.letter)) {
            tell("%s %s", where(self),
                 act(where(self), self->step.letter, self->step.a));
            continue;
        }
        TRY_AWAIT(awaitable_of(self));
        if (!failure()) {
            tell("%s %c %s", where(self), self->step.letter,
                 result_text(self, awaited()));
            continue;
        }
        tell("%s %c %s", where(self), self->step.letter, exc(caught()));
        if (self->step.mode == 'c')
            continue;
        if (self->step.mode == 'z')
            AWAIT(async_sleep(0));
        if (self->step.mode == 's')
            AWAIT(async_sleep(until(2 * self->i + 1, 1)));
        RERAISE;
    }
    RETURN(self->i);
    END;
}

struct script_main {
    CORO;
    int i;
};

static void begin_script(void)
{
    semaphore_init(&script.semaphore, 2);
    async_queue_init(&script.queue, 2);
    for (int i = 0; i < FUTURES; i++)
        script.futures[i] = create_future();
    for (int i = 0; i < script.started; i++)
        script.tasks[i] = create_task(coro(body, .i = i));
}

/* Whoever still waits can go on. */
static void let_go_on(int i)
{
    for (int event = 0; event < SHARED; event++)
        event_set(&script.events[event]);
    if (i % 2)
        put_nowait("main's");
    else
        get_nowait();
    while (task_done_once())
        ;
}

ASYNC(script_main)
{
    BEGIN;
    begin_script();
    AWAIT(async_sleep(until(0, 30)));
    for (int i = 0; i < FUTURES; i++)
        future_set_result(script.futures[i], value_text("main's"));
    for (self->i = 0; self->i < 100; self->i++) {
        AWAIT(async_sleep(until(0, 1)));
        let_go_on(self->i);
        AWAIT(coro(give_word, .n = 100));
    }
    AWAIT(async_sleep(until(0, 1000)));
    for (self->i = 0; self->i < script.started; self->i++) {
        AWAIT(settle(script.tasks[self->i]));
        tell("task %d %s", self->i, outcome(script.tasks[self->i]));
    }
    END;
}

/* --- scripts ------------------------------------------------------------- */

static void play(void)
{
    if (script.started == 0)
        return;
    printf("script %d\n", script.number);
    run_twin(coro(script_main));
}

static void add_step(int i, struct step_line step)
{
    if (i < 0 || i >= BODIES || script.lengths[i] == STEPS)
        refuse(textf("script %d: no room for a step", script.number));
    script.steps[i][script.lengths[i]++] = step;
}

static void play_line(const char *line)
{
    int i;
    struct step_line step;
    if (sscanf(line, "script %d", &i) == 1) {
        play();
        script = (struct script){.number = i};
    } else if (sscanf(line, "started %d", &script.started) != 1) {
        if (sscanf(line, "%d %c %c %d %d", &i, &step.letter, &step.mode,
                   &step.a, &step.b) != 5)
            refuse(textf("no line of a script: %s", line));
        add_step(i, step);
    }
}

int main(int argc, char **argv)
{
    char line[100];
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!file) {
        fputs("usage: play SCRIPTS\n", stderr);
        return 2;
    }
    while (fgets(line, sizeof line, file))
        play_line(line);
    play();
    fclose(file);
    return 0;
}
