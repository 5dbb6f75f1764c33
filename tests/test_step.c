/* The stepper: what a recording tells, of programs that end and of others. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "runtime.h"
#include "suites.h"

#include "../runtime/recording.h"
#include "../runtime/step.h"

/* A loop that was left in the middle gives nothing back: its program is about to
 * end.  AddressSanitizer and valgrind call that a leak, and a crash a crash. */
#if defined __SANITIZE_ADDRESS__
#define LEFT_LOOPS_ARE_NO_LEAK false
#else
#define LEFT_LOOPS_ARE_NO_LEAK true
#endif

struct stepped_child {
    CORO;
    int number;
};

ASYNC(stepped_child)
{
    BEGIN;
    printf("child %d\n", self->number);
    AWAIT(async_sleep(self->number));
    RETURN(self->number);
    END;
}

struct stepped_main {
    CORO;
    struct task *child;
};

ASYNC(stepped_main)
{
    BEGIN;
    self->child = create_task_named(coro(stepped_child, .number = 2), "two");
    puts("before");
    AWAIT(coro(stepped_child, .number = 1));
    AWAIT(self->child);
    puts("after");
    END;
}

/* Run it in a child process with SHOW=turns, as make trace-NN does. */
static int show_turns(void *type)
{
    setenv("CLOCK", "virtual", 1);
    setenv("SHOW", "turns", 1);
    const struct coro_type *coro_type = type;
    struct frame *empty = calloc(1, coro_type->size);
    struct coro object =
        coro_new(coro_type, empty, coro_type->size, __FILE__, __LINE__);
    free(empty);
    return run(object);
}

#define turns_of(name) capture_run(show_turns, (void *)(uintptr_t)&name)

START_TEST(every_turn_is_told)
{
    struct captured said = turns_of(stepped_main);
    ck_assert_int_eq(said.status, 0);
    ck_assert_str_eq(said.out,
        "turn 1, 0.0 s\n"
        "  ready    Task-1 stepped_main\n"
        "  runs     Task-1 stepped_main, from its beginning: waits at "
        "test_step.c:31 for a sleep of 1 s, until 1.0 s\n"
        "      | before\n"
        "      | child 1\n"
        "turn 2, 0.0 s\n"
        "  ready    two stepped_child\n"
        "  waiting  Task-1 stepped_main    test_step.c:31       "
        "a sleep of 1 s, until 1.0 s\n"
        "  runs     two stepped_child, from its beginning: waits at "
        "test_step.c:31 for a sleep of 2 s, until 2.0 s\n"
        "      | child 2\n"
        "turn 3, 1.0 s\n"
        "  ready    Task-1 stepped_main\n"
        "  waiting  two stepped_child      test_step.c:31       "
        "a sleep of 2 s, until 2.0 s\n"
        "  runs     Task-1 stepped_main, from test_step.c:31: waits at "
        "test_step.c:47 for task two\n"
        "turn 4, 2.0 s\n"
        "  ready    two stepped_child\n"
        "  waiting  Task-1 stepped_main    test_step.c:47       task two\n"
        "  runs     two stepped_child, from test_step.c:31: returned 2\n"
        "turn 5, 2.0 s\n"
        "  ready    Task-1 stepped_main\n"
        "  runs     Task-1 stepped_main, from test_step.c:47: returned None\n"
        "      | after\n");
}
END_TEST

/* --- programs that do not end well ------------------------------------------- */

struct turns_for_ever {
    CORO;
};

ASYNC(turns_for_ever)
{
    BEGIN;
    while (true)
        AWAIT(async_sleep(0));
    END;
}

START_TEST(turning_for_ever_is_stopped)
{
    struct loop_options options = {.virtual_clock = true};
    struct value value;
    struct recording *recording =
        recording_make(&options, coro(turns_for_ever), &value);
    ck_assert_ptr_nonnull(strstr(recording->ending, "10,000 turns"));
    ck_assert_uint_ge(recording->moment_count, 9999);
    recording_free(recording);
}
END_TEST

struct crashes_later {
    CORO;
    int *nowhere;
};

