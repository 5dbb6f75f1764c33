/* test_group.c - task groups where the twins in asyncio/ do not reach. */
#include "scene.h"
#include "suites.h"

/* --- children ------------------------------------------------------------ */

struct group_of_nobody {
    CORO;
    struct task_group *group;
};

ASYNC(group_of_nobody)
{
    BEGIN;
    spawn(actor("other", 1, .loud = true));
    self->group = task_group();
    AWAIT(group_exit(self->group, NULL));
    tell("nothing to wait for");
    AWAIT(async_sleep(0.010));
    END;
}

SCENE(group_of_nobody, "0 nothing to wait for\n"
                       "0 other: begins\n"
                       "1 other: ends\n")

struct parent {
    CORO;
    struct task_group *group;
    int generations;
};

ASYNC(parent)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    tell("%d more to come", self->generations);
    if (self->generations > 0)
        group_spawn(self->group, coro(parent, .group = self->group,
                                      .generations = self->generations - 1));
    END;
}

struct group_children_add_children {
    CORO;
    struct task_group *group;
};

ASYNC(group_children_add_children)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group,
                coro(parent, .group = self->group, .generations = 3));
    AWAIT(group_exit(self->group, NULL));
    tell("all are home");
    END;
}

SCENE(group_children_add_children, "10 3 more to come\n"
                                   "20 2 more to come\n"
                                   "30 1 more to come\n"
                                   "40 0 more to come\n"
                                   "40 all are home\n")

struct group_refuses {
    CORO;
    struct task_group *group;
    struct task *late;
    struct error *why;
};

ASYNC(group_refuses)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, actor("A", 10, .raises = ValueError));
    TRY_AWAIT(async_sleep(1));
    self->why = caught();
    self->late = group_create_task(self->group, actor("late", 1, .loud = true));
    TRY_AWAIT(self->late);
    tell("shutting down: %s", ended());
    TRY_AWAIT(group_exit(self->group, self->why));
    tell("%s", ended());
    self->late = group_create_task(self->group, actor("late", 1, .loud = true));
    TRY_AWAIT(self->late);
    tell("left: %s", ended());
    group_spawn(self->group, actor("late", 1, .loud = true));
    AWAIT(async_sleep(0.001));
    END;
}

SCENE(group_refuses,
      "10 shutting down: Invalid argument: the task group is shutting down\n"
      "10 Group[ValueError: A]\n"
      "10 left: Invalid argument: the task group has been left\n"
      "10 report: Task exception was never retrieved: "
      "Invalid argument: the task group has been left\n")

/* Its name in a struct, and nobody has called task_group(). */
struct group_not_made {
    CORO;
    struct task_group *group;
    struct task *child;
};

ASYNC(group_not_made)
{
    BEGIN;
    self->child = group_create_task(self->group, actor("A", 10));
    TRY_AWAIT(self->child);
    tell("%s", ended());
    TRY_AWAIT(group_exit(self->group, NULL));
    tell("%s", ended());
    END;
}

SCENE(group_not_made,
      "0 Invalid argument: there is no task group: no task_group(), or no "
      "memory for it\n"
      "0 MemoryError: there is no task group: no task_group(), or no memory "
      "for it\n")

struct group_results {
    CORO;
    struct task_group *group;
    struct task *good, *bad, *gone;
};

ASYNC(group_results)
{
    BEGIN;
    self->group = task_group();
    self->good = group_create_task(self->group, actor("good", 10));
    self->bad = group_create_task(self->group,
                                  actor("bad", 20, .raises = ValueError));
    self->gone = group_create_task(self->group, actor("gone", 30));
    TRY_AWAIT(group_exit(self->group, NULL));
    tell("%s", ended());
    tell("%s, %s, %s", outcome(self->good), outcome(self->bad),
         outcome(self->gone));
    END;
}

SCENE(group_results, "20 gone: cancelled\n"
                     "20 Group[ValueError: bad]\n"
                     "20 returned good, raised ValueError: bad, cancelled\n")

struct group_child_awaited_in_the_block {
    CORO;
    struct task_group *group;
    struct task *child;
};

ASYNC(group_child_awaited_in_the_block)
{
    BEGIN;
    self->group = task_group();
    self->child = group_create_task(self->group,
                                    actor("A", 10, .raises = ValueError));
    TRY_AWAIT(self->child);
    tell("block: %s", ended());
    TRY_AWAIT(group_exit(self->group, caught()));
    tell("%s, cancelling: %u", ended(), task_cancelling(current_task()));
    END;
}

