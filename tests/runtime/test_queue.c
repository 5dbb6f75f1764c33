/* test_queue.c - the first-in-first-out queue.
 *
 * The jobs are letters: a queue is filled from a text and read as one. */
#include "core/queue.h"

#include <string.h>

#include "suites.h"

static struct job letters[128];

static struct queue filled(const char *text)
{
    struct queue queue = {0};
    for (; *text; text++)
        queue_push(&queue, &letters[(unsigned char)*text]);
    return queue;
}

/* What is in the queue, by looking at it. */
static const char *content(const struct queue *queue)
{
    static char text[128];
    size_t length = 0;
    struct job *job = queue_next(queue, NULL);
    for (; job; job = queue_next(queue, job))
        text[length++] = (char)(job - letters);
    text[length] = '\0';
    return text;
}

/* The same, by taking it all out. */
static const char *emptied(struct queue *queue)
{
    static char text[128];
    size_t length = 0;
    while (!queue_empty(queue))
        text[length++] = (char)(queue_pop(queue) - letters);
    text[length] = '\0';
    return text;
}

START_TEST(first_in_is_first_out)
{
    struct queue queue = filled("abcdef");
    ck_assert_str_eq(content(&queue), "abcdef");
    ck_assert_str_eq(emptied(&queue), "abcdef");
}
END_TEST

START_TEST(an_empty_queue_is_empty)
{
    struct queue queue = {0};
    ck_assert(queue_empty(&queue));
    ck_assert_ptr_null(queue_next(&queue, NULL));
    ck_assert_str_eq(emptied(&queue), "");
}
END_TEST

START_TEST(a_queue_can_be_filled_while_it_is_emptied)
{
    struct queue queue = filled("ab");
    struct job *first = queue_pop(&queue);
    queue_push(&queue, first);
    ck_assert_str_eq(content(&queue), "ba");
    queue_pop(&queue);
    queue_pop(&queue);
    ck_assert(queue_empty(&queue));
    queue_push(&queue, first);
    ck_assert_str_eq(emptied(&queue), "a");
}
END_TEST

static const struct {
    const char *queue, *more, *together;
} appends[] = {
    {"abc", "de", "abcde"}, {"", "de", "de"}, {"abc", "", "abc"},
    {"", "", ""},           {"a", "b", "ab"},
};

START_TEST(append_moves_all_in_order)
{
    struct queue queue = filled(appends[_i].queue);
    struct queue more = filled(appends[_i].more);
    queue_append(&queue, &more);
    ck_assert(queue_empty(&more));
    ck_assert_str_eq(content(&queue), appends[_i].together);
    queue_push(&queue, &letters['z']);      /* the end is where it should be */
    ck_assert_int_eq(emptied(&queue)[strlen(appends[_i].together)], 'z');
}
END_TEST

static const struct {
    const char *queue;
    char removed;
    const char *left;
} removals[] = {
    {"abc", 'a', "bc"}, {"abc", 'b', "ac"}, {"abc", 'c', "ab"},
    {"ab", 'a', "b"},   {"ab", 'b', "a"},   {"a", 'a', ""},
};

START_TEST(a_job_is_removed_from_anywhere)
{
    struct queue queue = filled(removals[_i].queue);
    struct job *job = &letters[(unsigned char)removals[_i].removed];
    ck_assert(queue_remove(&queue, job));
    ck_assert_str_eq(content(&queue), removals[_i].left);
    ck_assert(!queue_remove(&queue, job));
    queue_push(&queue, job);                /* and can come back */
    size_t left = strlen(removals[_i].left);
    ck_assert_int_eq(emptied(&queue)[left], removals[_i].removed);
}
END_TEST

START_TEST(what_is_not_there_cannot_be_removed)
{
    struct queue queue = filled("abc"), empty = {0};
    ck_assert(!queue_remove(&queue, &letters['x']));
    ck_assert(!queue_remove(&empty, &letters['x']));
    ck_assert_str_eq(content(&queue), "abc");
}
END_TEST

Suite *queue_suite(void)
{
    Suite *suite = suite_create("queue");
    TCase *fifo = tcase_create("queue");
    tcase_add_test(fifo, first_in_is_first_out);
    tcase_add_test(fifo, an_empty_queue_is_empty);
    tcase_add_test(fifo, a_queue_can_be_filled_while_it_is_emptied);
    tcase_add_loop_test(fifo, append_moves_all_in_order, 0,
                        (int)(sizeof appends / sizeof *appends));
    tcase_add_loop_test(fifo, a_job_is_removed_from_anywhere, 0,
                        (int)(sizeof removals / sizeof *removals));
    tcase_add_test(fifo, what_is_not_there_cannot_be_removed);
    suite_add_tcase(suite, fifo);
    return suite;
}
