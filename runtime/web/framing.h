/* framing.h - what the headers say about how a request is sent: where its
 * body ends, and whether the connection stays.
 *
 * The length of a body is where requests are smuggled past one of two programs
 * that read it differently.  So it is said once, or the request is refused.
 */
#ifndef HANDLOOP_WEB_FRAMING_H
#define HANDLOOP_WEB_FRAMING_H

#include <stdbool.h>
#include <stdint.h>

#include "web/request.h"

struct http_framing {
    unsigned seen;              /* headers that may stand only once */
    bool closes;                /* "Connection: close" was among them */
};

/* Understand one header of the request, if it is about this.  0; or the status
 * to answer with, and why. */
int http_framing_take(struct http_framing *framing,
                      struct http_request *request,
                      const struct http_field *header, uint64_t max_body,
                      const char **why);

/* There are no more headers: do they say it all, and only once?  As above. */
int http_framing_end(const struct http_framing *framing,
                     struct http_request *request, const char **why);

#endif
