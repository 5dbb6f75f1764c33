/* test_coro.c - coroutine objects: what they promise, and each misuse that is
 * caught at run time.  (What the compiler catches is in misuse/.)
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"
#include "capture.h"
#include "../inside.h"
#include "suites.h"

/* Run on the virtual clock and give main's outcome as a text. */
static const char *outcome_of(struct coro main)
{
    struct value value;
    loop_run(&(struct loop_options){.virtual_clock = true}, main, &value);
    return value_to_text(value);
}

#define assert_outcome(main, words)                                          \
    do {                                                                     \
        const char *outcome = outcome_of(main);                              \
        ck_assert_msg(strstr(outcome, words) != NULL,                        \
                      "\"%s\" is not in the outcome: %s", words, outcome);   \
    } while (0)

/* --- what they promise --------------------------------------------------- */

struct add {
    CORO;
    int a, b;
};

ASYNC(add)
{
    BEGIN;
    AWAIT(async_sleep(0));
    RETURN(self->a + self->b);
    END;
}

struct nothing {
    CORO;
};

ASYNC(nothing)
{
    BEGIN;
    END;
}

struct returns_and_locals {
    CORO;
    int64_t sum;
};

ASYNC(returns_and_locals)
{
    BEGIN;
    AWAIT(coro(add, .a = 2, .b = 3));
    self->sum = as_int(awaited());
    AWAIT(coro(nothing));
    ck_assert(is_none(awaited()));
    AWAIT(coro(add, .b = 4));
    RETURN(self->sum + as_int(awaited()));
    END;
}

START_TEST(results_come_back_to_the_awaiter)
{
    assert_outcome(coro(returns_and_locals), "9");
}
END_TEST

struct chain {
    CORO;
    long depth;
    bool fail;
};

ASYNC(chain)
{
    BEGIN;
    if (self->depth == 0) {
        AWAIT(async_sleep(1.0));
        if (self->fail)
            RAISE(EIO, "at the bottom");
        RETURN(0);
    }
    AWAIT(coro(chain, .depth = self->depth - 1, .fail = self->fail));
    RETURN(as_int(awaited()) + 1);
    END;
}

START_TEST(a_million_awaits_deep)
{
    assert_outcome(coro(chain, .depth = 1000000), "1000000");
}
END_TEST

START_TEST(a_failure_comes_up_a_million_frames)
{
    struct value value;
    loop_run(&(struct loop_options){.virtual_clock = true},
             coro(chain, .depth = 1000000, .fail = true), &value);
    ck_assert_int_eq(as_error(value)->code, EIO);
    ck_assert_uint_eq(as_error(value)->traceback_length, 1000001);
    ck_assert_str_eq(as_error(value)->traceback->name, "chain");
}
END_TEST

struct cleanup {
    CORO;
    struct error *why;
};

ASYNC(cleanup)
{
    BEGIN;
    TRY_AWAIT(coro(chain, .depth = 0, .fail = true));
    if (failure())
        goto leave;
    RETURN("not reached");
leave:
    AWAIT(async_sleep(0.5));
    AWAIT(coro(nothing));
    RERAISE;
    END;
}

START_TEST(cleanup_may_await_before_reraise)
{
    assert_outcome(coro(cleanup), "at the bottom");
}
END_TEST

/* --- misuse, caught at run time ------------------------------------------ */

struct in_a_switch {
    CORO;
    int kind;
};

ASYNC(in_a_switch)
{
    BEGIN;
    switch (self->kind) {
    case 1:
        AWAIT(async_sleep(0));
        break;
    }
    END;
}

START_TEST(an_await_inside_a_switch)
{
    assert_outcome(coro(in_a_switch, .kind = 1), "inside a switch");
    assert_outcome(coro(in_a_switch, .kind = 1), "test_coro.c");
    assert_outcome(coro(in_a_switch, .kind = 2), "None");
}
END_TEST

struct falls_out {
    CORO;
};

ASYNC(falls_out)
{
    BEGIN;
    AWAIT(async_sleep(0));
    if (self)
        break;
    END;
}

START_TEST(a_body_that_falls_out)
{
    assert_outcome(coro(falls_out), "'falls_out'");
    assert_outcome(coro(falls_out), "fell out of its body");
}
END_TEST

struct awaits_twice {
    CORO;
    struct coro object;
};

ASYNC(awaits_twice)
{
    BEGIN;
    self->object = coro(add, .a = 1);
    AWAIT(self->object);
    AWAIT(self->object);
    END;
}

START_TEST(a_finished_object_cannot_be_reused)
{
    assert_outcome(coro(awaits_twice), "cannot reuse");
}
END_TEST

struct awaits_running {
    CORO;
    struct coro object;
};

ASYNC(awaits_running)
{
    BEGIN;
    self->object = coro(chain, .depth = 0);
    spawn(self->object);
    AWAIT(async_sleep(0));
    AWAIT(self->object);
    END;
}

START_TEST(a_running_object_cannot_be_reused)
{
    assert_outcome(coro(awaits_running), "cannot reuse");
}
END_TEST

struct task_twice {
    CORO;
    struct coro object;
    struct task *first, *second;
};

ASYNC(task_twice)
{
    BEGIN;
    self->object = coro(add, .a = 1);
    self->first = create_task(self->object);
    self->second = create_task(self->object);
    AWAIT(self->first);
    ck_assert_int_eq(as_int(awaited()), 1);
    AWAIT(self->second);
    END;
}

START_TEST(one_object_cannot_become_two_tasks)
{
    assert_outcome(coro(task_twice), "cannot reuse");
}
END_TEST

struct forgets {
    CORO;
    struct coro object;
};

