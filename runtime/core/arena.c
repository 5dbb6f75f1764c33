/* arena.c - lists of chunks, filled from the front, freed at once. */
#include "core/arena.h"

#include <stdlib.h>

/* With its head, a chunk is 1 KiB: small enough for malloc() to give out again
 * in no time, since each request to a server begins one. */
enum { CHUNK_SIZE = 992, ALIGN = _Alignof(max_align_t) };

struct chunk {
    struct chunk *next;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct chunk *chunks;
    uint32_t users;             /* 0: it is free, */
    uint16_t next_free;         /* and the next free one is this */
};

/* Number n > 0 is others.list[n - 1]. */
static _Thread_local struct arena loops_own;
static _Thread_local struct {
    struct arena *list;
    uint16_t count, room, free;
} others;

static _Thread_local struct chunk *retired;

_Thread_local uint16_t arena_in_use;

static struct arena *arena_of(uint16_t number)
{
    return number ? &others.list[number - 1] : &loops_own;
}

static void free_chunks(struct chunk **chunks)
{
    while (*chunks) {
        struct chunk *next = (*chunks)->next;
        free(*chunks);
        *chunks = next;
    }
}

static struct chunk *chunk_new(size_t size, struct chunk *next)
{
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    struct chunk *chunk = malloc(sizeof *chunk + room);
    if (chunk)
        *chunk = (struct chunk){.next = next, .size = room};
    return chunk;
}

void *arena_get(size_t size)
{
    struct arena *arena = arena_of(arena_in_use);
    struct chunk *chunk = arena->chunks;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (!chunk || chunk->size - chunk->used < size) {
        chunk = chunk_new(size, chunk);
        if (!chunk)
            return NULL;
        arena->chunks = chunk;
    }
    void *place = chunk->bytes + chunk->used;
    chunk->used += size;
    return place;
}

/* --- arenas of tasks ----------------------------------------------------- */

static uint16_t take_fresh(void)
{
    if (others.count == UINT16_MAX)
        return 0;
    if (others.count == others.room) {
        size_t room = others.room > UINT16_MAX / 2 ? UINT16_MAX
                                                   : 2u * others.room + 16;
        struct arena *list = realloc(others.list, room * sizeof *list);
        if (!list)
            return 0;
        others.list = list;
        others.room = (uint16_t)room;
    }
    return ++others.count;
}

uint16_t arena_new(void)
{
    uint16_t number = others.free;
    if (number)
        others.free = arena_of(number)->next_free;
    else if ((number = take_fresh()) == 0)
        return 0;
    *arena_of(number) = (struct arena){.users = 1};
    return number;
}

void arena_keep(uint16_t number)
{
    arena_of(number)->users++;
}

void arena_drop(uint16_t number)
{
    struct arena *arena = arena_of(number);
    if (number == 0 || --arena->users > 0)
        return;
    free_chunks(&arena->chunks);
    arena->next_free = others.free;
    others.free = number;
}

/* --- the end ------------------------------------------------------------- */

static void close_others(void)
{
    for (uint16_t i = 0; i < others.count; i++)
        free_chunks(&others.list[i].chunks);
    free(others.list);
    others.list = NULL;
    others.count = others.room = others.free = 0;
    arena_in_use = 0;
}

void arena_retire(void)
{
    close_others();
    free_chunks(&retired);
    retired = loops_own.chunks;
    loops_own.chunks = NULL;
}

void arena_close(void)
{
    close_others();
    free_chunks(&retired);
    free_chunks(&loops_own.chunks);
}

/* --- after fork() -------------------------------------------------------- */

static struct chunk *parents;       /* never given back */

static void leave_to_parent(struct chunk **chunks)
{
    struct chunk **end = chunks;
    while (*end)
        end = &(*end)->next;
    *end = parents;
    parents = *chunks;
    *chunks = NULL;
}

void arena_leave_to_parent(void)
{
    for (uint16_t i = 0; i < others.count; i++)
        leave_to_parent(&others.list[i].chunks);
    leave_to_parent(&retired);
    leave_to_parent(&loops_own.chunks);
    close_others();
}
