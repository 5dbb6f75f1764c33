/* byte_buffer.c - a block that doubles when it is full. */
#include "byte_buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256 };

/* Room for so many bytes more, and a NUL. */
static bool make_room(struct byte_buffer *buffer, size_t more)
{
    if (buffer->incomplete)
        return false;
    if (more < buffer->room - buffer->used)
        return true;
    size_t room = buffer->room ? buffer->room : FIRST_ROOM;
    while (room <= SIZE_MAX / 2 && room - buffer->used <= more)
        room *= 2;
    char *bytes = room - buffer->used > more ? realloc(buffer->bytes, room)
                                             : NULL;
    buffer->incomplete = !bytes;
    if (!bytes)
        return false;
    buffer->bytes = bytes;
    buffer->room = room;
    return true;
}

void buffer_add(struct byte_buffer *buffer, const void *bytes, size_t size)
{
    if (!make_room(buffer, size))
        return;
    if (size > 0)
        memcpy(buffer->bytes + buffer->used, bytes, size);
    buffer->used += size;
    buffer->bytes[buffer->used] = '\0';
}

void buffer_add_text(struct byte_buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_printf(struct byte_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        buffer->incomplete = true;
    else if (make_room(buffer, (size_t)length)) {
        vsnprintf(buffer->bytes + buffer->used, (size_t)length + 1, format,
                  args);
        buffer->used += (size_t)length;
    }
    va_end(args);
}

void buffer_clear(struct byte_buffer *buffer)
{
    buffer->used = 0;
    buffer->incomplete = false;
}

void buffer_free(struct byte_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct byte_buffer){0};
}
