/* block_pool.h - blocks of one size, handed out and taken back in a few
 * instructions.  Frames, tasks and callbacks come from pools, so that making a
 * task costs less than one malloc().
 *
 * A pool carves its blocks out of slabs and chains the ones given back.  Slabs
 * go back to the system only when the pool is closed; until then all but the
 * first word of a block that was given back can still be read.  That is how a
 * stale handle is recognised: see generation in frame.h.
 */
#ifndef HANDLOOP_MEMORY_BLOCK_POOL_H
#define HANDLOOP_MEMORY_BLOCK_POOL_H

#include <stddef.h>

struct slab;

struct block_pool {
    void *free;                 /* blocks given back, the latest first */
    char *fresh, *fresh_end;    /* the newest slab's untouched blocks */
    struct slab *slabs;
};

/* The slow way in: make a slab of zeroed blocks.  NULL without memory. */
void *block_pool_grow(struct block_pool *pool, size_t block);

/* A block.  One that was never used before is all zero; in others only the
 * first word is lost.  block: bytes, a multiple of 16, the same at every call
 * for this pool.  NULL without memory. */
static inline void *block_pool_get(struct block_pool *pool, size_t block)
{
    void *place = pool->free;
    if (place) {
        pool->free = *(void **)place;
        return place;
    }
    if (pool->fresh == pool->fresh_end)
        return block_pool_grow(pool, block);
    place = pool->fresh;
    pool->fresh += block;
    return place;
}

static inline void block_pool_put(struct block_pool *pool, void *place)
{
    *(void **)place = pool->free;
    pool->free = place;
}

/* Call visit for every block that was ever handed out, in no order. */
void block_pool_each(struct block_pool *pool, size_t block,
                     void (*visit)(void *place, void *arg), void *arg);

/* Move all slabs to another pool, which only keeps them. */
void block_pool_move(struct block_pool *pool, struct block_pool *keeper);

/* Give all slabs back to the system. */
void block_pool_close(struct block_pool *pool);

#endif
