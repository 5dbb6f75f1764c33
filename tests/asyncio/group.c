/* group.c - task groups: children that never outlive their block. */
#include "twin.h"

/* --- 200: leaving the block waits for every child ------------------------ */

struct child_200 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(child_200)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: done", self->name);
    RETURN(self->name);
    END;
}

struct main_200 {
    CORO;
    struct task_group *tg;
    struct task *a, *b;
};

ASYNC(main_200)
{
    BEGIN;
    self->tg = task_group();
    self->a = group_create_task(self->tg, coro(child_200, .name = "A", .ms = 30));
    self->b = group_create_task(self->tg, coro(child_200, .name = "B", .ms = 10));
    tell("body: ends");
    AWAIT(group_exit(self->tg, NULL));
    tell("after the group: %s %s", as_text(task_result(self->a)),
         as_text(task_result(self->b)));
    END;
}

TWIN(200_group_waits_for_all)
{
    run_twin(coro(main_200));
}

/* --- 203: a child fails while the body of the block still sleeps --------- */

struct bad_203 {
    CORO;
};

ASYNC(bad_203)
{
    BEGIN;
    AWAIT(async_sleep(0.020));
    RAISE(ValueError, "bad");
    END;
}

struct main_203 {
    CORO;
    struct task_group *tg;
};

ASYNC(main_203)
{
    BEGIN;
    self->tg = task_group();
    group_spawn(self->tg, coro(bad_203));
    tell("body: sleeps");
    TRY_AWAIT(async_sleep(1));
    if (!failure())
        tell("never printed");
    else if (failure() == ECANCELED)
        tell("body: CancelledError");
    TRY_AWAIT(group_exit(self->tg, caught()));
    if (failure() == EGROUP)
        tell("main: %s", exc(caught()));
    tell("main: cancelling()=%u", task_cancelling(current_task()));
    AWAIT(async_sleep(0.010));
    tell("main: sleeps undisturbed");
    END;
}

TWIN(203_group_child_fails_while_body_sleeps)
{
    run_twin(coro(main_203));
}

/* --- 206: body and child both raise: the body's error stands last -------- */

struct child_206 {
    CORO;
};

ASYNC(child_206)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    if (failure() == ECANCELED) {
        AWAIT(async_sleep(0.020));
        RAISE(ValueError, "child, later");
    }
    END;
}

struct main_206 {
    CORO;
    struct task_group *tg;
};

ASYNC(main_206)
{
    BEGIN;
    self->tg = task_group();
    group_spawn(self->tg, coro(child_206));
    AWAIT(async_sleep(0.010));
    TRY_AWAIT(group_exit(self->tg, error_new(ValueError, "body, earlier")));
    if (failure() == EGROUP)
        tell("main: %s", exc(caught()));
    END;
}

TWIN(206_group_body_and_child_errors)
{
    run_twin(coro(main_206));
}

/* --- 209: the owner is cancelled and a child fails in its cleanup -------- */

struct child_209 {
    CORO;
};

ASYNC(child_209)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    RAISE(ValueError, "in cleanup");
    END;
}

struct owner_209 {
    CORO;
    struct task_group *tg;
};

ASYNC(owner_209)
{
    BEGIN;
    self->tg = task_group();
    group_spawn(self->tg, coro(child_209));
    AWAIT(group_exit(self->tg, NULL));
    END;
}

struct main_209 {
    CORO;
    struct task *t;
};

ASYNC(main_209)
{
    BEGIN;
    self->t = create_task(coro(owner_209));
    AWAIT(async_sleep(0.010));
    task_cancel(self->t);
    AWAIT(settle(self->t));
    tell("main: owner %s", outcome(self->t));
    END;
}

TWIN(209_group_cancelled_and_child_fails)
{
    run_twin(coro(main_209));
}

/* --- 212: nested groups, both with failing children ---------------------- */

struct rude_212 {
    CORO;
};

ASYNC(rude_212)
{
    BEGIN;
    TRY_AWAIT(async_sleep(1));
    RAISE(ValueError, "inner child");
    END;
}

struct bad_212 {
    CORO;
};

ASYNC(bad_212)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ValueError, "outer child");
    END;
}

struct main_212 {
    CORO;
    struct task_group *outer, *inner;
};

ASYNC(main_212)
{
    BEGIN;
    self->outer = task_group();
    group_spawn(self->outer, coro(bad_212));
    self->inner = task_group();
    group_spawn(self->inner, coro(rude_212));
    TRY_AWAIT(group_exit(self->inner, NULL));
    TRY_AWAIT(group_exit(self->outer, caught()));
    if (failure() == EGROUP)
        tell("main: %s", exc(caught()));
    END;
}

TWIN(212_group_nested_both_fail)
{
    run_twin(coro(main_212));
}

/* --- 215: a child that is cancelled on its own is no failure ------------- */

struct child_215 {
    CORO;
    const char *name;
    int ms;
};

