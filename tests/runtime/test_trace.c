/* test_trace.c - the recorder, the replay, the timeline and the JSON trace. */
#include "suites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "watch/replay.h"
#include "../inside.h"
#include "runtime.h"

/* --- running a program under a recorder ---------------------------------- */

static struct trace *record_on(bool virtual_clock, struct coro main)
{
    struct trace *trace = trace_new();
    loop_run(&(struct loop_options){.virtual_clock = virtual_clock,
                                    .observer = trace_observer(trace)},
             main, NULL);
    return trace;
}

static struct trace *record(struct coro main)
{
    return record_on(true, main);
}

static char *written(const struct trace *trace,
                     void (*write)(const struct trace *trace, FILE *out))
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    write(trace, out);
    fclose(out);
    return text;
}

/* The first record of this kind about this task, from index on. */
static const struct record *find(const struct trace *trace, size_t from,
                                 enum event_kind kind, uint32_t task)
{
    size_t count;
    const struct record *records = trace_records(trace, &count);
    for (size_t i = from; i < count; i++)
        if (records[i].kind == kind && records[i].task == task)
            return &records[i];
    ck_abort_msg("no record of kind %d about task %u", (int)kind, (unsigned)task);
    return NULL;
}

/* --- programs ------------------------------------------------------------ */

struct fetch {
    CORO;
    double seconds;
    int number;
};

ASYNC(fetch)
{
    BEGIN;
    AWAIT(async_sleep(self->seconds));
    RETURN(textf("page %d", self->number));
    END;
}

struct three_fetches {
    CORO;
    struct value pages[3];
};

ASYNC(three_fetches)
{
    BEGIN;
    AWAIT(gather(self->pages, coro(fetch, .number = 1, .seconds = 1.0),
                              coro(fetch, .number = 2, .seconds = 0.5),
                              coro(fetch, .number = 3, .seconds = 1.0)));
    END;
}

struct heartbeat {
    CORO;
};

ASYNC(heartbeat)
{
    BEGIN;
    for (;;)
        AWAIT(async_sleep(0.25));
    END;
}

struct bad_sleep {
    CORO;
    double seconds;
};

ASYNC(bad_sleep)
{
    BEGIN;
    blocking_sleep(self->seconds);
    END;
}

struct frozen_heart {
    CORO;
};

ASYNC(frozen_heart)
{
    BEGIN;
    spawn(coro(heartbeat));
    AWAIT(async_sleep(0.6));
    AWAIT(create_task(coro(bad_sleep, .seconds = 1.0)));
    AWAIT(async_sleep(0.4));
    END;
}

struct failing {
    CORO;
};

ASYNC(failing)
{
    BEGIN;
    AWAIT(async_sleep(0.3));
    RAISE(EIO, "no disk");
    END;
}

struct careful {
    CORO;
};

ASYNC(careful)
{
    BEGIN;
    TRY_AWAIT(async_sleep(9.0));
    AWAIT(async_sleep(0.2));
    RERAISE;
    END;
}

struct all_ends {
    CORO;
    struct task *failing, *careful;
};

ASYNC(all_ends)
{
    BEGIN;
    self->failing = create_task_named(coro(failing), "bad disk");
    self->careful = create_task_named(coro(careful), "close it");
    TRY_AWAIT(self->failing);
    AWAIT(async_sleep(0.2));
    task_cancel(self->careful);
    TRY_AWAIT(self->careful);
    RETURN(7);
    END;
}

struct polite {
    CORO;
    int turns;
};

ASYNC(polite)
{
    BEGIN;
    while (self->turns-- > 0)
        AWAIT(async_sleep(0));
    END;
}

struct no_time {
    CORO;
    struct value none[2];
};

ASYNC(no_time)
{
    BEGIN;
    AWAIT(gather(self->none, coro(polite, .turns = 1), coro(polite, .turns = 3)));
    END;
}

/* --- the replay against the real loop ------------------------------------ */

struct witness {
    struct trace *trace;
    struct snapshot now;
    size_t looks, most_ready, most_waiting;
};

