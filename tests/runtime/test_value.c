/* test_value.c - values, texts and errors. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"
#include "capture.h"
#include "../inside.h"
#include "suites.h"

START_TEST(a_value_is_what_it_was_made_of)
{
    int x = 0;
    ck_assert(is_none(value_none()));
    ck_assert_int_eq(as_int(value_of(-3)), -3);
    ck_assert_int_eq(as_int(value_of(INT64_MAX)), INT64_MAX);
    ck_assert_int_eq(as_int(value_of((unsigned char)200)), 200);
    ck_assert_int_eq(as_int(value_of(7UL)), 7);
    ck_assert_double_eq(as_real(value_of(2.5)), 2.5);
    ck_assert_double_eq(as_real(value_of(2.5f)), 2.5);
    ck_assert_str_eq(as_text(value_of("text")), "text");
    ck_assert_ptr_eq(as_pointer(value_of((void *)&x)), &x);
    ck_assert_int_eq(as_int(value_of(value_of(7))), 7);
}
END_TEST

START_TEST(a_value_takes_sixteen_bytes)
{
    ck_assert_uint_eq(sizeof(struct value), 16);
}
END_TEST

START_TEST(an_int_may_be_read_as_a_real)
{
    ck_assert_double_eq(as_real(value_of(4)), 4.0);
}
END_TEST

START_TEST(values_print_as_in_python)
{
    ck_assert_str_eq(value_to_text(value_none()), "None");
    ck_assert_str_eq(value_to_text(value_of(-12)), "-12");
    ck_assert_str_eq(value_to_text(value_of(2.5)), "2.5");
    ck_assert_str_eq(value_to_text(value_of(0.1)), "0.1");
    ck_assert_str_eq(value_to_text(value_of("User 1 data")), "User 1 data");
}
END_TEST

/* --- the wrong kind ------------------------------------------------------ */

static void ask_text_for_int(void)
{
    printf("%d", (int)as_int(value_of("seven")));
}

static void ask_none_for_text(void)
{
    puts(as_text(value_none()));
}

static void ask_int_for_pointer(void)
{
    printf("%p", as_pointer(value_of(1)));
}

static void ask_text_for_real(void)
{
    printf("%f", as_real(value_of("1.5")));
}

static void ask_int_for_error(void)
{
    printf("%d", as_error(value_of(1))->code);
}

struct asks_wrongly {
    CORO;
    void (*ask)(void);
};

ASYNC(asks_wrongly)
{
    BEGIN;
    AWAIT(async_sleep(0));
    self->ask();
    END;
}

static int run_asks_wrongly(void *arg)
{
    struct asks_wrongly *wanted = arg;
    return run(coro(asks_wrongly, .ask = wanted->ask));
}

/* What is asked, and the words of the sentence that stops the program. */
static const struct {
    void (*ask)(void);
    const char *words[2];
} wrong[] = {
    {ask_text_for_int, {"an int", "seven"}},
    {ask_none_for_text, {"a text", "None"}},
    {ask_int_for_pointer, {"a pointer", "int"}},
    {ask_text_for_real, {"a real", "text"}},
    {ask_int_for_error, {"an error", "int"}},
};

START_TEST(the_wrong_kind_stops_the_program)
{
    struct asks_wrongly wanted = {.ask = wrong[_i].ask};
    struct captured captured = capture_run(run_asks_wrongly, &wanted);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "handloop: ");
    ck_assert_says(captured, "asks_wrongly");
    ck_assert_says(captured, "test_value.c:");
    ck_assert_says(captured, wrong[_i].words[0]);
    ck_assert_says(captured, wrong[_i].words[1]);
}
END_TEST

static int ask_without_a_loop(void *arg)
{
    (void)arg;
    return (int)as_int(value_of("seven"));
}

START_TEST(the_wrong_kind_stops_a_program_without_a_loop)
{
    struct captured captured = capture_run(ask_without_a_loop, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "test_value.c:");
}
END_TEST

/* --- texts --------------------------------------------------------------- */

START_TEST(texts_are_formatted_and_stay)
{
    const char *texts[1000];
    for (int i = 0; i < 1000; i++)
        texts[i] = textf("User %d data", i);
    for (int i = 0; i < 1000; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "User %d data", i);
        ck_assert_str_eq(texts[i], expected);
    }
}
END_TEST

START_TEST(a_text_may_be_long)
{
    enum { LENGTH = 1000000 };
    char *long_text = malloc(LENGTH + 1);
    memset(long_text, 'x', LENGTH);
    long_text[LENGTH] = '\0';
    const char *copy = textf("%s", long_text);
    ck_assert_ptr_ne(copy, long_text);
    ck_assert(strcmp(copy, long_text) == 0);
    free(long_text);
}
END_TEST

