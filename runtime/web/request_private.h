/* request_private.h - making a request, for the parser. */
#ifndef HANDLOOP_WEB_REQUEST_PRIVATE_H
#define HANDLOOP_WEB_REQUEST_PRIVATE_H

#include "web/request.h"

/* Take path and query out of a target, in place; request->method is there.  0;
 * or the status to answer with, and why. */
int http_take_target(struct http_request *request, char *target,
                     const char **why);

/* Refuse it: *why says it to people; gives the status. */
static inline int http_bad(int status, const char *reason, const char **why)
{
    *why = reason;
    return status;
}

#endif