static void compare_ready(struct witness *witness)
{
    const struct standings *ready = &witness->now.ready;
    size_t place = 0;
    for (struct job *job = queue_next(&running_loop->ready, NULL); job;
         job = queue_next(&running_loop->ready, job), place++) {
        ck_assert_uint_lt(place, ready->count);
        ck_assert_uint_eq(ready->list[place].job, (uintptr_t)job);
        ck_assert_uint_eq(ready->list[place].task,
                          job_task(job) ? job_task(job)->id : 0);
    }
    ck_assert_uint_eq(place, ready->count);
    if (place > witness->most_ready)
        witness->most_ready = place;
}

static bool waits_until(uintptr_t job, int64_t deadline)
{
    const struct waiting *waiting = &running_loop->waiting;
    for (size_t i = 0; i < waiting->timer_count; i++)
        if ((uintptr_t)waiting->timers[i].job == job)
            return waiting->timers[i].deadline == deadline;
    return false;
}

static void compare_waiting(struct witness *witness)
{
    size_t count, timers = 0, descriptors = 0;
    const struct record *records = trace_records(witness->trace, &count);
    const struct standings *waiting = &witness->now.waiting;
    for (size_t i = 0; i < waiting->count; i++) {
        const struct record *record = &records[waiting->list[i].record];
        ck_assert_uint_eq(record->job, waiting->list[i].job);
        if (record->until >= 0) {
            ck_assert(waits_until(record->job, record->until));
            timers++;
        } else if (record->want == WANT_READABLE || record->want == WANT_WRITABLE) {
            descriptors++;
        }
    }
    ck_assert_uint_eq(timers, running_loop->waiting.timer_count);
    ck_assert_uint_eq(descriptors, running_loop->waiting.descriptor_count);
    if (waiting->count > witness->most_waiting)
        witness->most_waiting = waiting->count;
}

/* Whoever runs must have stood first in the rebuilt queue; between turns, all
 * of it must be the loop's. */
static void watch(void *arg, const struct loop_event *event)
{
    struct witness *witness = arg;
    struct observer recorder = trace_observer(witness->trace);
    if (event->kind == EVENT_RUN) {
        ck_assert_uint_gt(witness->now.ready.count, 0);
        ck_assert_uint_eq(witness->now.ready.list[0].job, (uintptr_t)event->job);
    }
    recorder.see(recorder.arg, event);
    ck_assert_int_eq(snapshot_move(&witness->now, witness->trace, SIZE_MAX), 0);
    if (event->kind == EVENT_TURN || event->kind == EVENT_TURN_END)
        compare_ready(witness);
    else if (event->kind != EVENT_RUN)
        return;
    compare_waiting(witness);
    ck_assert_uint_eq(witness->now.running.job, (uintptr_t)event->job);
    ck_assert_uint_eq(witness->now.created - witness->now.done,
                      running_loop->tasks.alive);
    witness->looks++;
}

static void nothing(void *arg)
{
    (void)arg;
}

static void set_result(void *arg)
{
    future_set_result(arg, value_int(5));
}

static void to_pipe(void *arg)
{
    ck_assert_int_eq((int)write(*(int *)arg, "x", 1), 1);
}

struct worker {
    CORO;
    int number, round;
    struct value got[2];
    struct future *future;
};

/* Everything a task can do to the two tables, in an order of its own. */
ASYNC(worker)
{
    BEGIN;
    for (self->round = 0; self->round < 6; self->round++) {
        AWAIT(async_sleep((self->number * 7 + self->round * 3) % 5 * 0.1));
        AWAIT(coro(polite, .turns = self->number % 3));
        AWAIT(gather(self->got, coro(fetch, .seconds = 0.1),
                                coro(polite, .turns = self->round)));
        TRY_AWAIT(wait_for(coro(fetch, .seconds = 0.3), self->round * 0.1));
        self->future = create_future();
        if (self->round % 2)
            call_soon(set_result, self->future);
        else
            call_later(0.2, set_result, self->future);
        AWAIT(self->future);
        call_cancel(call_soon(nothing, NULL));
        call_cancel(call_later(5.0, nothing, NULL));
        call_later(0.05, nothing, NULL);
    }
    END;
}

