/* Handles: what a frame owns, released early, in any order, by the many; and
 * given back when nobody sees them any more. */
#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"
#include "../inside.h"
#include "capture.h"
#include "suites.h"

struct short_pause {
    CORO;
};

ASYNC(short_pause)
{
    BEGIN;
    AWAIT(async_sleep(0));
    END;
}

/* --- one by one ---------------------------------------------------------- */

enum { MANY = 150000 };     /* searched one by one they would take minutes */

static struct task *tasks[MANY];

/* 10,007 and MANY have no common factor. */
static int in_order(int i) { return i; }
static int backwards(int i) { return MANY - 1 - i; }
static int criss_cross(int i) { return (int)((long)i * 10007 % MANY); }

struct releases_many {
    CORO;
    int (*order)(int i);
    int i;
};

ASYNC(releases_many)
{
    BEGIN;
    for (self->i = 0; self->i < MANY; self->i++)
        tasks[self->i] = create_task(coro(short_pause));
    for (self->i = 0; self->i < MANY; self->i++)
        task_release(tasks[self->order(self->i)]);
    ck_assert_uint_eq(all_tasks(NULL, 0), MANY + 1);
    AWAIT(async_sleep(1));
    ck_assert_uint_eq(all_tasks(NULL, 0), 1);
    END;
}

static void release_many(int order(int i))
{
    struct loop_options options = {.virtual_clock = true};
    ck_assert_int_eq(loop_run(&options, coro(releases_many, .order = order),
                              NULL), 0);
}

START_TEST(many_are_released_in_order)
{
    release_many(in_order);
}
END_TEST

START_TEST(many_are_released_backwards)
{
    release_many(backwards);
}
END_TEST

START_TEST(many_are_released_criss_cross)
{
    release_many(criss_cross);
}
END_TEST

/* Of the running frame. */
static size_t owned_here(void)
{
    size_t count = 0;
    const struct owned_handle *handle = current_task()->stack.leaf->owned;
    for (; handle; handle = handle->next)
        count++;
    return count;
}

/* Always so many are there, and now this one goes, now that one. */
enum { PRESENT = 10000 };

struct come_and_go {
    CORO;
};

ASYNC(come_and_go)
{
    unsigned random = 1;
    BEGIN;
    for (int i = 0; i < PRESENT; i++)
        tasks[i] = create_task(coro(short_pause));
    for (int i = 0; i < MANY; i++) {
        random = random * 1664525u + 1013904223u;
        struct task **one = &tasks[(random >> 8) % PRESENT];
        task_release(*one);
        *one = create_task(coro(short_pause));
        if (i % 10000 == 0)
            ck_assert_uint_eq(owned_here(), PRESENT);
    }
    for (int i = 0; i < PRESENT; i += 2)
        task_release(tasks[i]);
    ck_assert_uint_eq(owned_here(), PRESENT / 2);
    AWAIT(async_sleep(1));
    for (int i = 1; i < PRESENT; i += 2)
        ck_assert(task_done(tasks[i]));
    END;
}

START_TEST(many_come_and_go)
{
    struct loop_options options = {.virtual_clock = true};
    ck_assert_int_eq(loop_run(&options, coro(come_and_go), NULL), 0);
}
END_TEST

/* --- unseen -------------------------------------------------------------- */

static struct value nothing(struct value x)
{
    return x;
}

/* One of each kind, and the last one of each round is lost. */
struct makes_in_a_loop {
    CORO;
    struct task *sleeper, *task;
    struct task_group *group;
    struct timeout *limit;
    struct as_completed *results;
    struct value values[1];
    int i;
    size_t most;
};

