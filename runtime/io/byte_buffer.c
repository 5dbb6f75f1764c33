/* byte_buffer.c - a block that doubles when it is full. */
#include "io/byte_buffer_private.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_ROOM = 256 };

static void move_to_front(struct byte_buffer *buffer)
{
    if (buffer->taken == 0)
        return;
    buffer->used = buffer_left(buffer);
    memmove(buffer->bytes, buffer_begin(buffer), buffer->used);
    buffer->taken = 0;
}

bool buffer_reserve(struct byte_buffer *buffer, size_t more)
{
    if (more < buffer->room - buffer->used)
        return true;
    move_to_front(buffer);
    size_t room = buffer->room ? buffer->room : FIRST_ROOM;
    while (room <= SIZE_MAX / 2 && room - buffer->used <= more)
        room *= 2;
    if (room - buffer->used <= more)
        return false;
    char *bytes = room > buffer->room ? realloc(buffer->bytes, room)
                                      : buffer->bytes;
    if (!bytes)
        return false;
    buffer->bytes = bytes;
    buffer->room = room;
    return true;
}

bool buffer_grow(struct byte_buffer *buffer, size_t more)
{
    buffer->incomplete = !buffer_reserve(buffer, more);
    return !buffer->incomplete;
}

void buffer_add_int(struct byte_buffer *buffer, int64_t number)
{
    char digits[20];                /* of the longest one, -2 to the 63rd */
    char *first = digits + sizeof digits;
    uint64_t left = (uint64_t)number;
    if (number < 0)
        left = -left;
    do {
        *--first = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        *--first = '-';
    buffer_add(buffer, first, (size_t)(digits + sizeof digits - first));
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
    else if (buffer_make_room(buffer, (size_t)length)) {
        vsnprintf(buffer->bytes + buffer->used, (size_t)length + 1, format,
                  args);
        buffer->used += (size_t)length;
    }
    va_end(args);
}

void buffer_clear(struct byte_buffer *buffer)
{
    buffer->taken = buffer->used = 0;
    buffer->incomplete = false;
}

void buffer_free(struct byte_buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct byte_buffer){0};
}
