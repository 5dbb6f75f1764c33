/* Exercise 10: close it.
 *
 * This download leaves its connection open when it is cancelled while it
 * receives, or when the line is broken:
 *
 *      async def download(name):
 *          await open_connection()             # 0.2 s
 *          data = await receive(name)          # 1.0 s, or an error
 *          await close_connection()            # 0.3 s
 *          return data
 *
 * Mend it: whatever happens while it receives, the connection is closed, and
 * closed when the download has ended.  Whoever waits for the download still
 * learns how it ended: the data, the error, or that it was cancelled.  What
 * was never open is not closed.
 *
 * Given: open_connection, receive and close_connection, and downloading(),
 * with which the check begins a download.  Leave them as they are.
 * To write: download.
 *
 * Check it: make exercise-10        Stuck: make hint-10, lesson 10
 */
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
    const char *data;
};

ASYNC(download)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, then mend these */
    AWAIT(coro(open_connection));
    AWAIT(coro(receive, .name = self->name));
    self->data = as_text(awaited());
    AWAIT(coro(close_connection));
    RETURN(self->data);
    END;
}

struct coro downloading(const char *name);

struct coro downloading(const char *name)
{
    return coro(download, .name = name);
}
