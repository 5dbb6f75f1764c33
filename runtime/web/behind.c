/* behind.c - work behind an answer: FastAPI's background tasks.  Each is a task
 * of its own, so that the client's next request does not wait for it. */
#include <errno.h>

#include "core/loop.h"
#include "memory/list.h"
#include "web/connection.h"

ASYNC(http_behind)
{
    struct http_server *server = self->server;
    BEGIN;
    self->task = current_task();
    list_append(&server->behind, self);
    event_clear(&server->all_ended);
    TRY_AWAIT(self->work);
    if (failure() && failure() != ECANCELED)
        loop_report(textf("the work behind %s failed", self->name), caught());
    list_remove(&server->behind, self);
    http_tell_if_all_ended(server);
    END;
}

void http_begin_behind(struct http_connection *connection)
{
    struct coro work = connection->exchange.behind;
    connection->exchange.behind.awaitable.frame = NULL;
    if (!work.awaitable.frame)
        return;
    spawn(coro(http_behind, .server = connection->server, .work = work,
               .name = http_request_name(&connection->parser.request)));
}
