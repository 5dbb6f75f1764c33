/* Exercise 07b: try again.
 *
 * The server is busy now and then.  Ask it until it answers:
 *
 *      async def fetch_with_retry():
 *          while True:
 *              try:
 *                  return await ask_server()
 *              except ConnectionRefusedError:
 *                  pass                # again, at once?
 *
 * As it stands, this asks a busy server as often as it can, for ever.  Write a
 * better one:
 *
 * - After a refusal pause for 0.1 s and ask again; after the next one pause for
 *   0.2 s, then 0.4 s: each pause is twice as long as the one before.
 * - All of it together takes at most 3 s, wherever it is then, asking or
 *   pausing.  When they are over, stop, and fail with ETIMEDOUT.
 * - Only a refusal, ECONNREFUSED, is worth another try.  Any other failure,
 *   CancelledError too, is for the caller, at once.
 *
 * Given: ask_server(), which is defined elsewhere.  It takes some time and gives
 * a text, or fails.  Each attempt needs an object of its own: coro(ask_server).
 * To write: fetch_with_retry.  It returns the server's text.
 *
 * Check it: make exercise-07b       Stuck: make hint-07b, lesson 07
 */
#include "runtime.h"

/* --- given: asking the server once --------------------------------------- */

extern const struct coro_type ask_server;

struct ask_server {
    CORO;
};

/* --- yours --------------------------------------------------------------- */

extern const struct coro_type fetch_with_retry;    /* the check makes one */

struct fetch_with_retry {
    CORO;
    /* TODO: what must be remembered from one attempt to the next */
};

ASYNC(fetch_with_retry)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, then ask */
    END;
}
