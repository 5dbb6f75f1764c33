/* wants: known mistake: results-in-a-local; is a local variable; self->users */
/* Exercise 05: at the same time.
 *
 * This Python fetches three users one after the other, in two seconds:
 *
 *      async def three_users():
 *          one = await fetch_user(1)           # 1.0 s
 *          two = await fetch_user(2)           # 0.4 s
 *          three = await fetch_user(3)         # 0.6 s
 *          return f"{one}, {two}, {three}"
 *
 * Nobody of them waits for another.  Write it so that it takes one second: as
 * long as the slowest of the three.
 *
 * Given: fetch_user.  Leave it as it is.
 * To write: three_users.  It returns one text with all three users, in the
 * order of the numbers, whoever comes first: "User 1, User 2, User 3".
 *
 * Check it: make exercise-05        Stuck: make hint-05, lesson 05
 */
#include "runtime.h"

struct fetch_user {
    CORO;
    int id;
};

ASYNC(fetch_user)
{
    static const double takes[] = {0, 1.0, 0.4, 0.6};
    BEGIN;
    AWAIT(async_sleep(takes[self->id]));
    RETURN(textf("User %d", self->id));
    END;
}

extern const struct coro_type three_users;

struct three_users {
    CORO;
    struct value users[3];
};

ASYNC(three_users)
{
    BEGIN;
    struct value users[3];
    AWAIT(gather(users, coro(fetch_user, .id = 1), coro(fetch_user, .id = 2), coro(fetch_user, .id = 3)));
    RETURN(textf("%s, %s, %s", as_text(users[0]), as_text(users[1]), as_text(users[2])));
    END;
}