struct listener {
    CORO;
    int pipe[2];
    char byte;
};

ASYNC(listener)
{
    BEGIN;
    ck_assert_int_eq(pipe(self->pipe), 0);
    call_later(0.7, to_pipe, &self->pipe[1]);
    AWAIT(async_writable(self->pipe[1]));
    AWAIT(async_readable(self->pipe[0]));
    ck_assert_int_eq((int)read(self->pipe[0], &self->byte, 1), 1);
    close(self->pipe[0]);
    close(self->pipe[1]);
    END;
}

enum { WORKERS = 20 };

struct busy {
    CORO;
    struct task *workers[WORKERS];
    struct task *listener;
    int i;
};

ASYNC(busy)
{
    BEGIN;
    for (self->i = 0; self->i < WORKERS; self->i++)
        self->workers[self->i] = create_task(coro(worker, .number = self->i));
    self->listener = create_task(coro(listener));
    AWAIT(async_sleep(0.5));
    task_cancel(self->workers[3]);
    task_cancel(self->workers[4]);
    AWAIT(async_sleep(0));
    task_cancel(create_task(coro(polite, .turns = 5)));
    AWAIT(self->listener);
    for (self->i = 5; self->i < WORKERS; self->i++)
        AWAIT(self->workers[self->i]);
    END;
}

START_TEST(replay_is_what_the_loop_does)
{
    struct witness witness = {.trace = trace_new()};
    loop_run(&(struct loop_options){.virtual_clock = true,
                                    .observer = {watch, &witness}},
             coro(busy), NULL);
    ck_assert_uint_gt(witness.looks, 1000);
    ck_assert_uint_gt(witness.most_ready, WORKERS);
    ck_assert_uint_gt(witness.most_waiting, WORKERS);
    ck_assert_uint_eq(witness.now.ready.count, 0);
    ck_assert_uint_eq(witness.now.created, trace_task_count(witness.trace));
    ck_assert_uint_eq(witness.now.done, witness.now.created);
    snapshot_close(&witness.now);
    trace_free(witness.trace);
}
END_TEST

static void assert_same(const struct standings *a, const struct standings *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        ck_assert_uint_eq(a->list[i].job, b->list[i].job);
        ck_assert_uint_eq(a->list[i].record, b->list[i].record);
        ck_assert(a->list[i].cancelled == b->list[i].cancelled);
    }
}

START_TEST(replay_goes_back)
{
    struct trace *trace = record(coro(busy));
    struct snapshot there = {0}, back = {0};
    size_t count;
    trace_records(trace, &count);
    for (size_t position = 50; position < count; position += 501) {
        snapshot_move(&there, trace, position);
        snapshot_move(&back, trace, position + 400);
        snapshot_move(&back, trace, position);
        ck_assert_uint_eq(back.position, position);
        assert_same(&there.ready, &back.ready);
        assert_same(&there.waiting, &back.waiting);
        ck_assert_uint_eq(there.running.record, back.running.record);
        ck_assert_uint_eq(there.done, back.done);
    }
    snapshot_move(&there, trace, count + 1000);
    ck_assert_uint_eq(there.position, count);
    snapshot_close(&there);
    snapshot_close(&back);
    trace_free(trace);
}
END_TEST

/* --- what the records say ------------------------------------------------ */

