/* reach.h - what can the program still see?  Every word of its memory.
 *
 * C does not say where a program keeps its pointers, so all that could be one
 * counts: a collector of this kind is called conservative (Boehm and Weiser,
 * 1988).  Where a process cannot read its own map, nothing is ever unseen.
 */
#ifndef HANDLOOP_CORE_REACH_H
#define HANDLOOP_CORE_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory is shown in windows: WINDOW bytes, beginning at a multiple of that. */
enum { WINDOW = 64 * 1024 };

struct onlooker {
    /* Is this window of no interest? */
    bool (*skip)(const void *window);
    /* Some words of the program's memory. */
    void (*see)(const uintptr_t *words, size_t count);
};

/* Show all words that this process can write to.  *seen: bytes shown.  False:
 * it could not be done, or not completely, and says nothing. */
bool reach(const struct onlooker *onlooker, size_t *seen);

#endif
