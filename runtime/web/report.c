/* report.c - requests and their answers, for people. */
#include <stdio.h>
#include <string.h>

#include "memory/arena.h"
#include "watch/say.h"
#include "web/connection.h"

const char *http_request_name(const struct http_request *request)
{
    if (!request->method || !request->path)
        return "a bad request";
    size_t size = strlen(request->method) + strlen(request->path) + 2;
    char *name = arena_get(size);
    if (!name)
        return request->method;
    snprintf(name, size, "%s %s", request->method, request->path);
    for (char *c = name; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127)
            *c = '?';
    return name;
}

void http_log(const struct http_connection *connection,
              const struct http_exchange *exchange)
{
    if (connection->server->logger)
        connection->server->logger(exchange, loop_time() - connection->began);
}

void http_access_log(const struct http_exchange *exchange, double seconds)
{
    const char *pieces = exchange->in_pieces ? ", in pieces" : "";
    say("%s: %d %s, %.3f s%s", http_request_name(exchange->request),
        exchange->status, http_reason(exchange->status), seconds, pieces);
}