START_TEST(a_text_may_be_empty)
{
    ck_assert_str_eq(textf("%s", ""), "");
}
END_TEST

/* --- errors -------------------------------------------------------------- */

START_TEST(errors_have_code_and_message)
{
    struct error *error = error_new(ETIMEDOUT, "after %d s", 2);
    ck_assert_int_eq(error->code, ETIMEDOUT);
    ck_assert_str_eq(error->message, "after 2 s");
    ck_assert_str_eq(error_to_text(error), "TimeoutError: after 2 s");
    ck_assert_str_eq(error_to_text(error_new(ECANCELED, "")),
                     "CancelledError");
    ck_assert_str_eq(error_to_text(NULL), "no error");
}
END_TEST

START_TEST(codes_have_names)
{
    ck_assert_str_eq(error_name(ECANCELED), "CancelledError");
    ck_assert_str_eq(error_name(ETIMEDOUT), "TimeoutError");
    ck_assert_str_eq(error_name(EGROUP), "ExceptionGroup");
    ck_assert_str_eq(error_name(ECONNREFUSED), strerror(ECONNREFUSED));
    ck_assert_ptr_nonnull(strstr(error_name(USER_ERROR + 1), "2001"));
}
END_TEST

START_TEST(groups_list_their_members)
{
    struct error *members[] = {error_new(USER_ERROR, "first"),
                               error_new(ETIMEDOUT, "second")};
    struct error *group = error_new(EGROUP, "two");
    group->members = members;
    group->member_count = 2;
    const char *text = error_to_text(group);
    ck_assert_ptr_nonnull(strstr(text, "ExceptionGroup: two"));
    ck_assert_ptr_nonnull(strstr(text, "first"));
    ck_assert_ptr_nonnull(strstr(text, "TimeoutError: second"));
}
END_TEST

START_TEST(a_trail_grows_outwards)
{
    struct error *error = error_new(EIO, "broken");
    error_add_trail(error, "inner", "a.c", 1);
    error_add_trail(error, "outer", "b.c", 2);
    ck_assert_uint_eq(error->traceback_length, 2);
    ck_assert_str_eq(error->traceback->name, "inner");
    ck_assert_int_eq(error->traceback->line, 1);
    ck_assert_str_eq(error->traceback->next->file, "b.c");
    ck_assert_ptr_null(error->traceback->next->next);
}
END_TEST

static int print_deep_error(void *arg)
{
    (void)arg;
    struct error *error = error_new(EIO, "broken");
    for (int i = 1; i <= 1000; i++)
        error_add_trail(error, "deep", "deep.c", i);
    error_print(stderr, error);
    return 0;
}

START_TEST(a_long_trail_is_cut_and_counted)
{
    struct captured captured = capture_run(print_deep_error, NULL);
    ck_assert_says(captured, "broken\n");
    ck_assert_says(captured, "in deep, deep.c:1\n");
    ck_assert_says(captured, "awaited by deep, deep.c:32\n");
    ck_assert_says(captured, "... and 968 frames more\n");
    ck_assert_ptr_null(strstr(captured.err, "deep.c:33\n"));
}
END_TEST

START_TEST(shared_errors_carry_no_trail)
{
    error_add_trail(&error_cancelled, "somebody", "a.c", 1);
    ck_assert_ptr_null(error_cancelled.traceback);
}
END_TEST

Suite *value_suite(void)
{
    Suite *suite = suite_create("value");
    TCase *values = tcase_create("values");
    tcase_add_test(values, a_value_is_what_it_was_made_of);
    tcase_add_test(values, a_value_takes_sixteen_bytes);
    tcase_add_test(values, an_int_may_be_read_as_a_real);
    tcase_add_test(values, values_print_as_in_python);
    tcase_add_loop_test(values, the_wrong_kind_stops_the_program, 0,
                        (int)(sizeof wrong / sizeof *wrong));
    tcase_add_test(values, the_wrong_kind_stops_a_program_without_a_loop);
    suite_add_tcase(suite, values);

    TCase *texts = tcase_create("texts");
    tcase_add_test(texts, texts_are_formatted_and_stay);
    tcase_add_test(texts, a_text_may_be_long);
    tcase_add_test(texts, a_text_may_be_empty);
    suite_add_tcase(suite, texts);

    TCase *errors = tcase_create("errors");
    tcase_add_test(errors, errors_have_code_and_message);
    tcase_add_test(errors, codes_have_names);
    tcase_add_test(errors, groups_list_their_members);
    tcase_add_test(errors, a_trail_grows_outwards);
    tcase_add_test(errors, a_long_trail_is_cut_and_counted);
    tcase_add_test(errors, shared_errors_carry_no_trail);
    suite_add_tcase(suite, errors);
    return suite;
}
