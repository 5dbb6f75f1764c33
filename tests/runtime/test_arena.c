/* The arena: what somebody can see stays, and the rest goes. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"
#include "../inside.h"
#include "suites.h"

enum { POLLS = 50000, ENOUGH = 4 << 20 };

START_TEST(room_is_aligned_and_apart)
{
    char *one = arena_get(1), *two = arena_get(100), *big = arena_get(10000);
    char *huge = arena_get(1000000);
    ck_assert_uint_eq((uintptr_t)two % 16, 0);
    ck_assert(two > one && one + 1 <= two);
    memset(huge, 'z', 1000000);
    memset(big, 'x', 10000);
    memset(two, 'y', 100);
    ck_assert_int_eq(big[9999], 'x');
    ck_assert_int_eq(huge[999999], 'z');
    arena_close();
}
END_TEST

/* --- who is seen --------------------------------------------------------- */

static const char *in_a_static;

/* Texts that nobody keeps, of all sizes. */
static void make_garbage(size_t bytes)
{
    for (size_t made = 0, size = 1; made < bytes; made += size) {
        memset(arena_get(size), '#', size);
        size = size < 200000 ? size * 2 + 1 : 1;
    }
}

/* When it looks by itself depends on the size of the whole process. */
static size_t size_after_a_look(void)
{
    arena_collect();
    return arena_size();
}

/* With sanitizers there is no looking; and valgrind knows each large block. */
static bool what_goes_can_be_seen(void)
{
    const char *under = getenv("UNDER");
    return arena_collect() && (!under || !under[0]);
}

static void make_garbage_and_look(void)
{
    make_garbage(ENOUGH);
    arena_collect();
    make_garbage(ENOUGH);
}

START_TEST(what_is_seen_stays)
{
    enum { MANY = 500 };
    const char **in_memory = malloc(MANY * sizeof *in_memory);
    const char *on_the_stack[MANY];
    for (int i = 0; i < MANY; i++) {
        in_memory[i] = textf("%d in memory", i);
        on_the_stack[i] = textf("%*d on the stack", i * 10, i);
    }
    in_a_static = textf("%70000d in a static", 7);
    const char *inside = strchr(textf("the %s", "end"), 'e') + 2;
    make_garbage_and_look();
    for (int i = 0; i < MANY; i++) {
        ck_assert_str_eq(in_memory[i], textf("%d in memory", i));
        ck_assert_str_eq(on_the_stack[i],
                         textf("%*d on the stack", i * 10, i));
    }
    ck_assert_str_eq(in_a_static, textf("%70000d in a static", 7));
    ck_assert_str_eq(inside, "end");
    in_a_static = NULL;
    free(in_memory);
    arena_close();
}
END_TEST

/* Only the outermost is seen; what it leads to stays as well. */
static struct error *group_of_groups(int depth)
{
    struct error *error = error_new(EIO, "%900d at the bottom", depth);
    error_add_trail(error, "fetch", "page.c", 12);
    for (int i = 0; i < depth; i++)
        error = error_group(&error, 1);
    return error;
}

START_TEST(an_error_is_seen_as_a_whole)
{
    enum { DEEP = 20000 };
    struct error *error = group_of_groups(DEEP);
    make_garbage_and_look();
    for (int i = 0; i < DEEP; i++) {
        ck_assert_int_eq(error->code, EGROUP);
        error = error->members[0];
    }
    ck_assert_str_eq(error->message, textf("%900d at the bottom", DEEP));
    ck_assert_str_eq(error->traceback->name, "fetch");
    ck_assert_int_eq(error->traceback->line, 12);
    arena_close();
}
END_TEST

START_TEST(what_is_not_seen_goes)
{
    if (!what_goes_can_be_seen())
        return;
    make_garbage(10 * ENOUGH);
    ck_assert_uint_lt(size_after_a_look(), 4 * ENOUGH); /* some look alike */
    arena_close();
}
END_TEST

/* --- programs that go on for ever ---------------------------------------- */

static void runs_in_bounded_memory(struct coro coro)
{
    struct value size;
    struct loop_options options = {.virtual_clock = true};
    ck_assert_int_eq(loop_run(&options, coro, &size), 0);
    if (what_goes_can_be_seen())
        ck_assert_int_lt(as_int(size), 2 * ENOUGH);     /* and this process */
}

struct page_fails {
    CORO;
    int i;
};

ASYNC(page_fails)
{
    BEGIN;
    RAISE(EIO, "page %d", self->i);
    END;
}

struct main_that_polls {
    CORO;
    int i;
    struct error *kept;
};

ASYNC(main_that_polls)
{
    BEGIN;
    TRY_AWAIT(coro(page_fails, .i = -1));
    self->kept = caught();
    for (self->i = 0; self->i < POLLS; self->i++) {
        TRY_AWAIT(coro(page_fails, .i = self->i));
        ck_assert_str_eq(caught()->message, textf("page %d", self->i));
        TRY_AWAIT(wait_for(async_sleep(9), 0.001));
        ck_assert_int_eq(failure(), ETIMEDOUT);
        textf("nobody keeps %s", error_to_text(caught()));
    }
    ck_assert_str_eq(error_to_text(self->kept),
                     textf("%s: page -1", error_name(EIO)));
    ck_assert_str_eq(self->kept->traceback->name, "page_fails");
    RETURN((int64_t)size_after_a_look());
    END;
}

