/* test_waiting.c - the waiting table: timers and descriptors. */
#include "core/waiting.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "clock/clock.h"
#include "suites.h"

static struct waiting waiting;
static struct queue ready;

static void begin(void)
{
    waiting = (struct waiting){0};
    ready = (struct queue){0};
}

static void end(void)
{
    waiting_close(&waiting);
}

/* --- timers -------------------------------------------------------------- */

enum { TIMERS = 10000, LATEST = 3000 };     /* many deadlines are equal */

struct expected {
    int64_t deadline;
    int order;              /* in which it was set */
};

static struct job jobs[TIMERS];
static struct expected expected[TIMERS];

static int compare_expected(const void *a, const void *b)
{
    const struct expected *one = a, *other = b;
    if (one->deadline != other->deadline)
        return one->deadline < other->deadline ? -1 : 1;
    return one->order - other->order;
}

/* The same numbers on every machine. */
static unsigned next_random(void)
{
    static unsigned state = 12345;
    state = state * 1103515245u + 12345u;
    return state >> 16 & 0x7fff;
}

static void set_random_timers(void)
{
    for (int i = 0; i < TIMERS; i++) {
        int64_t deadline = next_random() % LATEST;
        expected[i] = (struct expected){deadline, i};
        ck_assert_int_eq(waiting_set_timer(&waiting, &jobs[i], deadline), 0);
    }
}

/* All that is due comes out, sorted as the list of what is expected. */
static void check_order(int count)
{
    qsort(expected, (size_t)count, sizeof *expected, compare_expected);
    waiting_take_due(&waiting, LATEST, &ready);
    for (int i = 0; i < count; i++) {
        ck_assert(!queue_empty(&ready));
        ck_assert_int_eq(queue_pop(&ready) - jobs, expected[i].order);
    }
    ck_assert(queue_empty(&ready));
    ck_assert_uint_eq(waiting.timer_count, 0);
}

START_TEST(the_heap_agrees_with_a_sorted_list)
{
    set_random_timers();
    check_order(TIMERS);
}
END_TEST

START_TEST(the_heap_does_when_timers_are_removed_from_anywhere)
{
    int kept = 0;
    set_random_timers();
    for (int i = 0; i < TIMERS; i++) {
        if (next_random() % 3 == 0)
            ck_assert(waiting_remove_timer(&waiting, &jobs[i]));
        else
            expected[kept++] = expected[i];
    }
    ck_assert_uint_eq(waiting.timer_count, (size_t)kept);
    check_order(kept);
}
END_TEST

START_TEST(equal_deadlines_come_in_the_order_they_were_set)
{
    for (int i = 0; i < TIMERS; i++) {
        expected[i] = (struct expected){5, i};
        waiting_set_timer(&waiting, &jobs[i], 5);
    }
    check_order(TIMERS);
}
END_TEST

/* The number that ranks equal deadlines goes round after 2^32 of them. */
START_TEST(the_rank_may_overflow)
{
    waiting.timers_set = UINT32_MAX - 2;
    for (int i = 0; i < 6; i++) {
        expected[i] = (struct expected){5, i};
        waiting_set_timer(&waiting, &jobs[i], 5);
    }
    check_order(6);
}
END_TEST

START_TEST(only_what_is_due_is_taken)
{
    waiting_set_timer(&waiting, &jobs[0], 10);
    waiting_set_timer(&waiting, &jobs[1], 11);
    waiting_take_due(&waiting, 9, &ready);
    ck_assert(queue_empty(&ready));
    waiting_take_due(&waiting, 10, &ready);
    ck_assert_ptr_eq(queue_pop(&ready), &jobs[0]);
    ck_assert(queue_empty(&ready));
    ck_assert_int_eq(waiting.timers[0].deadline, 11);
}
END_TEST

START_TEST(a_timer_is_removed_once)
{
    waiting_set_timer(&waiting, &jobs[0], 10);
    ck_assert(waiting_remove_timer(&waiting, &jobs[0]));
    ck_assert(!waiting_remove_timer(&waiting, &jobs[0]));
    waiting_take_due(&waiting, LATEST, &ready);
    ck_assert(queue_empty(&ready));
}
END_TEST