SCENE(group_child_awaited_in_the_block,
      "10 block: CancelledError\n"
      "10 Group[ValueError: A], cancelling: 0\n")

struct group_of_a_thousand {
    CORO;
    struct task_group *group;
    struct error *why;
};

ASYNC(group_of_a_thousand)
{
    BEGIN;
    self->group = task_group();
    for (int i = 0; i < 1000; i++)
        group_spawn(self->group,
                    actor(textf("%d", i), 10, .raises = USER_ERROR + i));
    TRY_AWAIT(group_exit(self->group, NULL));
    self->why = caught();
    tell("%u failed, the first with %s, the last with %s",
         self->why->member_count, self->why->members[0]->message,
         self->why->members[999]->message);
    END;
}

SCENE(group_of_a_thousand, "10 1000 failed, the first with 0, the last with 999\n")

/* --- errors -------------------------------------------------------------- */

struct group_orders_errors {
    CORO;
    struct task_group *group;
};

ASYNC(group_orders_errors)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group,
                actor("A", 50, .cleanup_ms = 20, .answer = ValueError));
    group_spawn(self->group, actor("B", 50, .cleanup_ms = 5));
    group_spawn(self->group, actor("C", 10, .raises = ValueError));
    group_spawn(self->group,
                actor("D", 50, .cleanup_ms = 10, .answer = ValueError));
    group_spawn(self->group,
                actor("E", 50, .cleanup_ms = 1, .answer = SWALLOW));
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(group_exit(self->group, error_new(ValueError, "block")));
    tell("%s", ended());
    END;
}

SCENE(group_orders_errors,
      "11 E: cancelled\n"
      "15 B: cancelled\n"
      "20 D: cancelled\n"
      "30 A: cancelled\n"
      "30 Group[ValueError: C, ValueError: D, in cleanup, "
      "ValueError: A, in cleanup, ValueError: block]\n")

struct group_block_fails {
    CORO;
    struct task_group *group;
};

ASYNC(group_block_fails)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, actor("never begun", 10, .loud = true));
    TRY_AWAIT(group_exit(self->group, error_new(ValueError, "block")));
    tell("%s", ended());
    self->group = task_group();
    group_spawn(self->group, actor("A", 10));
    AWAIT(async_sleep(0.001));
    TRY_AWAIT(group_exit(self->group, error_new(ECANCELED, "")));
    tell("%s", ended());
    END;
}

SCENE(group_block_fails, "0 Group[ValueError: block]\n"
                         "1 A: cancelled\n"
                         "1 CancelledError\n")

struct group_block_swallows {
    CORO;
    struct task_group *group;
};

ASYNC(group_block_swallows)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, actor("A", 10, .raises = ValueError));
    TRY_AWAIT(async_sleep(1));
    tell("block: %s", ended());
    TRY_AWAIT(async_sleep(0.010));
    tell("block: %s, and goes on", ended());
    TRY_AWAIT(group_exit(self->group, NULL));
    tell("%s, cancelling: %u", ended(), task_cancelling(current_task()));
    TRY_AWAIT(async_sleep(0.010));
    tell("%s", ended());
    END;
}

SCENE(group_block_swallows, "10 block: CancelledError\n"
                            "20 block: None, and goes on\n"
                            "20 Group[ValueError: A], cancelling: 0\n"
                            "30 None\n")

struct inner_group {
    CORO;
    struct task_group *group;
    struct coro child;
};

ASYNC(inner_group)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, self->child);
    TRY_AWAIT(group_exit(self->group, NULL));
    tell("inner group: %s", ended());
    if (failure())
        RERAISE;
    END;
}

struct groups_nest {
    CORO;
    struct task_group *group;
};

ASYNC(groups_nest)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, coro(inner_group, .child = actor("A", 50)));
    group_spawn(self->group, actor("B", 10, .raises = ValueError));
    TRY_AWAIT(group_exit(self->group, NULL));
    tell("%s", ended());

    self->group = task_group();
    group_spawn(self->group, coro(inner_group, .child = actor("C", 10,
                                                .raises = ValueError)));
    group_spawn(self->group, actor("D", 50));
    TRY_AWAIT(group_exit(self->group, NULL));
    tell("%s", ended());
    END;
}

