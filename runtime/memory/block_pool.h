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

#include "memory/poison.h"

struct slab;

struct block_pool {
    void *free;                 /* blocks given back, the latest first */
    char *fresh, *fresh_end;    /* the newest slab's untouched blocks */
    struct slab *slabs;
};

/* The slow way in: make a slab of zeroed blocks.  NULL without memory. */
void *block_pool_grow(struct block_pool *pool, size_t block);

/* A block.  One that was never used before is all zero; in others only the
 * first word is lost.  block: bytes, as sizeof gives them for what is to be
 * there, so that it is aligned for it; the same at every call for this pool.
 * NULL without memory. */
static inline void *block_pool_get(struct block_pool *pool, size_t block)
{
    void *taken = pool->free;
    if (taken) {
        pool->free = *(void **)taken;
        unpoison(taken, block);
        return taken;
    }
    if (pool->fresh == pool->fresh_end)
        return block_pool_grow(pool, block);
    taken = pool->fresh;
    pool->fresh += block;
    return taken;
}

static inline void block_pool_put(struct block_pool *pool, void *block)
{
    *(void **)block = pool->free;
    pool->free = block;
}

/* Call visit for every block that was ever handed out, in no order. */
void block_pool_each(struct block_pool *pool, size_t block,
                     void (*visit)(void *block, void *arg), void *arg);

/* Give all slabs back to the system. */
void block_pool_close(struct block_pool *pool);

/* --- blocks of all sizes: a pool for each -------------------------------- */

enum {
    BLOCK_ALIGNED = 16,         /* bytes: to no more than that */
    BLOCK_GRAIN = 8,            /* bytes between two sizes, */
    BLOCK_SMALL = 128,          /* up to 1,024; from there each size doubles */
    BLOCK_SIZES = BLOCK_SMALL + 21 + 1,                 /* up to 2 GiB */
};

struct size_pools {
    struct block_pool pools[BLOCK_SIZES];
};

/* The pool for blocks of this size, and the size of the blocks in it. */
size_t block_class_large(size_t size);
size_t block_size_large(size_t class);

static inline size_t block_class(size_t size)
{
    size_t class = (size + BLOCK_GRAIN - 1) / BLOCK_GRAIN;
    return class <= BLOCK_SMALL ? class : block_class_large(size);
}

static inline size_t block_size(size_t class)
{
    return class <= BLOCK_SMALL ? class * BLOCK_GRAIN : block_size_large(class);
}

/* As for one pool. */
static inline void *size_pools_get(struct size_pools *pools, size_t size)
{
    size_t class = block_class(size);
    return block_pool_get(&pools->pools[class], block_size(class));
}

static inline void size_pools_put(struct size_pools *pools, void *block,
                                  size_t size)
{
    block_pool_put(&pools->pools[block_class(size)], block);
}

void size_pools_each(struct size_pools *pools,
                     void (*visit)(void *block, void *arg), void *arg);
void size_pools_close(struct size_pools *pools);

/* Forget them, and never give them back. */
void size_pools_leak(struct size_pools *pools);

#endif