/* --- descriptors --------------------------------------------------------- */

static struct job reader, writer, another;
static int ends[2];             /* of a pipe */

static void begin_with_pipe(void)
{
    begin();
    ck_assert_int_eq(pipe(ends), 0);
}

static void end_with_pipe(void)
{
    close(ends[0]);
    close(ends[1]);
    end();
}

static int look(void)
{
    return waiting_select(&waiting, 0, -1, NULL, &ready);
}

START_TEST(a_reader_waits_until_there_is_something)
{
    ck_assert_int_eq(waiting_add_fd(&waiting, ends[0], READING, &reader), 0);
    ck_assert_int_eq(look(), 0);
    ck_assert(queue_empty(&ready));
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    ck_assert_int_eq(look(), 0);
    ck_assert_ptr_eq(queue_pop(&ready), &reader);
    ck_assert(queue_empty(&ready));
    ck_assert_uint_eq(waiting.descriptor_count, 0);
}
END_TEST

START_TEST(a_writer_waits_until_there_is_room)
{
    static const char much[4096];
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (write(ends[1], much, sizeof much) > 0)
        continue;
    waiting_add_fd(&waiting, ends[1], WRITING, &writer);
    look();
    ck_assert(queue_empty(&ready));
    char taken[65536];
    while (read(ends[0], taken, sizeof taken) == (ssize_t)sizeof taken)
        if (look() == 0 && !queue_empty(&ready))
            break;
    look();
    ck_assert_ptr_eq(queue_pop(&ready), &writer);
}
END_TEST

START_TEST(one_descriptor_may_be_waited_for_in_both_directions)
{
    int pair = open("/dev/null", O_RDWR);   /* always both */
    waiting_add_fd(&waiting, pair, READING, &reader);
    waiting_add_fd(&waiting, pair, WRITING, &writer);
    ck_assert_uint_eq(waiting.descriptor_count, 2);
    look();
    ck_assert_ptr_eq(queue_pop(&ready), &reader);
    ck_assert_ptr_eq(queue_pop(&ready), &writer);
    ck_assert_uint_eq(waiting.descriptor_count, 0);
    close(pair);
}
END_TEST

START_TEST(all_who_wait_are_woken_in_order)
{
    waiting_add_fd(&waiting, ends[0], READING, &reader);
    waiting_add_fd(&waiting, ends[0], READING, &another);
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    look();
    ck_assert_ptr_eq(queue_pop(&ready), &reader);
    ck_assert_ptr_eq(queue_pop(&ready), &another);
}
END_TEST

START_TEST(the_end_of_a_pipe_can_be_read)
{
    waiting_add_fd(&waiting, ends[0], READING, &reader);
    close(ends[1]);
    look();
    ck_assert_ptr_eq(queue_pop(&ready), &reader);
    ends[1] = dup(ends[0]);
}
END_TEST

START_TEST(who_is_taken_away_is_not_woken)
{
    waiting_add_fd(&waiting, ends[0], READING, &reader);
    waiting_add_fd(&waiting, ends[0], READING, &another);
    ck_assert(waiting_remove_fd(&waiting, ends[0], READING, &reader));
    ck_assert(!waiting_remove_fd(&waiting, ends[0], READING, &reader));
    ck_assert(!waiting_remove_fd(&waiting, ends[1], READING, &another));
    ck_assert(!waiting_remove_fd(&waiting, ends[0], WRITING, &another));
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    look();
    ck_assert_ptr_eq(queue_pop(&ready), &another);
    ck_assert(queue_empty(&ready));
}
END_TEST

START_TEST(select_comes_back_in_time)
{
    struct clock clock;
    clock_begin(&clock, false);
    waiting_add_fd(&waiting, ends[0], READING, &reader);
    ck_assert_int_eq(waiting_select(&waiting, 20 * NANOSECONDS_PER_MS, -1,
                                    NULL, &ready), 0);
    ck_assert_int_ge(clock_look(&clock), 20 * NANOSECONDS_PER_MS);
    ck_assert(queue_empty(&ready));
}
END_TEST

