/* memory.h - what is done with pools on the way out, and arrays that grow. */
#ifndef HANDLOOP_CORE_MEMORY_H
#define HANDLOOP_CORE_MEMORY_H

#include <stddef.h>

#include "core/block_pool.h"

/* Call visit for every block that was ever handed out, in no order. */
void block_pool_each(struct block_pool *pool, size_t block,
                     void (*visit)(void *place, void *arg), void *arg);

/* Move all slabs to another pool, which only keeps them. */
void block_pool_move(struct block_pool *pool, struct block_pool *keeper);

/* Give all slabs back to the system. */
void block_pool_close(struct block_pool *pool);

/* An array with room for one more than count elements of this size (bytes): the
 * one given, or a larger one it has moved to.  NULL without memory: then it is
 * as it was. */
void *array_with_room(void *array, size_t *room, size_t count, size_t size);

#endif
