/* region.c - memory that is shared with a process to be forked. */
#include "watch/region.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory/array.h"

/* What is not touched costs nothing. */
#define REGION_SIZE ((size_t)1 << (SIZE_MAX > UINT32_MAX ? 30 : 28))

struct region {
    size_t used;
    _Alignas(16) char bytes[];
};

struct region *region_new(void)
{
    FILE *file = tmpfile();
    void *memory = MAP_FAILED;
    if (file && ftruncate(fileno(file), (off_t)REGION_SIZE) == 0)
        memory = mmap(NULL, REGION_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
                      fileno(file), 0);
    if (file)
        fclose(file);
    return memory == MAP_FAILED ? NULL : memory;
}

void region_free(struct region *region)
{
    munmap(region, REGION_SIZE);
}

void *region_get(struct region *region, size_t size)
{
    size_t rounded = (size + 15) / 16 * 16;
    if (rounded > REGION_SIZE - sizeof *region - region->used)
        return NULL;
    region->used += rounded;
    return region->bytes + region->used - rounded;
}

void *region_array(struct region *region, void *array, size_t *room,
                   size_t count, size_t size)
{
    enum { FIRST_ROOM = 64 };
    if (!region)
        return array_with_room(array, room, count, size);
    if (count < *room)
        return array;
    size_t more = *room ? *room * 2 : FIRST_ROOM;
    void *larger = region_get(region, more * size);
    if (larger && count > 0)
        memcpy(larger, array, count * size);
    if (larger)
        *room = more;
    return larger;
}