START_TEST(waiting_table_says_who_for_what_until_when_and_where)
{
    struct trace *trace = record(coro(three_fetches));
    const struct record *main = find(trace, 0, EVENT_SUSPENDED, 1);
    const struct record *second = find(trace, 0, EVENT_SUSPENDED, 3);
    ck_assert_str_eq(main->name, "Task-1");
    ck_assert_str_eq(main->coro, "three_fetches");
    ck_assert_str_eq(main->waits_on, "gather");
    ck_assert_uint_eq(main->awaits, 0);
    ck_assert_uint_eq(main->awaited_count, 3);
    ck_assert_uint_eq(trace_awaited(trace, main)[2], 4);
    ck_assert_uint_lt(trace_task(trace, 3)->end, trace_task(trace, 2)->end);
    ck_assert_int_eq(main->want, WANT_FUTURE);
    ck_assert_int_eq((int)main->until, -1);
    ck_assert_str_eq(second->waits_on, "sleep(0.5)");
    ck_assert_int_eq(second->want, WANT_SLEEP);
    ck_assert_int_eq((int)(second->until / NANOSECONDS_PER_MS), 500);
    ck_assert_str_eq(second->coro, "fetch");
    ck_assert_str_eq(second->file, __FILE__);
    ck_assert_int_gt(second->line, 0);
    ck_assert_int_lt(second->line, main->line);     /* it stands above */

    struct snapshot now = {0};
    size_t count;
    const struct record *records = trace_records(trace, &count);
    snapshot_move(&now, trace, (size_t)(second - records) + 1);
    ck_assert_uint_eq(now.waiting.count, 3);
    ck_assert_uint_eq(now.waiting.list[2].task, 3);
    ck_assert_uint_eq(now.ready.count, 1);
    ck_assert_uint_eq(now.ready.list[0].task, 4);
    ck_assert_uint_eq(now.created, 4);
    snapshot_close(&now);
    trace_free(trace);
}
END_TEST

struct woken {
    CORO;
    struct task *other;
};

ASYNC(woken)
{
    BEGIN;
    self->other = create_task_named(coro(fetch, .seconds = 1.0), "waker");
    AWAIT(self->other);
    END;
}

START_TEST(it_is_known_who_woke_whom)
{
    struct trace *trace = record(coro(woken));
    const struct record *wait = find(trace, 0, EVENT_SUSPENDED, 1);
    ck_assert_uint_eq(wait->awaits, 2);
    ck_assert_str_eq(wait->waits_on, "task 'waker'");
    size_t count;
    size_t after = (size_t)(wait - trace_records(trace, &count));
    ck_assert_uint_eq(find(trace, after, EVENT_READY, 1)->by, 2);
    ck_assert_uint_eq(find(trace, after, EVENT_RUN, 1)->by, 2);
    size_t slept = (size_t)(find(trace, 0, EVENT_SUSPENDED, 2) -
                            trace_records(trace, &count));
    ck_assert_uint_eq(find(trace, slept, EVENT_READY, 2)->by, 0);
    ck_assert_uint_eq(trace_task(trace, 2)->by, 1);
    ck_assert_uint_eq(trace_task(trace, 1)->by, 0);
    trace_free(trace);
}
END_TEST

/* The last of the three ends, a callback of gather() runs, and wakes main. */
START_TEST(callbacks_act_for_whoever_made_them_ready)
{
    struct trace *trace = record(coro(three_fetches));
    size_t count;
    const struct record *records = trace_records(trace, &count);
    size_t waits = (size_t)(find(trace, 0, EVENT_SUSPENDED, 1) - records);
    ck_assert_uint_eq(find(trace, waits, EVENT_READY, 1)->by, 4);
    ck_assert_uint_eq(find(trace, waits, EVENT_RUN, 1)->by, 4);
    trace_free(trace);
}
END_TEST

/* Cancelling what is left when main has ended is nobody's doing. */
START_TEST(the_loop_acts_for_nobody)
{
    struct trace *trace = record(coro(frozen_heart));
    ck_assert_uint_eq(find(trace, 0, EVENT_CANCEL, 2)->by, 0);
    ck_assert_str_eq(find(trace, 0, EVENT_DONE, 2)->outcome, "cancelled");
    trace_free(trace);
}
END_TEST

START_TEST(tasks_are_known_by_id)
{
    struct trace *trace = record(coro(all_ends));
    const struct trace_task *disk = trace_task(trace, 2);
    ck_assert_uint_eq(trace_task_count(trace), 3);
    ck_assert_str_eq(disk->name, "bad disk");
    ck_assert_str_eq(disk->coro, "failing");
    ck_assert_int_eq(disk->state, FAILED);
    ck_assert_int_eq((int)(disk->ended / NANOSECONDS_PER_MS), 300);
    ck_assert_ptr_nonnull(strstr(disk->outcome, "no disk"));
    ck_assert_int_eq(trace_task(trace, 3)->state, CANCELLED);
    ck_assert_str_eq(trace_task(trace, 1)->outcome, "returned 7");
    ck_assert_str_eq(trace_task_name(trace, 1), "Task-1");
    ck_assert_str_eq(trace_task_name(trace, 99), "?");
    ck_assert_ptr_null(trace_task(trace, 0));
    trace_free(trace);
}
END_TEST

