/* memory.h - pools, and arrays that grow.
 *
 * Pools: blocks of one size, handed out and taken back in a few
 * instructions.  Frames, tasks and callbacks come from pools, so that making a
 * task costs less than one malloc().
 *
 * A pool carves its blocks out of slabs and chains the ones given back.  Slabs
 * go back to the system only when the pool is closed; until then all but the
 * first word of a block that was given back can still be read.  That is how a
 * stale handle is recognised: see generation in coro.h.
 */
#ifndef HANDLOOP_CORE_MEMORY_H
#define HANDLOOP_CORE_MEMORY_H

#include <stddef.h>

/* The struct of this type whose member the pointer points to. */
#define container_of(pointer, type, member)                                  \
    ((type *)(void *)((char *)(pointer) - offsetof(type, member)))

struct slab;

struct pool {
    void *free;                 /* blocks given back, the latest first */
    char *fresh, *fresh_end;    /* the newest slab's untouched blocks */
    struct slab *slabs;
};

/* The slow way in: make a slab of zeroed blocks.  NULL without memory. */
void *pool_grow(struct pool *pool, size_t block);

/* A block.  One that was never used before is all zero; in others only the
 * first word is lost.  block: bytes, a multiple of 16, the same at every call
 * for this pool.  NULL without memory. */
static inline void *pool_get(struct pool *pool, size_t block)
{
    void *place = pool->free;
    if (place) {
        pool->free = *(void **)place;
        return place;
    }
    if (pool->fresh == pool->fresh_end)
        return pool_grow(pool, block);
    place = pool->fresh;
    pool->fresh += block;
    return place;
}

static inline void pool_put(struct pool *pool, void *place)
{
    *(void **)place = pool->free;
    pool->free = place;
}

/* Call visit for every block that was ever handed out, in no order. */
void pool_each(struct pool *pool, size_t block,
               void (*visit)(void *place, void *arg), void *arg);

/* Move all slabs to another pool, which only keeps them. */
void pool_move(struct pool *pool, struct pool *keeper);

/* Give all slabs back to the system. */
void pool_close(struct pool *pool);

/* An array with room for one more than count elements of this size (bytes): the
 * one given, or a larger one it has moved to.  NULL without memory: then it is
 * as it was. */
void *array_with_room(void *array, size_t *room, size_t count, size_t size);

#endif
