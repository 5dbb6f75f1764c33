/* Handles: what a frame owns, released early, in any order, by the many. */
#include <check.h>
#include <stdlib.h>

#include "runtime.h"
#include "../inside.h"
#include "suites.h"

struct pause {
    CORO;
};

ASYNC(pause)
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
        tasks[self->i] = create_task(coro(pause));
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

Suite *handles_suite(void)
{
    Suite *suite = suite_create("handles");
    TCase *many = tcase_create("many");
    tcase_add_test(many, many_are_released_in_order);
    tcase_add_test(many, many_are_released_backwards);
    tcase_add_test(many, many_are_released_criss_cross);
    suite_add_tcase(suite, many);
    return suite;
}