struct renamed {
    CORO;
    char name[10];
    struct task *task;
};

ASYNC(renamed)
{
    BEGIN;
    strcpy(self->name, "early");
    self->task = create_task_named(coro(fetch, .seconds = 1.0), self->name);
    strcpy(self->name, "late");
    AWAIT(self->task);
    strcpy(self->name, "gone");
    END;
}

START_TEST(names_are_copied)
{
    struct trace *trace = record(coro(renamed));
    ck_assert_str_eq(find(trace, 0, EVENT_CREATED, 2)->name, "early");
    ck_assert_str_eq(trace_task(trace, 2)->name, "late");
    trace_free(record(coro(woken)));    /* its texts replace those of the first */
    trace_free(record(coro(woken)));
    ck_assert_str_eq(trace_task(trace, 2)->outcome, "returned page 0");
    trace_free(trace);
}
END_TEST

/* --- the timeline -------------------------------------------------------- */

static void assert_timeline(struct trace *trace, const char *expected)
{
    char *text = written(trace, trace_timeline);
    ck_assert_str_eq(text, expected);
    free(text);
    trace_free(trace);
}

START_TEST(timeline_of_three_fetches)
{
    assert_timeline(record(coro(three_fetches)),
"                   s  0        0.2      0.4      0.6      0.8      1\n"
"Task-1 three_fetches  =............................................*\n"
"Task-2 fetch          =............................................*  page 1\n"
"Task-3 fetch          =.....................*                         page 2\n"
"Task-4 fetch          =............................................*  page 3\n"
"\n"
"= runs   . waits   * done\n");
}
END_TEST

START_TEST(timeline_of_a_frozen_heartbeat)
{
    assert_timeline(record(coro(frozen_heart)),
"                  s  0          0.5        1          1.5        2\n"
"Task-1 frozen_heart  =............=.....................=........*\n"
"Task-2 heartbeat     =....=.....=.....------------------=....=...!  cancelled\n"
"Task-3 bad_sleep                  ======================*\n"
"\n"
"= runs   - ready or due   . waits   ! cancelled   * done\n");
}
END_TEST

START_TEST(timeline_of_all_ends)
{
    assert_timeline(record(coro(all_ends)),
"               ms  0        200      400      600\n"
"Task-1   all_ends  =............=........=........*  7\n"
"bad disk failing   =............x                    Input/output error: no..\n"
"close it careful   =.....................!........!  cancelled\n"
"\n"
"= runs   . waits   ! cancelled   x failed   * done\n");
}
END_TEST

START_TEST(timeline_in_turns)
{
    assert_timeline(record(coro(no_time)),
"          turn  1   2   3   4   5   6   7\n"
"Task-1 no_time  =...................----*\n"
"Task-2 polite   ----=---*\n"
"Task-3 polite   ----=---=---=---*\n"
"\n"
"= runs   - ready or due   . waits   * done\n"
"No time passed: the numbers are turns of the loop.\n");
}
END_TEST

struct ticking {
    CORO;
};

ASYNC(ticking)
{
    BEGIN;
    spawn(coro(heartbeat));
    AWAIT(async_sleep(60.0));
    END;
}

START_TEST(timeline_of_moments_is_no_long_run)
{
    assert_timeline(record(coro(ticking)),
"               s  0       10      20      30      40      50      60\n"
"Task-1 ticking    =...............................................*\n"
"Task-2 heartbeat  ++++++++++++++++++++++++++++++++++++++++++++++++!  cancelled\n"
"\n"
"= runs   . waits   + runs now and then   ! cancelled   * done\n");
}
END_TEST

static void block(void *arg)
{
    (void)arg;
    blocking_sleep(1.0);
}

struct with_callback {
    CORO;
};

ASYNC(with_callback)
{
    BEGIN;
    call_later(0.5, block, NULL);
    AWAIT(async_sleep(1.0));
    AWAIT(async_sleep(0.5));
    END;
}

