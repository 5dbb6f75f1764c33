/* byte_buffer.h - bytes that are put together piece by piece.
 *
 * Running out of memory is noted once, at the end: see complete.  All zero is
 * an empty buffer.
 */
#ifndef HANDLOOP_IO_BYTE_BUFFER_H
#define HANDLOOP_IO_BYTE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/value.h"

struct byte_buffer {
    char *bytes;            /* with a NUL behind them; NULL while empty */
    size_t used, room;
    bool incomplete;        /* there was no memory for all of it */
};

/* Add bytes, a text, a number, a formatted text (which takes ten times as
 * long).  Without memory nothing is added from then on, and the buffer is
 * incomplete. */
static inline void buffer_add(struct byte_buffer *buffer, const void *bytes,
                              size_t size);
static inline void buffer_add_text(struct byte_buffer *buffer,
                                   const char *text);
void buffer_add_int(struct byte_buffer *buffer, int64_t number);
PRINTF_LIKE(2, 3)
void buffer_printf(struct byte_buffer *buffer, const char *format, ...);

/* Make it empty, for use again; and give its memory back as well. */
void buffer_clear(struct byte_buffer *buffer);
void buffer_free(struct byte_buffer *buffer);

/* --- inline: compilers know how long a literal is ------------------------ */

/* The slow way in: a larger block, for so many bytes more and a NUL. */
bool buffer_grow(struct byte_buffer *buffer, size_t more);

static inline bool buffer_make_room(struct byte_buffer *buffer, size_t more)
{
    return !buffer->incomplete && (more < buffer->room - buffer->used ||
                                   buffer_grow(buffer, more));
}

static inline void buffer_add(struct byte_buffer *buffer, const void *bytes,
                              size_t size)
{
    if (!buffer_make_room(buffer, size))
        return;
    if (size > 0)
        memcpy(buffer->bytes + buffer->used, bytes, size);
    buffer->used += size;
    buffer->bytes[buffer->used] = '\0';
}

static inline void buffer_add_text(struct byte_buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

#endif
