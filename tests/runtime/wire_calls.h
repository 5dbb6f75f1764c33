/* wire_calls.h - included first when the runtime's parts that touch descriptors
 * are compiled for build/tests/scripted: their system calls go to the table of
 * wire_table.c. */
#ifndef HANDLOOP_WIRE_CALLS_H
#define HANDLOOP_WIRE_CALLS_H

#include <fcntl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

ssize_t wire_read(int fd, void *buffer, size_t size);
ssize_t wire_write(int fd, const void *data, size_t size);
int wire_accept(int fd, struct sockaddr *address, socklen_t *size);
int wire_shutdown(int fd, int how);
int wire_close(int fd);
int wire_fcntl(int fd, int command, int argument);
int wire_select(int count, fd_set *reading, fd_set *writing, fd_set *other,
                struct timeval *limit);

#ifndef WIRE_CALLS_ARE_REAL
#define read(fd, buffer, size) wire_read(fd, buffer, size)
#define write(fd, data, size) wire_write(fd, data, size)
#define accept(fd, address, size) wire_accept(fd, address, size)
#define shutdown(fd, how) wire_shutdown(fd, how)
#define close(fd) wire_close(fd)
#define WIRE_FCNTL(fd, command, argument, ...)                               \
    wire_fcntl(fd, command, argument)
#define fcntl(...) WIRE_FCNTL(__VA_ARGS__, 0, )
#define select(count, reading, writing, other, limit)                        \
    wire_select(count, reading, writing, other, limit)
#endif

#endif