ASYNC(forgets)
{
    BEGIN;
    self->object = coro(add, .a = 1);
    AWAIT(async_sleep(1.0));
    END;
}

static int run_forgets(void *arg)
{
    (void)arg;
    return run(coro(forgets));
}

START_TEST(an_object_that_is_never_awaited_is_reported)
{
    struct captured captured = capture_run(run_forgets, NULL);
    ck_assert_int_eq(captured.status, 0);
    ck_assert_says(captured, "coroutine 'add' was never awaited");
    ck_assert_says(captured, "test_coro.c:");
}
END_TEST

struct closes {
    CORO;
    struct coro object;
};

ASYNC(closes)
{
    BEGIN;
    self->object = coro(add, .a = 1);
    coro_close(self->object);
    TRY_AWAIT(self->object);
    RETURN(failure());
    END;
}

static int run_closes(void *arg)
{
    (void)arg;
    return run(coro(closes));
}

START_TEST(a_closed_object_is_not_reported)
{
    struct captured captured = capture_run(run_closes, NULL);
    ck_assert_str_eq(captured.err, "");
    assert_outcome(coro(closes), "22");         /* EINVAL: cannot reuse */
}
END_TEST

struct reads_wrong_kind {
    CORO;
};

ASYNC(reads_wrong_kind)
{
    BEGIN;
    AWAIT(coro(add, .a = 1));
    RETURN(as_text(awaited()));
    END;
}

static int run_reads_wrong_kind(void *arg)
{
    (void)arg;
    return run(coro(reads_wrong_kind));
}

START_TEST(the_wrong_kind_names_coroutine_and_line)
{
    struct captured captured = capture_run(run_reads_wrong_kind, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "TypeError: this value is an int (1), not a text");
    ck_assert_says(captured, "reads_wrong_kind");
    ck_assert_says(captured, "test_coro.c:");
}
END_TEST

struct reads_too_early {
    CORO;
    struct task *task;
};

ASYNC(reads_too_early)
{
    BEGIN;
    self->task = create_task(coro(add, .a = 1));
    RETURN(task_result(self->task));
    END;
}

static int run_reads_too_early(void *arg)
{
    (void)arg;
    return run(coro(reads_too_early));
}

START_TEST(a_result_read_too_early)
{
    struct captured captured = capture_run(run_reads_too_early, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "InvalidStateError");
    ck_assert_says(captured, "(add, ");
    ck_assert_says(captured, "AWAIT(task) first");
}
END_TEST

struct reraises_nothing {
    CORO;
};

ASYNC(reraises_nothing)
{
    BEGIN;
    TRY_AWAIT(coro(add));
    RERAISE;
    END;
}

static int run_reraises_nothing(void *arg)
{
    (void)arg;
    return run(coro(reraises_nothing));
}

START_TEST(reraise_without_a_failure)
{
    struct captured captured = capture_run(run_reraises_nothing, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "RERAISE in 'reraises_nothing'");
}
END_TEST

static int create_without_a_loop(void *arg)
{
    (void)arg;
    return task_done(create_task(coro(add)));
}

START_TEST(a_task_without_a_loop)
{
    struct captured captured = capture_run(create_without_a_loop, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "no running loop in this thread for create_task()");
}
END_TEST

/* --- what went back to its pool ------------------------------------------ */

struct closed_early {
    CORO;
    int number;
};

ASYNC(closed_early)
{
    BEGIN;
    RETURN(self->number);
    END;
}

#ifdef HANDLOOP_ASAN
int __asan_address_is_poisoned(const volatile void *address);
#endif

/* Its head can be read, for a stale handle is known by that; and no more. */
START_TEST(a_frame_that_went_back_is_closed)
{
    struct coro object = coro(closed_early, .number = 7);
    struct closed_early *frame = (void *)object.awaitable.frame;
    coro_close(object);
    ck_assert_int_eq(frame->frame.state, FRAME_FREE);
#ifdef HANDLOOP_ASAN
    ck_assert(__asan_address_is_poisoned(&frame->number));
#endif
    object = coro(closed_early, .number = 8);
    ck_assert_ptr_eq(object.awaitable.frame, frame);
    ck_assert_int_eq(frame->number, 8);
    coro_close(object);
    frames_close();
}
END_TEST

Suite *coro_suite(void)
{
    Suite *suite = suite_create("coro");
    TCase *promises = tcase_create("promises");
    tcase_add_test(promises, results_come_back_to_the_awaiter);
    tcase_add_test(promises, a_million_awaits_deep);
    tcase_add_test(promises, a_failure_comes_up_a_million_frames);
    tcase_add_test(promises, cleanup_may_await_before_reraise);
    tcase_add_test(promises, a_frame_that_went_back_is_closed);
    suite_add_tcase(suite, promises);
    TCase *misuse = tcase_create("misuse");
    tcase_add_test(misuse, an_await_inside_a_switch);
    tcase_add_test(misuse, a_body_that_falls_out);
    tcase_add_test(misuse, a_finished_object_cannot_be_reused);
    tcase_add_test(misuse, a_running_object_cannot_be_reused);
    tcase_add_test(misuse, one_object_cannot_become_two_tasks);
    tcase_add_test(misuse, an_object_that_is_never_awaited_is_reported);
    tcase_add_test(misuse, a_closed_object_is_not_reported);
    tcase_add_test(misuse, the_wrong_kind_names_coroutine_and_line);
    tcase_add_test(misuse, a_result_read_too_early);
    tcase_add_test(misuse, reraise_without_a_failure);
    tcase_add_test(misuse, a_task_without_a_loop);
    suite_add_tcase(suite, misuse);
    return suite;
}
