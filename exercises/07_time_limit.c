/* Exercise 07: a time limit.
 *
 * Some operations take longer than anybody wants to wait:
 *
 *      async def very_slow_operation():
 *          await asyncio.sleep(10)
 *          return "Finally done!"
 *
 *      async def fetch_with_timeout(operation):
 *          ...                                 # yours
 *
 *      await fetch_with_timeout(very_slow_operation())    # 2 s: "Timed out"
 *
 * Give the operation two seconds.  If it is done by then, return what it gave,
 * as soon as it is there.  If it is not, stop it, and when it has stopped return
 * "Timed out": it may have to put things away before.
 * Anything else that happens is not yours: if the operation fails, or if
 * fetch_with_timeout() is itself cancelled, the caller has to know.
 *
 * Given: the operation, a coroutine object, in self->operation.
 * To write: the body of fetch_with_timeout.
 *
 * Check it: make exercise-07        Stuck: make hint-07, lesson 07
 */
#include "runtime.h"

struct coro fetch_in_time(struct coro operation);      /* how the check calls it */
extern const struct coro_type fetch_with_timeout;

struct fetch_with_timeout {
    CORO;
    struct coro operation;
};

struct coro fetch_in_time(struct coro operation)
{
    return coro(fetch_with_timeout, .operation = operation);
}

ASYNC(fetch_with_timeout)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, then set the limit */
    END;
}
