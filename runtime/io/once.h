/* once.h - reading, writing and accepting once, for those that wait by
 * themselves. */
#ifndef HANDLOOP_IO_ONCE_H
#define HANDLOOP_IO_ONCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/loop.h"

/* Call read() or write() once.  *count: the bytes done; -1: none yet, wait.
 * 0, or the error. */
int read_once(int fd, void *buffer, size_t size, ssize_t *count);
int write_once(int fd, const void *data, size_t size, ssize_t *count);

/* The next connection, if there is one.  -1 and errno, ERANGE as above. */
int accept_once(int listener);

/* Is the descriptor in blocking mode? */
bool fd_blocks(int fd);

/* A descriptor that is meant for later.  Meanwhile it may be closed, and its
 * number be somebody else's. */
struct own_fd {
    int number;
    uint32_t closes;
};

static inline struct own_fd own_fd(int fd)
{
    return (struct own_fd){fd, loop_fd_closes(fd)};
}

static inline bool fd_is_gone(struct own_fd fd)
{
    return loop_fd_closes(fd.number) != fd.closes;
}

#endif
