/* also wants: known mistake: receives-behind-its-end; at 0.7 s and has ended; shield() is what keeps it alive */
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

struct work {
    CORO;
    const char *what;
    const char *data;
    struct error *error;
};

ASYNC(work)
{
    BEGIN;
    AWAIT(coro(open_connection));
    TRY_AWAIT(coro(receive, .name = self->what));
    self->error = caught();
    self->data = self->error ? NULL : as_text(awaited());
    AWAIT(coro(close_connection));
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->data);
    END;
}

struct download {
    CORO;
    const char *name;
};

ASYNC(download)
{
    BEGIN;
    AWAIT(shield(create_task(coro(work, .what = self->name))));
    RETURN(awaited());
    END;
}

struct coro downloading(const char *name);

struct coro downloading(const char *name)
{
    return coro(download, .name = name);
}