START_TEST(the_wake_up_pipe_ends_select_and_wakes_nobody)
{
    int other[2];
    bool woken = false;
    ck_assert_int_eq(pipe(other), 0);
    waiting_add_fd(&waiting, other[0], READING, &reader);
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    ck_assert_int_eq(waiting_select(&waiting, -1, ends[0], &woken, &ready),
                     0);
    ck_assert(woken);
    ck_assert(queue_empty(&ready));
    close(other[0]);
    close(other[1]);
}
END_TEST

START_TEST(negative_and_large_descriptors_are_refused)
{
    ck_assert_int_eq(waiting_add_fd(&waiting, -1, READING, &reader), EBADF);
    ck_assert_int_eq(waiting_add_fd(&waiting, FD_SETSIZE, READING, &reader),
                     ERANGE);
    ck_assert_int_eq(waiting_add_fd(&waiting, FD_SETSIZE, WRITING, &reader),
                     ERANGE);
    ck_assert_uint_eq(waiting.descriptor_count, 0);
    ck_assert_int_eq(look(), 0);
}
END_TEST

START_TEST(the_largest_descriptor_is_taken)
{
    ck_assert_int_eq(waiting_add_fd(&waiting, FD_SETSIZE - 1, READING, &reader),
                     0);
    ck_assert(waiting_remove_fd(&waiting, FD_SETSIZE - 1, READING, &reader));
}
END_TEST

START_TEST(a_closed_descriptor_is_found_and_the_others_stay)
{
    int closed = dup(ends[0]);
    waiting_add_fd(&waiting, ends[0], READING, &reader);
    waiting_add_fd(&waiting, closed, READING, &another);
    waiting_add_fd(&waiting, closed, WRITING, &writer);
    close(closed);
    ck_assert_int_eq(look(), EBADF);
    ck_assert_int_eq(waiting_find_closed(&waiting), closed);
    ck_assert_ptr_eq(waiting_take(&waiting, closed, READING), &another);
    ck_assert_int_eq(waiting_find_closed(&waiting), closed);
    ck_assert_ptr_eq(waiting_take(&waiting, closed, WRITING), &writer);
    ck_assert_int_eq(waiting_find_closed(&waiting), -1);
    ck_assert_int_eq(write(ends[1], "x", 1), 1);
    ck_assert_int_eq(look(), 0);
    ck_assert_ptr_eq(queue_pop(&ready), &reader);
}
END_TEST

Suite *waiting_suite(void)
{
    Suite *suite = suite_create("waiting");
    TCase *timers = tcase_create("timers");
    tcase_add_checked_fixture(timers, begin, end);
    tcase_add_test(timers, the_heap_agrees_with_a_sorted_list);
    tcase_add_test(timers, the_heap_does_when_timers_are_removed_from_anywhere);
    tcase_add_test(timers, equal_deadlines_come_in_the_order_they_were_set);
    tcase_add_test(timers, the_rank_may_overflow);
    tcase_add_test(timers, only_what_is_due_is_taken);
    tcase_add_test(timers, a_timer_is_removed_once);
    suite_add_tcase(suite, timers);

    TCase *descriptors = tcase_create("descriptors");
    tcase_add_checked_fixture(descriptors, begin_with_pipe, end_with_pipe);
    tcase_add_test(descriptors, a_reader_waits_until_there_is_something);
    tcase_add_test(descriptors, a_writer_waits_until_there_is_room);
    tcase_add_test(descriptors, one_descriptor_may_be_waited_for_in_both_directions);
    tcase_add_test(descriptors, all_who_wait_are_woken_in_order);
    tcase_add_test(descriptors, the_end_of_a_pipe_can_be_read);
    tcase_add_test(descriptors, who_is_taken_away_is_not_woken);
    tcase_add_test(descriptors, select_comes_back_in_time);
    tcase_add_test(descriptors, the_wake_up_pipe_ends_select_and_wakes_nobody);
    tcase_add_test(descriptors, negative_and_large_descriptors_are_refused);
    tcase_add_test(descriptors, the_largest_descriptor_is_taken);
    tcase_add_test(descriptors, a_closed_descriptor_is_found_and_the_others_stay);
    suite_add_tcase(suite, descriptors);
    return suite;
}
