/* fields.h - what a coroutine was called with: its struct is looked up in the
 * source, and the fields behind CORO are read from the frame. */
#ifndef HANDLOOP_FIELDS_H
#define HANDLOOP_FIELDS_H

#include <stdint.h>

#include <runtime.h>

/* Read this source now: whoever forks has it read once for all children. */
void fields_read(const char *file);

/* "api = 1, name = \"Ada\""; as far as the types are plain ones.  "" if there
 * is nothing to say. */
const char *arguments_of(const struct coro_frame *frame);

/* In a copy of a frame: is this pointer NULL, or, of an array of them, one that
 * *which says? */
bool field_is_null(const struct coro_type *type, const void *frame,
                   const char *name, size_t *which);

/* In a copy of a frame: the index of the first value of that array that is
 * None; SIZE_MAX: there is none.  And how many values it has, 0: it has none. */
size_t field_with_none(const struct coro_type *type, const void *frame,
                       const char *name, size_t *values);

/* How many bytes are there from this place to the end of the array of
 * characters in which it lies?  0: it lies in none. */
size_t room_in_frame(const struct coro_frame *frame, const void *place);

/* Can this be read as a text? */
bool is_readable(const char *text);

#endif