START_TEST(timeline_shows_callbacks)
{
    assert_timeline(record(coro(with_callback)),
"                      s  0            0.5          1            1.5          2\n"
"Task-1    with_callback  =.........................-------------=............*\n"
"callbacks                             ==========================\n"
"\n"
"= runs   - ready or due   . waits   * done\n");
}
END_TEST

struct crowd {
    CORO;
    int count, i;
};

ASYNC(crowd)
{
    BEGIN;
    for (self->i = 1; self->i < self->count; self->i++)
        spawn(coro(fetch, .seconds = self->i * 0.01));
    AWAIT(async_sleep(1.0));
    END;
}

static size_t lines_in(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

START_TEST(timeline_of_many_tasks)
{
    struct trace *trace = record(coro(crowd, .count = 100));
    char *text = written(trace, trace_timeline);
    ck_assert_ptr_nonnull(strstr(text, "\nTask-40 "));
    ck_assert_ptr_null(strstr(text, "\nTask-41 "));
    ck_assert_ptr_nonnull(strstr(text, "\n... and 60 tasks more\n"));
    ck_assert_uint_eq(lines_in(text), 1 + 40 + 1 + 2);
    free(text);
    trace_free(trace);

    trace = record(coro(crowd, .count = 40));
    text = written(trace, trace_timeline);
    ck_assert_ptr_nonnull(strstr(text, "\nTask-40 "));
    ck_assert_ptr_null(strstr(text, "more"));
    free(text);
    trace_free(trace);
}
END_TEST

struct odd_names {
    CORO;
    struct task *task;
};

ASYNC(odd_names)
{
    BEGIN;
    self->task = create_task_named(coro(failing), "\xc3\xa9\xc3\xa9\xc3\xa9 \"a\\b\"\t"
                                                  "\x01\xff and much more");
    TRY_AWAIT(self->task);
    RETURN("first line\nsecond line, which nobody needs to see here");
    END;
}

/* The width of the widest line, in characters. */
static size_t widest(const char *text)
{
    size_t width = 0, most = 0;
    for (; *text; text++) {
        if (*text == '\n')
            width = 0;
        else if ((*text & 0xC0) != 0x80)
            width++;
        if (width > most)
            most = width;
    }
    return most;
}

static void assert_fits(struct trace *trace)
{
    char *text = written(trace, trace_timeline);
    ck_assert_msg(widest(text) <= 80, "%zu columns:\n%s", widest(text), text);
    free(text);
    trace_free(trace);
}

START_TEST(timeline_fits_into_80_columns)
{
    static const double lengths[] = {1e-9, 3e-7, 0.00099, 0.001, 0.0999, 0.7,
                                     0.99, 1.0, 1.01, 59.9, 3600, 1e7, 1e300};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        assert_fits(record(coro(fetch, .seconds = lengths[i])));
    for (int turns = 0; turns < 300; turns += 7)
        assert_fits(record(coro(polite, .turns = turns)));
    assert_fits(record(coro(odd_names)));
    assert_fits(record(coro(busy)));
    assert_fits(record_on(false, coro(polite, .turns = 3)));
}
END_TEST

START_TEST(timeline_of_nothing)
{
    assert_timeline(trace_new(), "Nothing was recorded.\n");
}
END_TEST

/* On the real clock, what a step costs is its own, to the end of the run. */
START_TEST(a_long_step_shows_on_the_real_clock)
{
    struct trace *trace = record_on(false, coro(bad_sleep, .seconds = 0.02));
    int64_t began = find(trace, 0, EVENT_RUN, 1)->time;
    int64_t ended = find(trace, 0, EVENT_DONE, 1)->time;
    ck_assert_int_ge((long)(ended - began), 20 * NANOSECONDS_PER_MS);
    char *text = written(trace, trace_timeline);
    ck_assert_ptr_nonnull(strstr(text, "=========="));
    free(text);
    trace_free(trace);
}
END_TEST

/* --- JSON ---------------------------------------------------------------- */

static const char *json_value(const char *text);

/* Cheaper than ck_assert(), which notes each place it passes. */
static void need(bool good, const char *text)
{
    if (!good)
        ck_abort_msg("no JSON: %.40s", text);
}

static const char *json_space(const char *text)
{
    return text + strspn(text, " \t\n");
}

static const char *json_string(const char *text)
{
    for (text++; *text != '"'; text++) {
        need((unsigned char)*text >= ' ', text);
        if (*text != '\\')
            continue;
        text++;
        need(*text && strchr("\"\\/bfnrtu", *text), text);
        if (*text == 'u')
            need(strspn(text + 1, "0123456789abcdef") >= 4, text);
    }
    return text + 1;
}

/* A list or an object, from its bracket to behind the other one. */
static const char *json_list(const char *text, char end)
{
    text = json_space(text + 1);
    while (*text != end) {
        if (end == '}') {
            need(*text == '"', text);
            text = json_space(json_string(text));
            need(*text == ':', text);
            text++;
        }
        text = json_space(json_value(text));
        if (*text != end) {
            need(*text == ',', text);
            text = json_space(text + 1);
            need(*text != end, text);
        }
    }
    return text + 1;
}

static const char *json_value(const char *text)
{
    text = json_space(text);
    if (*text == '{' || *text == '[')
        return json_list(text, *text == '{' ? '}' : ']');
    if (*text == '"')
        return json_string(text);
    size_t length = strspn(text, "-0123456789.");
    need(length > 0, text);
    return text + length;
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    while ((text = strstr(text, part))) {
        count++;
        text++;
    }
    return count;
}

static size_t records_of(const struct trace *trace, enum event_kind kind)
{
    size_t count, found = 0;
    const struct record *records = trace_records(trace, &count);
    for (size_t i = 0; i < count; i++)
        found += records[i].kind == kind;
    return found;
}

START_TEST(json_is_json)
{
    struct trace *traces[] = {trace_new(), record(coro(busy)),
                              record(coro(odd_names)), record(coro(all_ends))};
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++) {
        char *text = written(traces[i], trace_json);
        ck_assert_str_eq(json_space(json_value(text)), "");
        free(text);
        trace_free(traces[i]);
    }
}
END_TEST

