/* block_pool.c - the slabs behind the blocks. */
#include "memory/block_pool.h"

#include <stdlib.h>

/* Bytes; each slab is twice the one before, up to the most.  The first is no
 * power of two: a processor confuses places that are whole pages apart when one
 * is read soon after the other was written, and waits, so the first blocks of
 * two sizes are not to lie like that. */
enum { SLAB_FIRST = 1280, SLAB_MOST = 1 << 18 };

struct slab {
    struct slab *next;
    size_t size;                /* bytes of blocks */
    _Alignas(BLOCK_ALIGNED) char blocks[];
};

void *block_pool_grow(struct block_pool *pool, size_t block)
{
    size_t size = SLAB_FIRST;
    if (pool->slabs)
        size = pool->slabs->size < SLAB_MOST ? pool->slabs->size * 2
                                             : SLAB_MOST;
    if (size < block)
        size = block;
    size -= size % block;
    struct slab *slab = calloc(1, sizeof *slab + size);
    if (!slab)
        return NULL;
    slab->next = pool->slabs;
    slab->size = size;
    pool->slabs = slab;
    pool->fresh = slab->blocks + block;
    pool->fresh_end = slab->blocks + size;
    return slab->blocks;
}

void block_pool_each(struct block_pool *pool, size_t block,
                     void (*visit)(void *block, void *arg), void *arg)
{
    char *end = pool->fresh;    /* the newest slab is used up to here */
    for (struct slab *slab = pool->slabs; slab; slab = slab->next) {
        for (char *at = slab->blocks; at < end; at += block)
            visit(at, arg);
        if (slab->next)
            end = slab->next->blocks + slab->next->size;
    }
}

void block_pool_close(struct block_pool *pool)
{
    while (pool->slabs) {
        struct slab *next = pool->slabs->next;
        free(pool->slabs);
        pool->slabs = next;
    }
    *pool = (struct block_pool){0};
}

/* --- all sizes ----------------------------------------------------------- */

size_t block_class_large(size_t size)
{
    size_t class = BLOCK_SMALL;
    for (; size > BLOCK_GRAIN * BLOCK_SMALL; class++)
        size = (size + 1) / 2;
    return class;
}

size_t block_size_large(size_t class)
{
    return (size_t)BLOCK_GRAIN * BLOCK_SMALL << (class - BLOCK_SMALL);
}

void size_pools_each(struct size_pools *pools,
                     void (*visit)(void *block, void *arg), void *arg)
{
    for (size_t i = 0; i < BLOCK_SIZES; i++)
        block_pool_each(&pools->pools[i], block_size(i), visit, arg);
}

void size_pools_close(struct size_pools *pools)
{
    for (size_t i = 0; i < BLOCK_SIZES; i++)
        block_pool_close(&pools->pools[i]);
}

/* Never read: it stands here for those who look for leaks. */
static volatile struct size_pools leaked;

void size_pools_leak(struct size_pools *pools)
{
    leaked = *pools;
    *pools = (struct size_pools){0};
}
