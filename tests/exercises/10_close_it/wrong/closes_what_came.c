/* wants: known mistake: closes-on-a-condition; there `!is_none(self->data)` was false */
#include <errno.h>
#include <string.h>

#include "runtime.h"

extern int open_connections;

int open_connections;           /* how many are open now */

struct open_connection { CORO; };

ASYNC(open_connection)
{
    BEGIN;
    AWAIT(async_sleep(0.2));
    open_connections++;
    END;
}

struct receive {
    CORO;
    const char *name;
};

ASYNC(receive)
{
    BEGIN;
    AWAIT(async_sleep(0.5));
    if (strcmp(self->name, "broken") == 0)
        RAISE(EIO, "the line is broken");
    AWAIT(async_sleep(0.5));
    RETURN(textf("data of %s", self->name));
    END;
}

struct close_connection { CORO; };

ASYNC(close_connection)
{
    BEGIN;
    AWAIT(async_sleep(0.3));    /* says goodbye, and waits for the answer */
    open_connections--;
    END;
}

struct download {
    CORO;
    const char *name;
    struct value data;
    int code;
};

ASYNC(download)
{
    BEGIN;
    AWAIT(coro(open_connection));
    TRY_AWAIT(coro(receive, .name = self->name));
    self->data = awaited();
    if (!is_none(self->data))
        AWAIT(coro(close_connection));
    if (failure())
        RERAISE;
    RETURN(self->data);
    END;
}

struct coro downloading(const char *name);

struct coro downloading(const char *name)
{
    return coro(download, .name = name);
}
