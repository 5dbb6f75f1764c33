/* Lesson 06: gather.
 *
 * The question: how do I wait for many at once, and what if one fails?
 *
 * In Python:
 *
 *      users = await asyncio.gather(fetch_user(1), fetch_user(2), ...)
 *      try:
 *          await asyncio.gather(fetch_user(4), fetch_user(-1))
 *      except LookupError as error:
 *          print(error)                # the first failure, at once
 *      users = await asyncio.gather(fetch_user(6), fetch_user(-2),
 *                                   return_exceptions=True)
 *
 * gather() makes a task of each coroutine and one future of them all.
 *
 * Watch: three fetches in one second, results in the order of the arguments.
 * User 4 arrives after the failure: gather raises it, but stops nobody.
 *
 * Try: let each user take another time, and look at the order of the results.
 * Take out the sleep in first_failure: where does user 4 arrive now?
 */
#include "runtime.h"

enum { NO_SUCH_USER = USER_ERROR };

/* --- one fetch ----------------------------------------------------------- */

struct fetch_user {
    CORO;
    int user_id;
};

ASYNC(fetch_user)
{
    BEGIN;
    say("Fetching user %d...", self->user_id);
    AWAIT(async_sleep(self->user_id < 0 ? 0.5 : 1.0));
    if (self->user_id < 0)
        RAISE(NO_SUCH_USER, "no user %d", self->user_id);
    say("User %d is here", self->user_id);
    RETURN(textf("User %d data", self->user_id));
    END;
}

/* --- three at once ------------------------------------------------------- */

struct three_users {
    CORO;
    struct value users[3];
};

ASYNC(three_users)
{
    BEGIN;
    puts("Three at once:");
    AWAIT(gather(self->users, coro(fetch_user, .user_id = 1),
                              coro(fetch_user, .user_id = 2),
                              coro(fetch_user, .user_id = 3)));
    say("Results: %s, %s, %s", as_text(self->users[0]),
        as_text(self->users[1]), as_text(self->users[2]));
    END;
}

/* --- one of two fails ---------------------------------------------------- */

struct first_failure {
    CORO;
    struct value users[2];
};

ASYNC(first_failure)
{
    BEGIN;
    puts("\nOne of two fails:");
    TRY_AWAIT(gather(self->users, coro(fetch_user, .user_id = 4),
                                  coro(fetch_user, .user_id = -1)));
    if (failure() == NO_SUCH_USER)
        say("Failed: %s", caught()->message);
    AWAIT(async_sleep(1.0));
    END;
}

/* --- failures are results too -------------------------------------------- */

struct failures_as_results {
    CORO;
    struct value users[2];
};

ASYNC(failures_as_results)
{
    BEGIN;
    puts("\nFailures are results too:");
    AWAIT(gather_return_exceptions(self->users,
                                   coro(fetch_user, .user_id = 6),
                                   coro(fetch_user, .user_id = -2)));
    if (is_error(self->users[1]))
        say("Results: %s, %s", as_text(self->users[0]),
            error_to_text(as_error(self->users[1])));
    END;
}

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(coro(three_users));
    AWAIT(coro(first_failure));
    AWAIT(coro(failures_as_results));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
