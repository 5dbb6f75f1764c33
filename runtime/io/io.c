/* io.c - descriptors: wait until it can be done, then do it once. */
#include "io/io.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/task.h"
#include "io/once.h"

/* Nothing there yet, or no room: not an error, but a reason to wait. */
static bool would_block(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static int outcome_of(ssize_t count)
{
    return count < 0 && !would_block(errno) ? errno : 0;
}

/* --- read ---------------------------------------------------------------- */

int read_once(int fd, void *buffer, size_t size, ssize_t *count)
{
    *count = read(fd, buffer, size);
    return outcome_of(*count);
}

/* Raised where a descriptor is used that was closed since it was given. */
#define RAISE_IF_GONE(fd)                                                    \
    do {                                                                     \
        if (fd_is_gone(fd))                                                  \
            RAISE(EBADF, "descriptor %d was closed before it was used",      \
                  (fd).number);                                              \
    } while (0)

struct reading_from_fd {
    CORO;
    struct own_fd fd;
    void *buffer;
    size_t size;
};

ASYNC(reading_from_fd)
{
    ssize_t count;
    int error;
    BEGIN;
    do {
        RAISE_IF_GONE(self->fd);
        AWAIT(async_readable(self->fd.number));
        error = read_once(self->fd.number, self->buffer, self->size, &count);
    } while (!error && count < 0);      /* somebody else was faster */
    if (error)
        RAISE(error, "reading descriptor %d", self->fd.number);
    RETURN((int64_t)count);
    END;
}

struct coro async_read(int fd, void *buffer, size_t size)
{
    return coro(reading_from_fd, .fd = own_fd(fd), .buffer = buffer,
                .size = size);
}

/* --- write --------------------------------------------------------------- */

static void ignore_broken_pipes(void)
{
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

bool fd_blocks(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && !(flags & O_NONBLOCK);
}

int write_once(int fd, const void *data, size_t size, ssize_t *count)
{
    static pthread_once_t first = PTHREAD_ONCE_INIT;
    pthread_once(&first, ignore_broken_pipes);
    *count = write(fd, data, size);
    return outcome_of(*count);
}

struct writing_to_fd {
    CORO;
    struct own_fd fd;
    const char *data;
    size_t left;
    bool blocks;        /* then PIPE_BUF bytes are what select() vouches for */
};

static int write_next_piece(struct writing_to_fd *self)
{
    ssize_t count;
    size_t size = self->blocks && self->left > PIPE_BUF ? PIPE_BUF : self->left;
    int error = write_once(self->fd.number, self->data, size, &count);
    if (count > 0) {
        self->data += count;
        self->left -= (size_t)count;
    }
    return error;
}

ASYNC(writing_to_fd)
{
    int error;
    BEGIN;
    RAISE_IF_GONE(self->fd);
    self->blocks = fd_blocks(self->fd.number);
    AWAIT(self->blocks ? async_writable(self->fd.number) : async_sleep(0));
    RAISE_IF_GONE(self->fd);
    while ((error = write_next_piece(self)) == 0 && self->left > 0)
        AWAIT(async_writable(self->fd.number));
    if (error)
        RAISE(error, "writing to descriptor %d", self->fd.number);
    END;
}

struct coro async_write(int fd, const void *data, size_t size)
{
    return coro(writing_to_fd, .fd = own_fd(fd), .data = data, .left = size);
}

/* --- open and close ------------------------------------------------------ */

static void close_quietly(int fd)
{
    int saved = errno;
    close(fd);
    errno = saved;
}

/* Every descriptor that is opened here passes through this one. */
static int prepare(int fd)
{
    int on = 1;
    if (fd < 0)
        return -1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);   /* if it is */
    if (fcntl(fd, F_SETFL, O_NONBLOCK) == 0)
        return fd;
    close_quietly(fd);
    return -1;
}

/* made: what the system's call gave that made them. */
static int prepare_both(int made, int ends[2])
{
    if (made == 0 && prepare(ends[0]) >= 0) {
        if (prepare(ends[1]) >= 0)
            return 0;
        close_quietly(ends[0]);
    } else if (made == 0) {
        close_quietly(ends[1]);
    }
    ends[0] = ends[1] = -1;
    return -1;
}

int make_pipe(int ends[2])
{
    return prepare_both(pipe(ends), ends);
}

int make_socket_pair(int ends[2])
{
    return prepare_both(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ends);
}

void close_fd(int fd)
{
    loop_forget_fd(fd);
    close(fd);
}

/* --- addresses ----------------------------------------------------------- */

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_un local;
        struct sockaddr_storage internet;
    };
    socklen_t size;
};

/* 0, or EINVAL. */
static int tcp_address(struct address *address, const char *host, int port)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
    struct addrinfo *found;
    char service[16];
    if (port < 0 || port > 65535)
        return EINVAL;
    snprintf(service, sizeof service, "%d", port);
    if (strcmp(host, "localhost") == 0)
        host = "127.0.0.1";
    if (getaddrinfo(host, service, &hints, &found) != 0)
        return EINVAL;
    memcpy(&address->internet, found->ai_addr, found->ai_addrlen);
    address->size = found->ai_addrlen;
    freeaddrinfo(found);
    return 0;
}