START_TEST(json_has_runs_arrows_and_cancellations)
{
    struct trace *trace = record(coro(busy));
    char *text = written(trace, trace_json);
    ck_assert_uint_eq(times(text, "\"ph\":\"X\""), records_of(trace, EVENT_RUN));
    ck_assert_uint_eq(times(text, "\"ph\":\"i\""), records_of(trace, EVENT_CANCEL));
    ck_assert_uint_eq(times(text, "\"ph\":\"s\""), times(text, "\"ph\":\"f\""));
    ck_assert_uint_gt(times(text, "\"ph\":\"s\""), WORKERS);
    ck_assert_uint_eq(times(text, "\"name\":\"thread_name\""),
                      trace_task_count(trace) + 1);
    ck_assert_uint_gt(times(text, "\"ph\":\"C\""), 0);
    free(text);
    trace_free(trace);
}
END_TEST

START_TEST(json_of_a_blocking_step)
{
    struct trace *trace = record(coro(frozen_heart));
    char *text = written(trace, trace_json);
    ck_assert_ptr_nonnull(strstr(text, "\"name\":\"bad_sleep\",\"ts\":600000.000,"
                                       "\"dur\":1000000.000"));
    ck_assert_ptr_nonnull(strstr(text, "\"name\":\"Task-2 heartbeat\""));
    free(text);
    trace_free(trace);
}
END_TEST

START_TEST(json_escapes_texts)
{
    struct trace *trace = record(coro(odd_names));
    char *text = written(trace, trace_json);
    ck_assert_ptr_nonnull(strstr(text, "\xc3\xa9\xc3\xa9\xc3\xa9 \\\"a\\\\b\\\""
                                       "\\u0009\\u0001\\ufffd and much more"));
    ck_assert_ptr_nonnull(strstr(text, "first line\\u000asecond line"));
    free(text);
    trace_free(trace);
}
END_TEST

