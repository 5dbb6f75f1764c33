/* reach.h - what can the program still see?  Every word of its memory.
 *
 * C does not say where a program keeps its pointers, so all that could be one
 * counts: a collector of this kind is called conservative (Boehm and Weiser,
 * 1988).  Where a process cannot read its own map, nothing is ever unseen.
 */
#ifndef HANDLOOP_MEMORY_REACH_H
#define HANDLOOP_MEMORY_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory is shown in windows: WINDOW bytes, beginning at a multiple of that. */
enum { WINDOW = 64 * 1024 };

/* Show all words that this process can write to to see(), but for the windows
 * to be skipped.  *shown: bytes.  False: it could not be done, or not
 * completely, and says nothing. */
bool reach(bool (*skip)(const void *window),
           void (*see)(const uintptr_t *words, size_t count), size_t *shown);

#endif
