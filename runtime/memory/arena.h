/* arena.h - where texts and errors live, so that programs need no free().
 *
 * They stay as long as anybody can see them, as objects do in Python: as long
 * as their address stands somewhere in the program's memory - in a frame, in a
 * task's outcome, in a queue, in an array of the program's own.  When much has
 * been made since the last time, the arena looks for those that nobody can see
 * any more (reach.c) and uses their room again.
 */
#ifndef HANDLOOP_MEMORY_ARENA_H
#define HANDLOOP_MEMORY_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room in this thread's arena, for anything but a long double; what it holds
 * is kept as long as its first byte, or any other, can be seen.  NULL without
 * memory. */
void *arena_get(size_t size);

/* Look now, and give back what nobody can see.  False: there is no looking, as
 * where a sanitizer has filled the memory with notes of its own. */
bool arena_collect(void);

/* Bytes that the arena has of the system. */
size_t arena_size(void);

/* The loop has ended: give back what the loop before it had left; what is there
 * now stays for whoever reads its result. */
void arena_retire(void);

/* Give back all of this thread's texts and errors: for a thread that ran a
 * loop and ends. */
void arena_close(void);

/* After fork(), in the child: they are the parent's, and stay as they are. */
void arena_leave_to_parent(void);

#endif
