/* io.h - descriptors: open them, read, write, accept, connect.
 *
 *      AWAIT(async_read(fd, self->buffer, sizeof self->buffer));
 *      self->count = as_int(awaited());        0: the end
 *
 * Each of these waits in the table of descriptors until select() says that it
 * can be done, does it once, and comes back:
 *
 * - Everybody else has a turn at each of them, also if bytes are always there.
 * - Cancelling one that waits loses nothing: its bytes are read only when it
 *   is resumed, and are in the caller's buffer when it returns.
 * - Descriptors in blocking mode are fine, too, and stay as they are: the
 *   mode of a terminal belongs to everybody who uses that terminal.  (One
 *   reader at a time for those, and no blocking listeners.)
 *
 * What is opened here does not block, is closed in programs that are
 * executed, and belongs to the program until it calls close_fd().
 *
 * Failures are raised with the system's code: ECONNRESET, EPIPE, ...  SIGPIPE
 * is ignored from the first write on, unless the program handles it, so that
 * EPIPE is all that a vanished reader does; Python does the same.
 */
#ifndef HANDLOOP_IO_IO_H
#define HANDLOOP_IO_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/coro.h"

/* Read what is there, at most size bytes: loop.sock_recv_into().  Gives how
 * many; 0 is the end.  It always suspends, also if something is there. */
MUST_USE
struct coro async_read(int fd, void *buffer, size_t size);

/* Write all size bytes; data must stay until then: loop.sock_sendall().
 * It always suspends, if only for one turn.  When cancelled, a part may have
 * been written. */
MUST_USE
struct coro async_write(int fd, const void *data, size_t size);

/* The next connection to a listening socket, as a descriptor:
 * loop.sock_accept().  It always suspends, also if one is there.  EMFILE,
 * ENFILE: the connection waits until there are descriptors again.  ERANGE: it
 * got one that is too large for select(), and was closed. */
MUST_USE
struct coro async_accept(int listener);

/* Accept for ever: Server.serve_forever().  Each connection gets a task of its
 * own, which runs what handler makes of its descriptor.  When there are no
 * descriptors left, new ones wait or are turned away, and the others are
 * served on.  It suspends, and ends when it is cancelled, or when the listener
 * is closed. */
typedef struct coro connection_handler(int fd);
MUST_USE
struct coro serve_forever(int listener, connection_handler *handler);

/* A connection, as a descriptor: loop.sock_connect().  host: an address in
 * numbers, or "localhost"; looking up a name would hold up the loop (EINVAL).
 * It suspends, unless it fails at once.  ECONNREFUSED, ENETUNREACH, ... */
MUST_USE
struct coro async_connect(const char *host, int port);
MUST_USE
struct coro async_connect_unix(const char *path);

/* --- without waiting; -1 and errno, as the system's own functions -------- */

/* A socket that listens.  port: 0 for any that is free, see socket_port().
 * path: must not exist; remove it afterwards. */
int listen_tcp(const char *host, int port);
int listen_unix(const char *path);
int socket_port(int fd);

/* Two descriptors: a pipe, to be read from ends[0] and written to ends[1]; or
 * two connected sockets, each for both.  After a failure both are -1, which
 * every function here refuses (EBADF). */
int make_pipe(int ends[2]);
int make_socket_pair(int ends[2]);

/* Close a descriptor.  Those who wait for it are told: EBADF. */
void close_fd(int fd);

#endif
