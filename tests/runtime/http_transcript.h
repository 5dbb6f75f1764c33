/* http_transcript.h - what the parser makes of some bytes, as a text. */
#ifndef HANDLOOP_HTTP_TRANSCRIPT_H
#define HANDLOOP_HTTP_TRANSCRIPT_H

#include <stddef.h>
#include <stdint.h>

/* Feed bytes in pieces of at most piece bytes and write what comes out, a line
 * a request:
 *
 *      POST /path ?name=value Header=value [the body] keep
 *      GET /unfinished ... more
 *      bad 400
 *
 * text: room for size bytes; what does not fit is cut off. */
void http_transcript(const uint8_t *bytes, size_t count, size_t piece,
                     char *text, size_t size);

#endif
