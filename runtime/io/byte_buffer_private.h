/* byte_buffer_private.h - what is done with byte buffers.
 *
 * Whoever puts bytes together piece by piece looks once, at the end, whether
 * there was memory for all: incomplete.
 */
#ifndef HANDLOOP_IO_BYTE_BUFFER_PRIVATE_H
#define HANDLOOP_IO_BYTE_BUFFER_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/value.h"
#include "io/byte_buffer.h"

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

/* What is there, how many bytes, and the first of these go. */
static inline char *buffer_begin(const struct byte_buffer *buffer);
static inline size_t buffer_left(const struct byte_buffer *buffer);
static inline void buffer_take(struct byte_buffer *buffer, size_t size);

/* Room for so many bytes more behind bytes + used, and a NUL, which may move
 * all to the front or to a larger block.  False without memory: then it is as
 * it was. */
bool buffer_reserve(struct byte_buffer *buffer, size_t more);

/* Make it empty, for use again; and give its memory back as well. */
void buffer_clear(struct byte_buffer *buffer);
void buffer_free(struct byte_buffer *buffer);

/* --- inline: compilers know how long a literal is ------------------------ */

/* The slow way in: buffer_reserve(), and incomplete without memory. */
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

static inline char *buffer_begin(const struct byte_buffer *buffer)
{
    return buffer->bytes + buffer->taken;
}

static inline size_t buffer_left(const struct byte_buffer *buffer)
{
    return buffer->used - buffer->taken;
}

static inline void buffer_take(struct byte_buffer *buffer, size_t size)
{
    buffer->taken += size;
}

#endif
