/* wants: of nothing, and of what is done; one is not done, and one is:  */
/* Exercise 33: gather.
 *
 * A future of several others: it is done when they are.  In Python:
 *
 *      def gather(*children):
 *          outer, results, missing = Future(), [None] * n, n
 *          def told(child):                        # runs in a turn of its own
 *              if outer.done(): return
 *              if child.exception():
 *                  return outer.set_exception(child.exception())
 *              results[number of child] = child.result()
 *              missing -= 1
 *              if missing == 0: outer.set_result(results)
 *          for child in children:
 *              ensure_future(child).add_done_callback(told)
 *          return outer
 *
 * Given: struct gather; add_waiter(); future_of(), which makes a task of a
 * coroutine object.
 * To write: where it says TODO.
 *
 *      1  all at once, results in order        three at once, not awaited yet
 *      2  gather of nothing                    of nothing, and of what is done
 *      3  the first error                      one fails
 *      4  errors are results                   errors are results
 *      5  the caller's variables are gone      the caller has failed, has ended
 *      6  cancelled                            cancelled
 *
 * Then: LOOP=mine make lesson-06
 *
 * Check it: make exercise-33       Stuck: make hint-33; NOTES.md, chapter 33
 */
#include "machine.h"

/* A future of several others.  For each of these it has a job that waits:
 *
 *      gather.children[0]  ----  in the waiters of task A
 *      gather.children[1]  ----  in the waiters of task B
 */
struct gather {
    struct future future;
    struct value *results;          /* the caller's; NULL when that has gone */
    bool return_exceptions;
    struct error *cancelled;        /* by somebody; NULL: by nobody */
    size_t count, missing;
    struct job children[];
};

/* --- a child is done ----------------------------------------------------- */

/* In the results, an error is a value like others. */
static struct value as_result(struct value outcome)
{
    if (outcome.kind == VALUE_RAISED)
        return value_error(outcome.error);
    return outcome;
}

/* All have told. */
static void all_told(struct gather *gather)
{
    if (gather->cancelled)
        future_finish(&gather->future, FAILED,
                      value_raised(gather->cancelled));
    else
        future_finish(&gather->future, RETURNED,
                      value_pointer(gather->results));
}

/* This job of ours was told that its child is done. */
static bool spoils(const struct gather *gather, const struct future *child)
{
    return child->state != RETURNED && !gather->return_exceptions;
}

static void child_told(struct job *job, struct future *child)
{
    struct gather *gather = (struct gather *)job->part_of;
    size_t index = (size_t)(job - gather->children);

    child->asked = true;
    if (gather->future.state == PENDING && spoils(gather, child))
        future_finish(&gather->future, FAILED, child->outcome);
    if (gather->future.state != PENDING)
        return;

    if (gather->results != NULL)
        gather->results[index] = as_result(child->outcome);
    gather->missing -= 1;
    if (!gather->missing)
        all_told(gather);
}

/* --- the whole ----------------------------------------------------------- */

/* Cancelled are the children; it ends itself when they have. */
static bool gather_cancel(struct future *future, struct error *error)
{
    struct gather *gather = (struct gather *)future;
    bool taken = false;
    if (future_done(future))
        return false;
    for (size_t i = 0; i < gather->count; i++) {
        struct future *child = gather->children[i].awaits;
        if (child && child->kind->cancel(child, error))
            taken = true;
    }
    if (taken)
        gather->cancelled = error;
    return taken;
}

/* The frame that called gather() has ended, with its variables. */
static void gather_let_go(struct future *future)
{
    ((struct gather *)future)->results = NULL;
}

static const struct future_kind gather_kind = {
    .name = "gather", .cancel = gather_cancel, .let_go = gather_let_go};

static struct future *gather_new(struct value *results, size_t count,
                                 const struct awaitable *awaitables,
                                 bool return_exceptions)
{
    struct gather *gather = future_new(
        &gather_kind, sizeof *gather + count * sizeof(struct job));
    gather->results = results;
    gather->return_exceptions = return_exceptions;
    gather->count = gather->missing = count;
    for (size_t i = 0; i < count; i++) {
        gather->children[i].run = child_told;
        gather->children[i].part_of = &gather->future;
        struct future *child = future_of(awaitables[i]);
        if (future_done(child))
            child_told(&gather->children[i], child);
        add_waiter(child, &gather->children[i]);
    }
    if (count == 0)
        all_told(gather);
    return &gather->future;
}

struct future *gather_array(struct value *results, size_t count,
                            const struct awaitable *awaitables)
{
    return gather_new(results, count, awaitables, false);
}

struct future *gather_array_return_exceptions(
    struct value *results, size_t count, const struct awaitable *awaitables)
{
    return gather_new(results, count, awaitables, true);
}