SCENE(groups_nest, "10 A: cancelled\n"
                   "10 inner group: CancelledError\n"
                   "10 Group[ValueError: B]\n"
                   "20 inner group: Group[ValueError: C]\n"
                   "20 D: cancelled\n"
                   "20 Group[Group[ValueError: C]]\n")

/* --- the owner is cancelled ---------------------------------------------- */

struct owner {
    CORO;
    struct task_group *group;
    struct coro a, b;
    bool waits_in_block;
    struct error *why;
};

ASYNC(owner)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, self->a);
    group_spawn(self->group, self->b);
    if (self->waits_in_block) {
        TRY_AWAIT(async_sleep(1));
        tell("block: %s", ended());
        self->why = caught();
    }
    TRY_AWAIT(group_exit(self->group, self->why));
    tell("owner: %s, cancelling: %u", ended(), task_cancelling(current_task()));
    self->why = caught();
    TRY_AWAIT(async_sleep(0.001));
    tell("owner's next await: %s", ended());
    if (self->why)
        RAISE_ERROR(self->why);
    END;
}

struct group_owner_cancelled_twice {
    CORO;
    struct task *owner;
};

ASYNC(group_owner_cancelled_twice)
{
    BEGIN;
    self->owner = create_task(coro(owner, .a = actor("A", 50, .cleanup_ms = 30),
                                   .b = actor("B", 50, .cleanup_ms = 10)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->owner);
    AWAIT(async_sleep(0.005));
    task_cancel(self->owner);
    AWAIT(settle(self->owner));
    tell("%s", outcome(self->owner));
    END;
}

SCENE(group_owner_cancelled_twice,
      "20 B: cancelled\n"
      "40 A: cancelled\n"
      "40 owner: CancelledError, cancelling: 2\n"
      "41 owner's next await: None\n"
      "41 cancelled\n")

struct group_errors_before_cancellation {
    CORO;
    struct task *owner;
};

ASYNC(group_errors_before_cancellation)
{
    BEGIN;
    self->owner = create_task(
        coro(owner, .a = actor("A", 50, .cleanup_ms = 5, .answer = ValueError),
             .b = actor("B", 50)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->owner);
    AWAIT(settle(self->owner));
    tell("%s", outcome(self->owner));
    END;
}

SCENE(group_errors_before_cancellation,
      "10 B: cancelled\n"
      "15 A: cancelled\n"
      "15 owner: Group[ValueError: A, in cleanup], cancelling: 1\n"
      "15 owner's next await: CancelledError\n"
      "15 raised Group[ValueError: A, in cleanup]\n")

struct group_fails_and_owner_cancelled {
    CORO;
    struct task *owner;
};

ASYNC(group_fails_and_owner_cancelled)
{
    BEGIN;
    self->owner = create_task(
        coro(owner, .waits_in_block = true,
             .a = actor("A", 10, .raises = ValueError),
             .b = actor("B", 50, .cleanup_ms = 20)));
    AWAIT(async_sleep(0.020));
    task_cancel(self->owner);
    AWAIT(settle(self->owner));
    tell("%s", outcome(self->owner));
    END;
}

SCENE(group_fails_and_owner_cancelled,
      "10 block: CancelledError\n"
      "30 B: cancelled\n"
      "30 owner: Group[ValueError: A], cancelling: 1\n"
      "30 owner's next await: CancelledError\n"
      "30 raised Group[ValueError: A]\n")

struct group_children_swallow_and_owner_cancelled {
    CORO;
    struct task *owner;
};

ASYNC(group_children_swallow_and_owner_cancelled)
{
    BEGIN;
    self->owner = create_task(
        coro(owner, .a = actor("A", 50, .answer = SWALLOW),
             .b = actor("B", 50, .answer = SWALLOW)));
    AWAIT(async_sleep(0.010));
    task_cancel(self->owner);
    AWAIT(settle(self->owner));
    tell("%s", outcome(self->owner));
    END;
}

SCENE(group_children_swallow_and_owner_cancelled,
      "10 A: cancelled\n"
      "10 B: cancelled\n"
      "10 owner: CancelledError, cancelling: 1\n"
      "11 owner's next await: None\n"
      "11 cancelled\n")

struct group_with_a_limit {
    CORO;
};

ASYNC(group_with_a_limit)
{
    BEGIN;
    TRY_AWAIT(wait_for(coro(inner_group, .child = actor("A", 50,
                                                        .cleanup_ms = 5)),
                       0.010));
    tell("%s, cancelling: %u", ended(), task_cancelling(current_task()));
    TRY_AWAIT(wait_for(coro(inner_group, .child = actor("B", 5,
                                                        .raises = ValueError)),
                       0.010));
    tell("%s", ended());
    TRY_AWAIT(async_sleep(0.050));
    tell("%s", ended());
    END;
}

SCENE(group_with_a_limit, "15 A: cancelled\n"
                          "15 inner group: CancelledError\n"
                          "15 TimeoutError, cancelling: 0\n"
                          "20 inner group: Group[ValueError: B]\n"
                          "20 Group[ValueError: B]\n"
                          "70 None\n")

/* --- a block without an end ---------------------------------------------- */

struct leaves_its_group {
    CORO;
    struct task_group *group;
    struct coro child;
    int ms;
};

ASYNC(leaves_its_group)
{
    BEGIN;
    self->group = task_group();
    group_spawn(self->group, self->child);
    AWAIT(async_sleep(self->ms / 1000.0));
    END;
}

struct group_left_without_exit {
    CORO;
};

ASYNC(group_left_without_exit)
{
    BEGIN;
    AWAIT(coro(leaves_its_group, .ms = 10,
               .child = actor("A", 50, .cleanup_ms = 5)));
    tell("it has left");
    AWAIT(async_sleep(0.100));
    AWAIT(coro(leaves_its_group, .child = actor("B", 50,
                                                .answer = ValueError),
               .ms = 10));
    AWAIT(async_sleep(0.100));
    AWAIT(coro(leaves_its_group, .child = actor("C", 10), .ms = 50));
    tell("nobody was left behind");
    END;
}

SCENE(group_left_without_exit,
      "10 report: a task group was left without group_exit()\n"
      "10 it has left\n"
      "15 A: cancelled\n"
      "120 report: a task group was left without group_exit()\n"
      "120 B: cancelled\n"
      "120 report: a task failed whose group was left without group_exit(): "
      "ValueError: B, in cleanup\n"
      "270 nobody was left behind\n")

struct group_child_failed_before_it_was_left {
    CORO;
};

ASYNC(group_child_failed_before_it_was_left)
{
    BEGIN;
    TRY_AWAIT(coro(leaves_its_group, .ms = 50,
                   .child = actor("A", 10, .raises = ValueError)));
    tell("%s", ended());
    END;
}

SCENE(group_child_failed_before_it_was_left,
      "10 report: a task group was left without group_exit(): "
      "Group[ValueError: A]\n"
      "10 CancelledError\n")

/* --- the suite ----------------------------------------------------------- */

Suite *group_suite(void)
{
    Suite *suite = suite_create("group");
    TCase *children = tcase_create("children");
    TCase *errors = tcase_create("errors");
    TCase *owners = tcase_create("the owner is cancelled");
    TCase *left = tcase_create("a block without an end");

    tcase_add_test(children, test_group_of_nobody);
    tcase_add_test(children, test_group_children_add_children);
    tcase_add_test(children, test_group_refuses);
    tcase_add_test(children, test_group_not_made);
    tcase_add_test(children, test_group_results);
    tcase_add_test(children, test_group_child_awaited_in_the_block);
    tcase_add_test(children, test_group_of_a_thousand);
    suite_add_tcase(suite, children);

    tcase_add_test(errors, test_group_orders_errors);
    tcase_add_test(errors, test_group_block_fails);
    tcase_add_test(errors, test_group_block_swallows);
    tcase_add_test(errors, test_groups_nest);
    suite_add_tcase(suite, errors);

    tcase_add_test(owners, test_group_owner_cancelled_twice);
    tcase_add_test(owners, test_group_errors_before_cancellation);
    tcase_add_test(owners, test_group_fails_and_owner_cancelled);
    tcase_add_test(owners, test_group_children_swallow_and_owner_cancelled);
    tcase_add_test(owners, test_group_with_a_limit);
    suite_add_tcase(suite, owners);

    tcase_add_test(left, test_group_left_without_exit);
    tcase_add_test(left, test_group_child_failed_before_it_was_left);
    suite_add_tcase(suite, left);
    return suite;
}
