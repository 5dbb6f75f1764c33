/* test_clock.c - real and virtual time, and seconds as nanoseconds. */
#include "clock/clock.h"

#include <math.h>
#include <time.h>

#include "suites.h"

START_TEST(a_clock_begins_at_zero)
{
    struct clock clock;
    clock_begin(&clock, true);
    ck_assert_int_eq(clock_look(&clock), 0);
    clock_begin(&clock, false);
    ck_assert_int_ge(clock_look(&clock), 0);
    ck_assert_int_lt(clock_look(&clock), (int64_t)60 * NANOSECONDS_PER_SECOND);
}
END_TEST

START_TEST(virtual_time_moves_only_when_it_is_spent)
{
    struct clock clock;
    clock_begin(&clock, true);
    struct timespec moment = {.tv_nsec = 2 * NANOSECONDS_PER_MS};
    nanosleep(&moment, NULL);
    ck_assert_int_eq(clock_look(&clock), 0);
    ck_assert_int_eq(clock_glance(&clock), 0);
    clock_spend(&clock, 5);
    clock_spend(&clock, (int64_t)3600 * NANOSECONDS_PER_SECOND);
    ck_assert_int_eq(clock_look(&clock),
                     (int64_t)3600 * NANOSECONDS_PER_SECOND + 5);
    ck_assert_int_eq(clock_glance(&clock), clock_look(&clock));
}
END_TEST

START_TEST(real_time_is_really_spent)
{
    struct clock clock;
    clock_begin(&clock, false);
    int64_t before = clock_look(&clock);
    clock_spend(&clock, 20 * NANOSECONDS_PER_MS);
    ck_assert_int_ge(clock_look(&clock) - before, 20 * NANOSECONDS_PER_MS);
}
END_TEST

static int64_t used_by_this_thread(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * NANOSECONDS_PER_SECOND + used.tv_nsec;
}

START_TEST(who_computes_uses_the_processor)
{
    struct clock clock;
    clock_begin(&clock, false);
    int64_t before = used_by_this_thread();
    clock_compute(&clock, 20 * NANOSECONDS_PER_MS);
    ck_assert_int_ge(used_by_this_thread() - before, 20 * NANOSECONDS_PER_MS);

    clock_begin(&clock, true);
    before = used_by_this_thread();
    clock_compute(&clock, (int64_t)3600 * NANOSECONDS_PER_SECOND);
    ck_assert_int_eq(clock_look(&clock),
                     (int64_t)3600 * NANOSECONDS_PER_SECOND);
    ck_assert_int_lt(used_by_this_thread() - before, NANOSECONDS_PER_SECOND);
}
END_TEST

START_TEST(real_time_never_goes_backwards)
{
    struct clock clock;
    clock_begin(&clock, false);
    int64_t latest = clock_look(&clock);
    for (int i = 0; i < 100000; i++) {
        int64_t now = i % 2 ? clock_look(&clock) : clock_glance(&clock);
        ck_assert_int_ge(now, latest);
        latest = now;
    }
    ck_assert_int_gt(latest, 0);
}
END_TEST

/* As if the system's clock had been set back by an hour. */
START_TEST(a_jump_back_stops_the_clock_until_it_has_caught_up)
{
    struct clock clock;
    clock_begin(&clock, false);
    int64_t before = clock_look(&clock);
    clock.began += (int64_t)3600 * NANOSECONDS_PER_SECOND;
    ck_assert_int_eq(clock_look(&clock), before);
    ck_assert_int_eq(clock_glance(&clock), before);
}
END_TEST

START_TEST(seconds_become_nanoseconds)
{
    ck_assert_int_eq(clock_from_seconds(0), 0);
    ck_assert_int_eq(clock_from_seconds(1.5), 1500000000);
    ck_assert_int_eq(clock_from_seconds(0.1), 100000000);
    ck_assert_int_eq(clock_from_seconds(0.3), 300000000);
    ck_assert_int_eq(clock_from_seconds(1e-9), 1);
    ck_assert_int_eq(clock_from_seconds(0.4e-9), 0);
    ck_assert_int_eq(clock_from_seconds(0.6e-9), 1);
}
END_TEST

START_TEST(there_and_back)
{
    for (int ms = 0; ms < 100000; ms += 7)
        ck_assert_int_eq(clock_from_seconds(clock_to_seconds(
                             (int64_t)ms * NANOSECONDS_PER_MS)),
                         (int64_t)ms * NANOSECONDS_PER_MS);
}
END_TEST

START_TEST(negative_times_are_none)
{
    ck_assert_int_eq(clock_from_seconds(-1), 0);
    ck_assert_int_eq(clock_from_seconds(-1e300), 0);
    ck_assert_int_eq(clock_from_seconds(-(double)INFINITY), 0);
}
END_TEST

START_TEST(too_long_is_the_longest)
{
    int64_t longest = clock_from_seconds((double)INFINITY);
    ck_assert_int_eq(clock_from_seconds(1e300), longest);
    ck_assert_int_eq(clock_from_seconds((double)NAN), CLOCK_NO_TIME);
    ck_assert_double_gt(clock_to_seconds(longest), 70.0 * 365 * 24 * 3600);
    ck_assert_int_lt(longest, INT64_MAX / 2);   /* two can be added */
}
END_TEST

/* At the end of time it stays there. */
START_TEST(huge_sleeps_do_not_overflow)
{
    struct clock clock;
    clock_begin(&clock, true);
    for (int i = 0; i < 10; i++) {
        int64_t before = clock.now;
        clock_spend(&clock, CLOCK_LONGEST);
        ck_assert_int_ge(clock.now, before);
        ck_assert_int_gt(clock.now, 0);
    }
    ck_assert_int_eq(clock.now, INT64_MAX);
    ck_assert_int_eq(clock_after(INT64_MAX - 1, 1), INT64_MAX);
}
END_TEST

Suite *clock_suite(void)
{
    Suite *suite = suite_create("clock");
    TCase *clocks = tcase_create("clocks");
    tcase_add_test(clocks, a_clock_begins_at_zero);
    tcase_add_test(clocks, huge_sleeps_do_not_overflow);
    tcase_add_test(clocks, virtual_time_moves_only_when_it_is_spent);
    tcase_add_test(clocks, real_time_is_really_spent);
    tcase_add_test(clocks, who_computes_uses_the_processor);
    tcase_add_test(clocks, real_time_never_goes_backwards);
    tcase_add_test(clocks, a_jump_back_stops_the_clock_until_it_has_caught_up);
    suite_add_tcase(suite, clocks);

    TCase *conversions = tcase_create("conversions");
    tcase_add_test(conversions, seconds_become_nanoseconds);
    tcase_add_test(conversions, there_and_back);
    tcase_add_test(conversions, negative_times_are_none);
    tcase_add_test(conversions, too_long_is_the_longest);
    suite_add_tcase(suite, conversions);
    return suite;
}