ASYNC(child_215)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    tell("%s: completes", self->name);
    END;
}

struct main_215 {
    CORO;
    struct task_group *tg;
    struct task *a, *b;
};

ASYNC(main_215)
{
    BEGIN;
    self->tg = task_group();
    self->a = group_create_task(self->tg, coro(child_215, .name = "A", .ms = 50));
    self->b = group_create_task(self->tg, coro(child_215, .name = "B", .ms = 30));
    TRY_AWAIT(async_sleep(0.010));
    if (!failure())
        task_cancel(self->a);
    AWAIT(group_exit(self->tg, caught()));
    tell("after the group: A %s, B %s", outcome(self->a), outcome(self->b));
    END;
}

TWIN(215_group_child_cancelled)
{
    run_twin(coro(main_215));
}

/* --- 218: a group that has been left takes no more; so with one never entered ---
 *
 * In C the refusal is a task that has failed.  A group that was never entered
 * is one there was no memory for: NULL.
 */
struct nop_218 {
    CORO;
};

ASYNC(nop_218)
{
    BEGIN;
    tell("never printed");
    END;
}

struct main_218 {
    CORO;
    struct task_group *groups[2];
    struct task *refused;
    int i;
};

ASYNC(main_218)
{
    BEGIN;
    self->groups[0] = task_group();
    AWAIT(group_exit(self->groups[0], NULL));
    for (self->i = 0; self->i < 2; self->i++) {
        self->refused = group_create_task(self->groups[self->i], coro(nop_218));
        TRY_AWAIT(self->refused);
        if (failure() == EINVAL)
            tell("RuntimeError");
    }
    END;
}

TWIN(218_group_finished)
{
    run_twin(coro(main_218));
}

/* --- 221: return inside the block still waits for the children -----------
 *
 * In C the block's end is a call, which stands before the RETURN.
 */
struct child_221 {
    CORO;
};

ASYNC(child_221)
{
    BEGIN;
    AWAIT(async_sleep(0.050));
    tell("child: done");
    END;
}

struct f_221 {
    CORO;
    struct task_group *tg;
};

ASYNC(f_221)
{
    BEGIN;
    self->tg = task_group();
    group_spawn(self->tg, coro(child_221));
    AWAIT(group_exit(self->tg, NULL));
    RETURN("value");
    END;
}

struct main_221 {
    CORO;
};

ASYNC(main_221)
{
    BEGIN;
    AWAIT(coro(f_221));
    tell("f gives %s", as_text(awaited()));
    END;
}

TWIN(221_group_return_in_body)
{
    run_twin(coro(main_221));
}

/* --- 224: the same failure under gather and under TaskGroup -------------- */

struct good_224 {
    CORO;
    const char *where;
};

ASYNC(good_224)
{
    BEGIN;
    TRY_AWAIT(async_sleep(0.050));
    if (failure() == ECANCELED) {
        tell("%s: sibling cancelled", self->where);
        RERAISE;
    }
    tell("%s: sibling completes", self->where);
    END;
}

struct bad_224 {
    CORO;
};

ASYNC(bad_224)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ValueError, "bad");
    END;
}

struct main_224 {
    CORO;
    struct value results[2];
    struct task_group *tg;
};

ASYNC(main_224)
{
    BEGIN;
    TRY_AWAIT(gather(self->results, coro(good_224, .where = "gather"),
                     coro(bad_224)));
    if (failure() == ValueError)
        tell("gather: %s", exc(caught()));
    AWAIT(async_sleep(0.100));
    self->tg = task_group();
    group_spawn(self->tg, coro(good_224, .where = "group"));
    group_spawn(self->tg, coro(bad_224));
    TRY_AWAIT(group_exit(self->tg, NULL));
    if (failure() == EGROUP)
        tell("group: %s", exc(caught()));
    END;
}

TWIN(224_group_against_gather)
{
    run_twin(coro(main_224));
}

/* --- 227: is the owner's cancellation count clean afterwards? ------------ */

struct bad_227 {
    CORO;
};

ASYNC(bad_227)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(ValueError, "bad");
    END;
}

struct main_227 {
    CORO;
    struct timeout *limit;
    struct task_group *tg;
};

ASYNC(main_227)
{
    BEGIN;
    self->limit = timeout(0.100);
    self->tg = task_group();
    group_spawn(self->tg, coro(bad_227));
    TRY_AWAIT(group_exit(self->tg, NULL));
    if (failure() == EGROUP)
        tell("main: %s", exc(caught()));
    note("cancelling()=%u", task_cancelling(current_task()));
    TRY_AWAIT(async_sleep(1));
    TRY_AWAIT(timeout_exit(self->limit, caught()));
    if (failure() == ECANCELED || failure() == ETIMEDOUT)
        note("the timeout block raises %s", exc(caught()));
    tell("main: end");
    END;
}

TWIN(227_group_leaves_a_count)
{
    run_twin(coro(main_227));
}
