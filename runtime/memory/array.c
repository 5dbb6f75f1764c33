/* array.c - arrays that grow. */
#include "memory/array.h"

#include <stdlib.h>

void *array_with_room(void *array, size_t *room, size_t count, size_t size)
{
    enum { FIRST_ROOM = 64 };
    if (count < *room)
        return array;
    size_t more = *room ? *room * 2 : FIRST_ROOM;
    void *larger = realloc(array, more * size);
    if (larger)
        *room = more;
    return larger;
}
