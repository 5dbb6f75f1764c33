/* phases.c - what a connection is at, and how long that may take. */
#include "web/connection.h"

enum {                              /* seconds */
    USUAL_IDLE = 5,
    USUAL_TIME = 10,
};

#define AT_THE_END 0.3              /* s; for a request that is on its way */

static double seconds_or(double seconds, double usual)
{
    return seconds > 0 ? seconds : usual;
}

double http_limit_of(const struct http_server *server, enum phase phase)
{
    if (server->stopping && (phase == IDLE || phase == READING_REQUEST))
        return AT_THE_END;
    switch (phase) {
    case IDLE:
        return seconds_or(server->idle_limit, USUAL_IDLE);
    case READING_REQUEST:
        return seconds_or(server->request_limit, USUAL_TIME);
    case ANSWERING:
        return seconds_or(server->answer_limit, NO_LIMIT);
    case WRITING_ANSWER:
        return seconds_or(server->write_limit, USUAL_TIME);
    case CLOSING:
        break;
    }
    return NO_LIMIT;
}

void http_enter(struct http_connection *connection, enum phase phase)
{
    if (connection->phase != phase)
        http_enter_anew(connection, phase);
}

void http_enter_anew(struct http_connection *connection, enum phase phase)
{
    connection->phase = phase;
    timeout_reschedule(connection->limit,
                       http_limit_of(connection->server, phase));
}
