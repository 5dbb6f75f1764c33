/* byte_buffer.h - bytes that are put together piece by piece.
 *
 * Running out of memory is noted once, at the end: see complete.  All zero is
 * an empty buffer.
 */
#ifndef HANDLOOP_BYTE_BUFFER_H
#define HANDLOOP_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "value.h"

struct byte_buffer {
    char *bytes;            /* with a NUL behind them; NULL while empty */
    size_t used, room;
    bool incomplete;        /* there was no memory for all of it */
};

/* Add bytes, a text, a formatted text.  Without memory nothing is added from
 * then on, and the buffer is incomplete. */
void buffer_add(struct byte_buffer *buffer, const void *bytes, size_t size);
void buffer_add_text(struct byte_buffer *buffer, const char *text);
PRINTF_LIKE(2, 3)
void buffer_printf(struct byte_buffer *buffer, const char *format, ...);

/* Make it empty, for use again; and give its memory back as well. */
void buffer_clear(struct byte_buffer *buffer);
void buffer_free(struct byte_buffer *buffer);

#endif