START_TEST(main_may_poll_for_ever)
{
    runs_in_bounded_memory(coro(main_that_polls));
}
END_TEST

/* Errors, limits and cancellations in every request. */
struct rough_request {
    CORO;
    struct value results[2];
};

ASYNC(rough_request)
{
    BEGIN;
    TRY_AWAIT(gather(self->results, coro(page_fails), coro(page_fails)));
    ck_assert_int_eq(failure(), EIO);
    TRY_AWAIT(wait_for(async_sleep(9), 0.5));
    ck_assert_int_eq(failure(), ETIMEDOUT);
    RERAISE;
    END;
}

struct many_requests {
    CORO;
    int number;
    struct task *task;
};

ASYNC(many_requests)
{
    BEGIN;
    for (self->number = 0; self->number < 10000; self->number++) {
        self->task = create_task(coro(rough_request));
        TRY_AWAIT(self->task);
        ck_assert_int_eq(failure(), ETIMEDOUT);
        task_release(self->task);
    }
    RETURN((int64_t)size_after_a_look());
    END;
}

START_TEST(ten_thousand_requests_leave_nothing)
{
    runs_in_bounded_memory(coro(many_requests));
}
END_TEST

/* --- from one task to another -------------------------------------------- */

struct maker {
    CORO;
    struct async_queue *queue;
    struct future *news;
    struct task *other;
    const char **word;
};

ASYNC(maker)
{
    BEGIN;
    async_queue_put_nowait(self->queue, textf("an %s", "item"));
    future_set_result(self->news, value_text(textf("the %s", "news")));
    task_cancel_because(self->other, "by %s", "order");
    *self->word = textf("a %s", "word");
    RETURN(textf("the %s", "result"));
    END;
}

struct cancelled_one {
    CORO;
};

ASYNC(cancelled_one)
{
    BEGIN;
    TRY_AWAIT(async_sleep(99));
    make_garbage_and_look();
    AWAIT(async_sleep(1));
    RERAISE;
    END;
}

struct receiver {
    CORO;
    struct async_queue queue;
    struct future *news;
    struct task *other, *maker;
    const char *word;
};

ASYNC(receiver)
{
    BEGIN;
    async_queue_init(&self->queue, 0);
    self->news = create_future();
    self->other = create_task(coro(cancelled_one));
    AWAIT(async_sleep(0));
    self->maker = create_task(coro(maker, .queue = &self->queue,
                                   .news = self->news, .other = self->other,
                                   .word = &self->word));
    AWAIT(async_sleep(5));
    make_garbage_and_look();
    AWAIT(async_queue_get(&self->queue));
    ck_assert_str_eq(as_text(awaited()), "an item");
    AWAIT(self->news);
    ck_assert_str_eq(as_text(awaited()), "the news");
    AWAIT(self->maker);
    ck_assert_str_eq(as_text(awaited()), "the result");
    ck_assert_str_eq(self->word, "a word");
    TRY_AWAIT(self->other);
    ck_assert_str_eq(caught()->message, "by order");
    RETURN((int64_t)size_after_a_look());
    END;
}

START_TEST(a_text_lives_as_long_as_whoever_receives_it)
{
    runs_in_bounded_memory(coro(receiver));
}
END_TEST

struct awaits_it {
    CORO;
    struct task *failed;
};

ASYNC(awaits_it)
{
    BEGIN;
    make_garbage_and_look();
    AWAIT(self->failed);
    END;
}

struct one_failure_for_two {
    CORO;
    struct task *failed, *first, *second;
};

ASYNC(one_failure_for_two)
{
    BEGIN;
    self->failed = create_task(coro(page_fails));
    self->first = create_task(coro(awaits_it, .failed = self->failed));
    TRY_AWAIT(self->first);
    task_release(self->first);
    self->second = create_task(coro(awaits_it, .failed = self->failed));
    TRY_AWAIT(self->second);
    ck_assert_str_eq(caught()->traceback->next->name, "awaits_it");
    ck_assert_str_eq(caught()->traceback->next->next->name, "awaits_it");
    RETURN((int64_t)size_after_a_look());
    END;
}

START_TEST(one_failure_is_seen_by_two_tasks)
{
    runs_in_bounded_memory(coro(one_failure_for_two));
}
END_TEST

Suite *arena_suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("arena");
    tcase_add_test(tcase, room_is_aligned_and_apart);
    tcase_add_test(tcase, what_is_seen_stays);
    tcase_add_test(tcase, an_error_is_seen_as_a_whole);
    tcase_add_test(tcase, what_is_not_seen_goes);
    tcase_add_test(tcase, main_may_poll_for_ever);
    tcase_add_test(tcase, ten_thousand_requests_leave_nothing);
    tcase_add_test(tcase, a_text_lives_as_long_as_whoever_receives_it);
    tcase_add_test(tcase, one_failure_is_seen_by_two_tasks);
    suite_add_tcase(suite, tcase);
    return suite;
}