/* 0, or ENAMETOOLONG. */
static int unix_address(struct address *address, const char *path)
{
    struct sockaddr_un *local = &address->local;
    *local = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof local->sun_path)
        return ENAMETOOLONG;
    strcpy(local->sun_path, path);
    address->size = sizeof *local;
    return 0;
}

static int open_socket(const struct address *address)
{
    return prepare(socket(address->any.sa_family, SOCK_STREAM, 0));
}

/* --- listen, accept ------------------------------------------------------ */

static int listen_at(const struct address *address)
{
    int on = 1;
    int fd = open_socket(address);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, &address->any, address->size) == 0 &&
        listen(fd, SOMAXCONN) == 0)
        return fd;
    close_quietly(fd);
    return -1;
}

int listen_tcp(const char *host, int port)
{
    struct address address;
    errno = tcp_address(&address, host, port);
    return errno ? -1 : listen_at(&address);
}

int listen_unix(const char *path)
{
    struct address address;
    errno = unix_address(&address, path);
    return errno ? -1 : listen_at(&address);
}

int socket_port(int fd)
{
    struct address address = {.size = sizeof address.internet};
    if (getsockname(fd, &address.any, &address.size) < 0)
        return -1;
    if (address.any.sa_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&address.internet)->sin_port);
    if (address.any.sa_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&address.internet)->sin6_port);
    errno = EAFNOSUPPORT;
    return -1;
}

int accept_once(int listener)
{
    int fd = prepare(accept(listener, NULL, NULL));
    if (fd < FD_SETSIZE)
        return fd;
    close(fd);
    errno = ERANGE;
    return -1;
}

/* The one who called is gone; the next one may be there. */
static bool caller_is_gone(int error)
{
    return would_block(error) || error == ECONNABORTED || error == EPROTO ||
           error == ENETDOWN || error == ENETUNREACH || error == EHOSTUNREACH;
}

struct accepting_connection {
    CORO;
    struct own_fd listener;
};

ASYNC(accepting_connection)
{
    int fd;
    BEGIN;
    do {
        RAISE_IF_GONE(self->listener);
        AWAIT(async_readable(self->listener.number));
        fd = accept_once(self->listener.number);
    } while (fd < 0 && caller_is_gone(errno));
    if (fd < 0)
        RAISE(errno, "accepting a connection");
    RETURN(fd);
    END;
}

struct coro async_accept(int listener)
{
    return coro(accepting_connection, .listener = own_fd(listener));
}

/* --- serve_forever ------------------------------------------------------- */

#define PAUSE_WHEN_FULL 0.1     /* s; somebody may leave meanwhile */

static bool is_full(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS ||
           error == ENOMEM;
}

struct serving_connections {
    CORO;
    struct own_fd listener;
    connection_handler *handler;
};

ASYNC(serving_connections)
{
    BEGIN;
    for (;;) {
        TRY_AWAIT(coro(accepting_connection, .listener = self->listener));
        if (!failure())
            spawn(self->handler((int)as_int(awaited())));
        else if (is_full(failure()))
            AWAIT(async_sleep(PAUSE_WHEN_FULL));
        else if (failure() != ERANGE)
            RERAISE;
    }
    END;
}

struct coro serve_forever(int listener, connection_handler *handler)
{
    return coro(serving_connections, .listener = own_fd(listener),
                .handler = handler);
}

/* --- connect ------------------------------------------------------------- */

struct making_connection {
    CORO;
    struct address address;
    const char *why_not;        /* NULL, or what is wrong with the address: */
    int error;
    int fd;
};

/* 0: wait until it is writable, that is, until it has come about. */
static int begin_connecting(struct making_connection *self)
{
    self->fd = open_socket(&self->address);
    if (self->fd < 0)
        return errno;
    if (connect(self->fd, &self->address.any, self->address.size) == 0 ||
        errno == EINPROGRESS || errno == EINTR)
        return 0;
    close_quietly(self->fd);
    return errno;
}

static int how_it_went(int fd)
{
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
        return errno;
    return error;
}

#define PAUSE_OF_THE_REFUSED 0.01   /* s; a Unix listener's queue is full */

ASYNC(making_connection)
{
    BEGIN;
    if (self->error)
        RAISE(self->error, "%s", self->why_not);
    while ((self->error = begin_connecting(self)) == EAGAIN)
        AWAIT(async_sleep(PAUSE_OF_THE_REFUSED));
    if (self->error)
        RAISE(self->error, "connecting");
    TRY_AWAIT(async_writable(self->fd));
    self->error = failure() ? failure() : how_it_went(self->fd);
    if (self->error)
        close(self->fd);
    if (failure())
        RERAISE;
    if (self->error)
        RAISE(self->error, "connecting");
    RETURN(self->fd);
    END;
}

struct coro async_connect(const char *host, int port)
{
    struct address address = {.size = 0};
    int error = tcp_address(&address, host, port);
    return coro(making_connection, .address = address, .error = error,
                .why_not = "the address must be in numbers, as 127.0.0.1 and "
                           "80 are: looking up a name would hold up the loop");
}

struct coro async_connect_unix(const char *path)
{
    struct address address = {.size = 0};
    int error = unix_address(&address, path);
    return coro(making_connection, .address = address, .error = error,
                .why_not = "the path of a Unix socket is too long");
}
