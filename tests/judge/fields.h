/* fields.h - what a coroutine was called with: its struct is looked up in the
 * source, and the fields behind CORO are read from the frame. */
#ifndef HANDLOOP_FIELDS_H
#define HANDLOOP_FIELDS_H

#include <runtime.h>

/* "api = 1, name = \"Ada\""; as far as the types are plain ones.  "" if there
 * is nothing to say. */
const char *arguments_of(const struct coro_frame *frame);

/* In a copy of a frame: is this pointer NULL, or, of an array of them, one that
 * *which says? */
bool field_is_null(const struct coro_type *type, const void *frame,
                   const char *name, size_t *which);

/* Can this be read as a text? */
bool is_readable(const char *text);

#endif
