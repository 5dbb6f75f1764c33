/* loop.h - for runtime/io: the machine's loop, instead of the runtime's own. */
#ifndef MACHINE_LOOP_H
#define MACHINE_LOOP_H

#include "machine.h"

enum direction { READING, WRITING };

static inline void loop_needed(const char *what)
{
    if (!current_loop())
        panic("no running loop for %s", what);
}

static inline void loop_forget_fd(int fd)
{
    descriptor_forget(fd);
}

static inline bool loop_watches_fd(int fd, enum direction direction)
{
    return descriptor_watched(fd, direction == READING ? WANT_READABLE
                                                       : WANT_WRITABLE);
}

#endif
