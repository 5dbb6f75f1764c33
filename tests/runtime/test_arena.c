/* Stores: filled from the front, given back as a whole, and those of tasks. */
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "runtime.h"
#include "suites.h"

START_TEST(room_is_aligned_and_apart)
{
    char *one = arena_get(1), *two = arena_get(100), *big = arena_get(10000);
    ck_assert_uint_eq((uintptr_t)two % _Alignof(max_align_t), 0);
    ck_assert(two > one && one + 1 <= two);
    memset(big, 'x', 10000);
    memset(two, 'y', 100);
    ck_assert_int_eq(big[9999], 'x');
    arena_close();
}
END_TEST

START_TEST(numbers_come_back)
{
    uint16_t first = arena_new(), second = arena_new();
    ck_assert(first && second && first != second);
    arena_keep(first);
    arena_drop(first);
    ck_assert_uint_ne(arena_new(), first);
    arena_drop(first);
    ck_assert_uint_eq(arena_new(), first);
    arena_close();
}
END_TEST

START_TEST(when_there_are_no_more_the_loops_own_is_used)
{
    for (int i = 0; i < UINT16_MAX; i++)
        ck_assert_uint_ne(arena_new(), 0);
    ck_assert_uint_eq(arena_new(), 0);
    arena_drop(77);
    ck_assert_uint_eq(arena_new(), 77);
    arena_close();
}
END_TEST

/* --- stores of tasks ----------------------------------------------------- */

struct child {
    CORO;
    uint16_t arena;
};

ASYNC(child)
{
    BEGIN;
    self->arena = arena_in_use;
    AWAIT(async_sleep(1));
    ck_assert_uint_eq(arena_in_use, self->arena);
    RETURN((int)self->arena);
    END;
}

struct request {
    CORO;
    uint16_t arena;
    struct value children[2];
    const char *text;
};

ASYNC(request)
{
    BEGIN;
    ck_assert_uint_eq(arena_in_use, 0);
    task_own_texts();
    self->arena = arena_in_use;
    ck_assert_uint_ne(self->arena, 0);
    self->text = textf("request in %d", (int)self->arena);
    AWAIT(gather(self->children, coro(child), coro(child)));
    ck_assert_int_eq(as_int(self->children[0]), self->arena);
    ck_assert_int_eq(as_int(self->children[1]), self->arena);
    ck_assert_str_eq(self->text, textf("request in %d", (int)self->arena));
    RETURN((int)self->arena);
    END;
}

struct two_requests {
    CORO;
    struct value stores[2];
};

ASYNC(two_requests)
{
    BEGIN;
    task_own_texts();
    ck_assert_uint_eq(arena_in_use, 0);     /* main keeps the loop's */
    AWAIT(gather(self->stores, coro(request), coro(request)));
    ck_assert_uint_eq(arena_in_use, 0);
    ck_assert_int_ne(as_int(self->stores[0]), as_int(self->stores[1]));
    RETURN("the end");
    END;
}

START_TEST(a_request_and_its_children_share_one)
{
    struct value value;
    struct loop_options options = {.virtual_clock = true};
    ck_assert_int_eq(loop_run(&options, coro(two_requests), &value), 0);
    ck_assert_str_eq(as_text(value), "the end");
}
END_TEST

struct outlived {
    CORO;
    struct task **child;
};

struct slow_child {
    CORO;
    const char *text;
};

ASYNC(slow_child)
{
    BEGIN;
    self->text = textf("%s", "made by the child");
    AWAIT(async_sleep(5));
    ck_assert_str_eq(self->text, "made by the child");
    RETURN(self->text);
    END;
}

ASYNC(outlived)
{
    BEGIN;
    task_own_texts();
    spawn(coro(slow_child));
    task_own_texts();           /* the child still needs the first one */
    memset((char *)textf("%4000s", ""), '!', 4000);
    END;
}

struct outlives {
    CORO;
};

ASYNC(outlives)
{
    BEGIN;
    AWAIT(create_task(coro(outlived)));
    AWAIT(async_sleep(10));
    END;
}

START_TEST(a_store_lives_as_long_as_the_last_task_with_it)
{
    struct loop_options options = {.virtual_clock = true};
    ck_assert_int_eq(loop_run(&options, coro(outlives), NULL), 0);
}
END_TEST

/* A server's life: errors, time limits and cancellations in every request. */
struct page_fails {
    CORO;
};

ASYNC(page_fails)
{
    BEGIN;
    AWAIT(async_sleep(1));
    RAISE(EIO, "cannot read %s", textf("%2000s", "page"));
    END;
}

struct rough_request {
    CORO;
    struct value results[2];
};

ASYNC(rough_request)
{
    BEGIN;
    task_own_texts();
    TRY_AWAIT(gather(self->results, coro(page_fails), coro(page_fails)));
    ck_assert_int_eq(failure(), EIO);
    TRY_AWAIT(wait_for(coro(page_fails), 0.5));
    ck_assert_int_eq(failure(), ETIMEDOUT);
    RERAISE;
    END;
}

struct many_requests {
    CORO;
    int number;
    struct task *task;
    const char *before;
};

ASYNC(many_requests)
{
    BEGIN;
    self->before = arena_get(1);
    for (self->number = 0; self->number < 10000; self->number++) {
        self->task = create_task(coro(rough_request));
        TRY_AWAIT(self->task);
        ck_assert_int_eq(failure(), ETIMEDOUT);
        task_release(self->task);
    }
    /* the loop's own arena has not grown */
    ck_assert_int_lt((char *)arena_get(1) - self->before, 100);
    RETURN((int)arena_new());
    END;
}

START_TEST(ten_thousand_requests_use_one_store)
{
    struct value value;
    struct loop_options options = {.virtual_clock = true};
    ck_assert_int_eq(loop_run(&options, coro(many_requests), &value), 0);
    ck_assert_int_lt(as_int(value), 5);
}
END_TEST

Suite *arena_suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("arena");
    tcase_add_test(tcase, room_is_aligned_and_apart);
    tcase_add_test(tcase, numbers_come_back);
    tcase_add_test(tcase, when_there_are_no_more_the_loops_own_is_used);
    tcase_add_test(tcase, a_request_and_its_children_share_one);
    tcase_add_test(tcase, a_store_lives_as_long_as_the_last_task_with_it);
    tcase_add_test(tcase, ten_thousand_requests_use_one_store);
    suite_add_tcase(suite, tcase);
    return suite;
}
