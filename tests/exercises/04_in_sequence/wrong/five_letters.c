/* wants: known mistake: text-cut; characters into an array of 5 */
#include <string.h>

#include "runtime.h"

enum { NOT_FOUND = USER_ERROR };

/* --- given --------------------------------------------------------------- */

struct find_user {
    CORO;
    const char *name;
};

ASYNC(find_user)
{
    static const char *const names[] = {"", "Ada", "Grace", "Edsger"};
    BEGIN;
    AWAIT(async_sleep(0.5));
    for (int user = 1; user <= 3; user++)
        if (strcmp(names[user], self->name) == 0)
            RETURN(user);
    RAISE(NOT_FOUND, "there is no %s", self->name);
    END;
}

struct find_order {
    CORO;
    int user;
};

ASYNC(find_order)
{
    static const char *const orders[] = {"", "soup", "two burgers", "tea"};
    BEGIN;
    AWAIT(async_sleep(0.3));
    if (self->user < 1 || self->user > 3)
        RAISE(NOT_FOUND, "there is no user %d", self->user);
    RETURN(orders[self->user]);
    END;
}

struct find_price {
    CORO;
    const char *order;
};

ASYNC(find_price)
{
    BEGIN;
    AWAIT(async_sleep(0.2));
    RETURN(self->order ? strlen(self->order) : 0);      /* a euro a letter */
    END;
}

/* --- yours --------------------------------------------------------------- */

struct coro last_order_of(const char *name);    /* how the check calls it */
extern const struct coro_type last_order;

struct last_order {
    CORO;
    const char *name;
    int user;
    char order[5];
    int euros;
};
struct coro last_order_of(const char *name)
{
    return coro(last_order, .name = name);
}


ASYNC(last_order)
{
    BEGIN;
    AWAIT(coro(find_user, .name = self->name));
    self->user = (int)as_int(awaited());
    AWAIT(coro(find_order, .user = self->user));
    snprintf(self->order, sizeof self->order, "%s", as_text(awaited()));
    AWAIT(coro(find_price, .order = self->order));
    self->euros = (int)as_int(awaited());
    RETURN(textf("user %d: %s, %d euros", self->user, self->order,
                 self->euros));
    END;
}
