/* loop.h - for runtime/io: the machine's loop, instead of the runtime's own. */
#ifndef MACHINE_LOOP_H
#define MACHINE_LOOP_H

#include <sys/select.h>

#include "machine.h"

enum direction { READING, WRITING };

static inline void loop_needed(const char *what)
{
    if (!current_loop())
        panic("no running loop for %s", what);
}

/* How often each descriptor was closed. */
extern uint32_t descriptor_closes[FD_SETSIZE];

static inline uint32_t loop_fd_closes(int fd)
{
    return fd >= 0 && fd < FD_SETSIZE ? descriptor_closes[fd] : 0;
}

static inline void loop_forget_fd(int fd)
{
    descriptor_forget(fd);
    if (fd >= 0 && fd < FD_SETSIZE)
        descriptor_closes[fd]++;
}

#endif