ASYNC(makes_in_a_loop)
{
    BEGIN;
    self->sleeper = create_task(async_sleep(1e6));
    for (self->i = 0; self->i < 4000; self->i++) {
        TRY_AWAIT(wait_for(shield(self->sleeper), 1e-6));
        AWAIT(gather(self->values, async_sleep(0)));
        AWAIT(create_task(coro(short_pause)));
        self->task = create_task(coro(short_pause));
        AWAIT(wait_tasks(&self->task, 1, ALL_COMPLETED, NO_LIMIT));
        self->results = as_completed(&self->task, 1, NO_LIMIT);
        AWAIT(next_completed(self->results));
        self->limit = timeout(1);
        TRY_AWAIT(timeout_exit(self->limit, NULL));
        self->group = task_group();
        group_spawn(self->group, coro(short_pause));
        AWAIT(group_exit(self->group, NULL));
        if (self->i % 100 == 0)
            AWAIT(to_thread(nothing, 1));
        if (owned_here() > self->most)
            self->most = owned_here();
    }
    RETURN(self->most);
    END;
}

START_TEST(what_nobody_sees_is_given_back)
{
    struct value most;
    struct loop_options options = {.virtual_clock = true,
                                   .patience = &usual_patience};
    const char *under = getenv("UNDER");
    if (!arena_collect() || (under && under[0]))
        return;         /* no looking with sanitizers; valgrind knows all */
    ck_assert_int_eq(loop_run(&options, coro(makes_in_a_loop), &most), 0);
    ck_assert_int_lt(as_int(most), 4 * HANDLES_CROWDED);
}
END_TEST

enum { KEPT = 500 };
static struct task *in_a_static[KEPT];

struct returns_it {
    CORO;
    int number;
};

ASYNC(returns_it)
{
    BEGIN;
    RETURN(self->number);
    END;
}

struct fails_unseen {
    CORO;
};

ASYNC(fails_unseen)
{
    BEGIN;
    RAISE(EIO, "nobody asked");
    END;
}

/* In a frame, in an array of its own, and in a static. */
struct keeps_some {
    CORO;
    struct task *in_frame[KEPT], **in_memory;
    int i;
};

ASYNC(keeps_some)
{
    BEGIN;
    self->in_memory = calloc(KEPT, sizeof(struct task *));
    for (int i = 0; i < KEPT; i++) {
        self->in_frame[i] = create_task(coro(returns_it, .number = i));
        self->in_memory[i] = create_task(coro(returns_it, .number = i));
        in_a_static[i] = create_task(coro(returns_it, .number = i));
    }
    (void)!create_task(coro(fails_unseen));
    for (self->i = 0; self->i < 5 * HANDLES_CROWDED; self->i++)
        AWAIT(create_task(coro(short_pause)));
    for (int i = 0; i < KEPT; i++) {
        ck_assert_int_eq(as_int(task_result(self->in_frame[i])), i);
        ck_assert_int_eq(as_int(task_result(self->in_memory[i])), i);
        ck_assert_int_eq(as_int(task_result(in_a_static[i])), i);
    }
    puts("all there");
    free(self->in_memory);
    END;
}

static int run_keeps_some(void *arg)
{
    struct loop_options options = {.virtual_clock = true,
                                   .patience = &usual_patience};
    (void)arg;
    return loop_run(&options, coro(keeps_some), NULL);
}

/* And a failure is told when its frame ends, wherever that is. */
START_TEST(what_is_seen_is_kept)
{
    struct captured captured = capture_run(run_keeps_some, NULL);
    ck_assert_str_eq(captured.out, "all there\n");
    ck_assert_says(captured, "nobody asked");
    ck_assert_int_eq(captured.status, 0);
}
END_TEST

Suite *handles_suite(void)
{
    Suite *suite = suite_create("handles");
    TCase *many = tcase_create("many");
    tcase_add_test(many, many_are_released_in_order);
    tcase_add_test(many, many_are_released_backwards);
    tcase_add_test(many, many_are_released_criss_cross);
    tcase_add_test(many, many_come_and_go);
    suite_add_tcase(suite, many);

    TCase *unseen = tcase_create("unseen");
    tcase_add_test(unseen, what_nobody_sees_is_given_back);
    tcase_add_test(unseen, what_is_seen_is_kept);
    suite_add_tcase(suite, unseen);
    return suite;
}
