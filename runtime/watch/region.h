/* region.h - memory that two processes share, at the same address in both: what
 * one of them has written there, the other can read when the first is gone.
 *
 * Pieces are handed out one behind the other, and go back all at once.
 */
#ifndef HANDLOOP_WATCH_REGION_H
#define HANDLOOP_WATCH_REGION_H

#include <stddef.h>

struct region;

/* For this process and those it forks from now on.  NULL, and errno. */
struct region *region_new(void);
void region_free(struct region *region);

/* Some bytes, all zero.  NULL: it is full. */
void *region_get(struct region *region, size_t size);

/* As array_with_room(), for an array that lives there; with region NULL, it is
 * that. */
void *region_array(struct region *region, void *array, size_t *room,
                   size_t count, size_t size);

#endif
