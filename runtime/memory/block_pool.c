/* block_pool.c - the slabs behind the blocks. */
#include "memory/block_pool.h"

#include <stdlib.h>

enum {
    SLAB_FIRST = 2048,          /* bytes; each slab is twice the one before, */
    SLAB_MOST = 1 << 18,        /* up to this */
};

struct slab {
    struct slab *next;
    size_t size;                /* bytes of blocks */
    _Alignas(16) char blocks[];
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
                     void (*visit)(void *place, void *arg), void *arg)
{
    char *end = pool->fresh;    /* the newest slab is used up to here */
    for (struct slab *slab = pool->slabs; slab; slab = slab->next) {
        for (char *at = slab->blocks; at < end; at += block)
            visit(at, arg);
        if (slab->next)
            end = slab->next->blocks + slab->next->size;
    }
}

void block_pool_move(struct block_pool *pool, struct block_pool *keeper)
{
    struct slab **end = &pool->slabs;
    while (*end)
        end = &(*end)->next;
    *end = keeper->slabs;
    keeper->slabs = pool->slabs;
    *pool = (struct block_pool){0};
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
