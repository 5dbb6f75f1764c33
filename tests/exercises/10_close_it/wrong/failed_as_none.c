/* also wants: known mistake: failure-not-handed-on; RERAISE would be about line */
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
    int status;
    const char *text;
};

ASYNC(download)
{
    BEGIN;
    AWAIT(coro(open_connection));
    TRY_AWAIT(coro(receive, .name = self->name));
    if ((self->status = failure()) == 0)
        self->text = as_text(awaited());
    TRY_AWAIT(coro(close_connection));
    if (self->status != 0)
        RETURN(NULL);
    RETURN(self->text);
    END;
}

struct coro downloading(const char *name);

struct coro downloading(const char *name)
{
    return coro(download, .name = name);
}