/* One more opinion, where Python is at hand. */
START_TEST(python_reads_the_json)
{
    if (system("python3 -c 'import json' >/dev/null 2>&1") != 0)
        return;
    struct trace *trace = record(coro(busy));
    FILE *python = popen("python3 -m json.tool >/dev/null", "w");
    ck_assert_ptr_nonnull(python);
    trace_json(trace, python);
    ck_assert_int_eq(pclose(python), 0);
    trace_free(trace);
}
END_TEST

/* --- no memory ----------------------------------------------------------- */

/* The sanitizers' shadows have to be larger than any limit. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define LIMITABLE 0
#elif defined __has_feature
#define LIMITABLE !(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define LIMITABLE 1
#endif

/* Valgrind needs more memory than the test leaves it. */
static bool under_valgrind(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
    return preloaded && strstr(preloaded, "vgpreload");
}

struct endless {
    CORO;
    const struct trace *trace;
    long turns, turns_more;
};

/* Go on until the recording has stopped, and then some turns more. */
ASYNC(endless)
{
    BEGIN;
    while (!trace_incomplete(self->trace) && self->turns++ < 2000000)
        AWAIT(async_sleep(0));
    while (self->turns_more++ < 1000)
        AWAIT(async_sleep(0));
    RETURN(self->turns_more);
    END;
}

START_TEST(without_memory_the_program_goes_on)
{
    struct trace *trace = trace_new();
    struct value result;
    size_t count;
    setrlimit(RLIMIT_AS, &(struct rlimit){64u << 20, 64u << 20});
    loop_run(&(struct loop_options){.virtual_clock = true,
                                    .observer = trace_observer(trace)},
             coro(endless, .trace = trace), &result);
    ck_assert(trace_incomplete(trace));
    ck_assert_int_eq((int)as_int(result), 1001);
    trace_records(trace, &count);
    ck_assert_uint_gt(count, 1000);
    char *text = written(trace, trace_timeline);
    ck_assert_ptr_nonnull(strstr(text, "The recording ended early"));
    free(text);
    trace_free(trace);
}
END_TEST

Suite *trace_suite(void)
{
    Suite *suite = suite_create("trace");
    TCase *replay = tcase_create("replay");
    tcase_add_test(replay, replay_is_what_the_loop_does);
    tcase_add_test(replay, replay_goes_back);
    suite_add_tcase(suite, replay);

    TCase *records = tcase_create("records");
    tcase_add_test(records, waiting_table_says_who_for_what_until_when_and_where);
    tcase_add_test(records, it_is_known_who_woke_whom);
    tcase_add_test(records, callbacks_act_for_whoever_made_them_ready);
    tcase_add_test(records, the_loop_acts_for_nobody);
    tcase_add_test(records, tasks_are_known_by_id);
    tcase_add_test(records, names_are_copied);
    suite_add_tcase(suite, records);

    TCase *timeline = tcase_create("timeline");
    tcase_add_test(timeline, timeline_of_three_fetches);
    tcase_add_test(timeline, timeline_of_a_frozen_heartbeat);
    tcase_add_test(timeline, timeline_of_all_ends);
    tcase_add_test(timeline, timeline_in_turns);
    tcase_add_test(timeline, timeline_of_moments_is_no_long_run);
    tcase_add_test(timeline, timeline_shows_callbacks);
    tcase_add_test(timeline, timeline_of_many_tasks);
    tcase_add_test(timeline, timeline_fits_into_80_columns);
    tcase_add_test(timeline, timeline_of_nothing);
    tcase_add_test(timeline, a_long_step_shows_on_the_real_clock);
    suite_add_tcase(suite, timeline);

    TCase *json = tcase_create("json");
    tcase_add_test(json, json_is_json);
    tcase_add_test(json, json_has_runs_arrows_and_cancellations);
    tcase_add_test(json, json_of_a_blocking_step);
    tcase_add_test(json, json_escapes_texts);
    tcase_add_test(json, python_reads_the_json);
    suite_add_tcase(suite, json);

    TCase *memory = tcase_create("memory");
    if (LIMITABLE && !under_valgrind())
        tcase_add_test(memory, without_memory_the_program_goes_on);
    suite_add_tcase(suite, memory);
    return suite;
}
