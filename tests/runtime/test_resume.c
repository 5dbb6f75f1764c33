/* test_resume.c - functions that stop in the middle, written with resume.h
 * alone: no coroutine, no loop. */
#include "core/resume.h"

#include <stdbool.h>

#include "suites.h"

enum { FINISHED = -1, LOST = -2 };

/* --- a generator --------------------------------------------------------- */

struct counter {
    int line;
    int n, to;
};

static int count(struct counter *self)
{
    RESUME(self->line, LOST);
    for (self->n = 1; self->n <= self->to; self->n++)
        LEAVE(self->line, self->n);
    END_RESUME;
    return FINISHED;
}

START_TEST(a_generator_goes_on_where_it_left)
{
    struct counter counter = {.to = 3};
    ck_assert_int_eq(count(&counter), 1);
    ck_assert_int_eq(count(&counter), 2);
    ck_assert_int_eq(count(&counter), 3);
    ck_assert_int_eq(count(&counter), FINISHED);
}
END_TEST

START_TEST(generators_do_not_disturb_each_other)
{
    struct counter one = {.to = 2}, other = {.to = 3};
    ck_assert_int_eq(count(&one), 1);
    ck_assert_int_eq(count(&other), 1);
    ck_assert_int_eq(count(&one), 2);
    ck_assert_int_eq(count(&one), FINISHED);
    ck_assert_int_eq(count(&other), 2);
    ck_assert_int_eq(count(&other), 3);
}
END_TEST

START_TEST(an_unknown_line_is_lost)
{
    struct counter counter = {.line = 1, .to = 3};
    ck_assert_int_eq(count(&counter), LOST);
}
END_TEST

/* --- leaving from anywhere ----------------------------------------------- */

struct visitor {
    int line;
    bool left;
    int i, k;
};

/* From both arms of an if, from loops in loops, from a do-while. */
static int visit(struct visitor *self)
{
    RESUME(self->line, LOST);
    if (self->left)
        LEAVE(self->line, 10);
    else
        LEAVE(self->line, 20);
    for (self->i = 1; self->i <= 2; self->i++)
        for (self->k = 1; self->k <= 2; self->k++)
            LEAVE(self->line, self->i * 100 + self->k);
    do {
        LEAVE(self->line, 30);
    } while (--self->i > 0);
    END_RESUME;
    return FINISHED;
}

START_TEST(one_may_leave_from_anywhere)
{
    static const int expected[] = {0, 101, 102, 201, 202, 30, 30, 30, FINISHED};
    for (int left = 0; left <= 1; left++) {
        struct visitor visitor = {.left = left};
        ck_assert_int_eq(visit(&visitor), left ? 10 : 20);
        for (int i = 1; i < (int)(sizeof expected / sizeof *expected); i++)
            ck_assert_int_eq(visit(&visitor), expected[i]);
    }
}
END_TEST

START_TEST(the_place_is_a_line_of_the_source)
{
    struct visitor visitor = {.left = true};
    visit(&visitor);
    int first = visitor.line;
    visit(&visitor);
    ck_assert_int_gt(first, 1);
    ck_assert_int_eq(visitor.line, first + 5);
}
END_TEST

/* --- no result ----------------------------------------------------------- */

struct steps {
    int place;
    int taken;
};

static void take_steps(struct steps *self)
{
    RESUME(self->place, );
    self->taken = 1;
    LEAVE(self->place, );
    self->taken = 2;
    END_RESUME;
}

START_TEST(a_function_may_have_no_result)
{
    struct steps steps = {0};
    take_steps(&steps);
    ck_assert_int_eq(steps.taken, 1);
    take_steps(&steps);
    ck_assert_int_eq(steps.taken, 2);
}
END_TEST

Suite *resume_suite(void)
{
    Suite *suite = suite_create("resume");
    TCase *cases = tcase_create("resume");
    tcase_add_test(cases, a_generator_goes_on_where_it_left);
    tcase_add_test(cases, generators_do_not_disturb_each_other);
    tcase_add_test(cases, an_unknown_line_is_lost);
    tcase_add_test(cases, one_may_leave_from_anywhere);
    tcase_add_test(cases, the_place_is_a_line_of_the_source);
    tcase_add_test(cases, a_function_may_have_no_result);
    suite_add_tcase(suite, cases);
    return suite;
}