ASYNC(crashes_later)
{
    BEGIN;
    puts("alive");
    AWAIT(async_sleep(1));
    *self->nowhere = 1;
    END;
}

START_TEST(a_crash_can_be_looked_at)
{
    struct captured said = turns_of(crashes_later);
    ck_assert_int_eq(said.status, 1);
    ck_assert_ptr_nonnull(strstr(said.out, "| alive\nturn 2, 1.0 s\n"));
    ck_assert_ptr_nonnull(strstr(said.out, "did not end: it crashed"));
}
END_TEST

struct never_comes_back {
    CORO;
};

ASYNC(never_comes_back)
{
    volatile unsigned long spin = 0;
    BEGIN;
    puts("in");
    while (true)
        spin = spin + 1;
    END;
}

START_TEST(a_step_that_does_not_come_back_is_left)
{
    struct captured said = turns_of(never_comes_back);
    ck_assert_int_eq(said.status, 1);
    ck_assert_ptr_nonnull(strstr(said.out, "| in\n"));
    ck_assert_ptr_nonnull(strstr(said.out, "two seconds of computing"));
}
END_TEST

struct deadlocks {
    CORO;
};

ASYNC(deadlocks)
{
    BEGIN;
    AWAIT(create_future());
    END;
}

START_TEST(a_deadlock_is_part_of_the_story)
{
    struct captured said = turns_of(deadlocks);
    ck_assert_int_eq(said.status, EDEADLK);
    ck_assert_ptr_nonnull(strstr(said.out, "| handloop: deadlock:"));
}
END_TEST

/* --- many ------------------------------------------------------------------------ */

enum { CROWD = 10000 };

struct sleepers_10000 {
    CORO;
};

ASYNC(sleepers_10000)
{
    BEGIN;
    for (int i = 0; i < CROWD; i++)
        spawn(async_sleep(1));
    AWAIT(async_sleep(2));
    END;
}

START_TEST(ten_thousand_are_counted_not_listed)
{
    struct loop_options options = {.virtual_clock = true};
    struct value value;
    char *text = NULL;
    size_t size = 0;
    struct recording *recording = recording_make(&options, coro(sleepers_10000), &value);
    FILE *memory = open_memstream(&text, &size);
    step_text(recording, memory);
    fclose(memory);
    ck_assert_ptr_null(recording->ending);
    ck_assert_ptr_nonnull(strstr(text, ", and 9992 more\n"));
    free(text);
    recording_free(recording);
}
END_TEST

START_TEST(without_a_terminal_it_is_text)
{
    struct loop_options options = {.virtual_clock = true};
    struct value value;
    struct recording *recording =
        recording_make(&options, coro(stepped_main), &value);
    size_t length;
    ck_assert_uint_eq(recording->moment_count, 5);
    ck_assert(memcmp(recording_printed(recording, 1, &length), "child 2\n", 8)
              == 0);
    ck_assert_uint_eq(length, 8);
    size_t depth;
    const struct place *stack = recording_stack(
        recording, recording->moments[2].record, &depth);
    ck_assert_uint_eq(depth, 2);
    ck_assert_str_eq(stack[0].coro, "stepped_main");
    ck_assert_str_eq(stack[1].coro, "stepped_child");
    ck_assert_int_eq(stack[1].line, 31);
    recording_free(recording);
}
END_TEST

Suite *step_suite(void)
{
    Suite *suite = suite_create("step");
    TCase *tcase = tcase_create("step");
    tcase_add_test(tcase, every_turn_is_told);
    if (LEFT_LOOPS_ARE_NO_LEAK && (!getenv("UNDER") || !getenv("UNDER")[0])) {
        tcase_add_test(tcase, turning_for_ever_is_stopped);
        tcase_add_test(tcase, a_crash_can_be_looked_at);
        tcase_add_test(tcase, a_step_that_does_not_come_back_is_left);
    }
    tcase_add_test(tcase, a_deadlock_is_part_of_the_story);
    tcase_add_test(tcase, ten_thousand_are_counted_not_listed);
    tcase_add_test(tcase, without_a_terminal_it_is_text);
    suite_add_tcase(suite, tcase);
    return suite;
}
