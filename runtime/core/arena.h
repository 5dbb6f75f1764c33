/* arena.h - where texts and errors live, so that programs need no free().
 *
 * A arena is filled from the front and given back as a whole.  Every thread
 * has one that lasts until its loop has ended: number 0.  For a server, which
 * runs for weeks, a task can have one of its own: see task_own_texts().
 */
#ifndef HANDLOOP_CORE_ARENA_H
#define HANDLOOP_CORE_ARENA_H

#include <stddef.h>
#include <stdint.h>

/* The arena that is being filled.  The loop sets it at each step of a task. */
extern _Thread_local uint16_t arena_in_use;

/* Room in the arena in use, aligned for anything.  NULL without memory. */
void *arena_get(size_t size);

/* One more arena, with one user; 0, the loop's, if there is none to be had. */
uint16_t arena_new(void);

/* One more user of a arena; one less: it is given back with the last. */
void arena_keep(uint16_t arena);
void arena_drop(uint16_t arena);

/* The loop has ended: give back what the loop before it had left; its own
 * arena 0 stays for whoever reads its result. */
void arena_retire(void);

/* Give back all of this thread's texts and errors: for a thread that ran a
 * loop and ends. */
void arena_close(void);

/* After fork(), in the child: they are the parent's, and stay as they are. */
void arena_leave_to_parent(void);

#endif
