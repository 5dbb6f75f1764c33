/* behind.c - work behind an answer: FastAPI's background tasks.  Each is a task
 * of its own, so that the client's next request does not wait for it. */
#include <errno.h>

#include "core/loop.h"
#include "web/connection.h"

static void link_behind(struct http_behind *behind)
{
    struct http_server *server = behind->server;
    behind->task = current_task();
    behind->next = server->behind;
    if (behind->next)
        behind->next->previous = behind;
    server->behind = behind;
    event_clear(&server->all_ended);
}

static void unlink_behind(struct http_behind *behind)
{
    struct http_server *server = behind->server;
    if (behind->previous)
        behind->previous->next = behind->next;
    else
        server->behind = behind->next;
    if (behind->next)
        behind->next->previous = behind->previous;
    http_tell_if_all_ended(server);
}

ASYNC(http_behind)
{
    BEGIN;
    link_behind(self);
    TRY_AWAIT(self->work);
    if (failure() && failure() != ECANCELED)
        loop_report(textf("the work behind %s failed", self->name), caught());
    unlink_behind(self);
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
