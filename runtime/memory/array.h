/* array.h - arrays that grow. */
#ifndef HANDLOOP_MEMORY_ARRAY_H
#define HANDLOOP_MEMORY_ARRAY_H

#include <stddef.h>

/* An array with room for one more than count elements of this size (bytes): the
 * one given, or a larger one it has moved to.  NULL without memory: then it is
 * as it was. */
void *array_with_room(void *array, size_t *room, size_t count, size_t size);

#endif
