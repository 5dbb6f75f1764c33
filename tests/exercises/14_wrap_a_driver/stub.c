/* Exercise 14: wrap a blocking driver.
 *
 * The driver of this database can only block.  In Python:
 *
 *      def query(user_id):                     # half a second, in the thread
 *          time.sleep(0.5)                     # that calls it
 *          return f"user {user_id}"
 *
 *      pool = ThreadPoolExecutor(...)          # once, for all who ask
 *
 *      async def three_users(first):
 *          ...                             # loop.run_in_executor(pool, ...)
 *          return ", ".join(users)
 *
 * And it has two connections: no more than two queries may run at a time,
 * however many ask.
 *
 * Given: query.  Leave it as it is.
 * To write: open_driver, which is called once, before anybody asks; what it
 * makes lasts as long as the loop.  And three_users, which asks for the users
 * first, first + 1 and first + 2, and returns one text:
 * "user 1, user 2, user 3".
 *      - Nobody else waits meanwhile: the loop goes on.
 *      - Both connections are used, so that it takes two rounds: 1.0 s, if
 *        nobody else asks.
 *      - The driver's error is for the caller.
 *
 * Check it: make exercise-14        Stuck: make hint-14, lesson 14
 */
#include "runtime.h"

bool open_driver(void);                     /* the check calls this, */
struct coro ask_for_users(int first);       /* and then that */

/* --- the driver ---------------------------------------------------------- */

enum { CONNECTIONS = 2, LAST_USER = 9 };

static struct value query(struct value user_id)
{
    blocking_sleep(0.5);
    if (as_int(user_id) > LAST_USER)
        return job_raise(ENOENT, "no user %d", (int)as_int(user_id));
    return value_text(textf("user %d", (int)as_int(user_id)));
}

/* --- yours --------------------------------------------------------------- */

static struct executor *pool;

/* Is it open? */
bool open_driver(void)
{
    pool = NULL;        /* TODO: with as many slots as there are connections */
    return true;
}

struct three_users {
    CORO;
    int first;
    struct value users[3];
};

ASYNC(three_users)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, and free the loop */
    for (int i = 0; i < 3; i++)
        self->users[i] = query(value_int(self->first + i));
    RETURN(textf("%s, %s, %s", as_text(self->users[0]),
                 as_text(self->users[1]), as_text(self->users[2])));
    END;
}

struct coro ask_for_users(int first)
{
    return coro(three_users, .first = first);
}
