/* bench_io.c - TCP echo: what a round trip costs the server. */
#include <math.h>
#include <signal.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum { MESSAGE = 64, MOST = 1000, TRIPS = 10000 };

/* Each connection makes as many. */
static long rounds_of(long connections)
{
    return TRIPS / connections;
}

/* --- the clients, a process of their own --------------------------------- */

static bool all_of_it(ssize_t (*act)(int fd, char *message), int fd)
{
    char message[MESSAGE] = "";
    return act(fd, message) == MESSAGE;
}

static ssize_t send_one(int fd, char *message)
{
    return send(fd, message, MESSAGE, 0);
}

static ssize_t receive_one(int fd, char *message)
{
    return recv(fd, message, MESSAGE, MSG_WAITALL);
}

/* Say something on all connections, hear it on all; so many times.  The first
 * round is for getting everybody there. */
static int talk(const int *fds, long connections)
{
    for (long round = 0; round <= rounds_of(connections); round++) {
        for (long i = 0; i < connections; i++)
            if (!all_of_it(send_one, fds[i]))
                return 1;
        for (long i = 0; i < connections; i++)
            if (!all_of_it(receive_one, fds[i]))
                return 1;
    }
    return 0;
}

static int call_and_talk(const struct sockaddr *address, socklen_t size,
                         long connections)
{
    int fds[MOST];
    for (long i = 0; i < connections; i++) {
        fds[i] = socket(address->sa_family, SOCK_STREAM, 0);
        if (fds[i] < 0 || connect(fds[i], address, size) < 0)
            return 1;
    }
    return talk(fds, connections);
}

/* Let server(listener) measure while the clients talk. */
static double with_clients(double (*server)(int listener, long connections),
                           long connections)
{
    int error = raise_descriptor_limit();
    int listener = error ? -1 : listen_tcp("127.0.0.1", 0);
    if (listener < 0)
        return impossible(error ? error : errno);
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    getsockname(listener, (struct sockaddr *)&address, &size);
    pid_t clients = fork();
    if (clients == 0)
        _exit(call_and_talk((struct sockaddr *)&address, size, connections));
    int status = -1;
    double cost = clients < 0 ? NAN : server(listener, connections);
    close(listener);
    waitpid(clients, &status, 0);
    return status == 0 ? cost : impossible(ECONNABORTED);
}

/* --- by hand ------------------------------------------------------------- */

struct by_hand {
    fd_set watched;
    int highest;
    long joined, left;          /* connections */
    double began;               /* when the last one joined */
};

static bool accept_by_hand(struct by_hand *server, int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd < 0)
        return false;
    FD_SET(fd, &server->watched);
    if (fd > server->highest)
        server->highest = fd;
    server->joined++;
    server->began = cpu_time();
    return true;
}

static bool answer_by_hand(struct by_hand *server, int fd)
{
    char buffer[MESSAGE];
    ssize_t count = read(fd, buffer, sizeof buffer);
    if (count > 0)
        return write(fd, buffer, (size_t)count) == count;
    FD_CLR(fd, &server->watched);
    close(fd);
    server->left++;
    return count == 0;
}

static double serve_by_hand(int listener, long connections)
{
    struct by_hand server = {.highest = listener};
    FD_ZERO(&server.watched);
    FD_SET(listener, &server.watched);
    while (server.left < connections) {
        fd_set ready = server.watched;
        int found = select(server.highest + 1, &ready, NULL, NULL, NULL);
        if (found < 0)
            return impossible(errno);
        for (int fd = 0; found > 0 && fd <= server.highest; fd++) {
            if (!FD_ISSET(fd, &ready))
                continue;
            found--;
            if (!(fd == listener ? accept_by_hand(&server, listener)
                                 : answer_by_hand(&server, fd)))
                return impossible(errno);
        }
    }
    return since(server.began, rounds_of(connections) * connections);
}

double echo_by_hand(long connections)
{
    return with_clients(serve_by_hand, connections);
}

/* --- by the loop --------------------------------------------------------- */

struct answers {
    CORO;
    int fd;
    char buffer[MESSAGE];
};

ASYNC(answers)
{
    BEGIN;
    for (;;) {
        AWAIT(async_read(self->fd, self->buffer, sizeof self->buffer));
        if (as_int(awaited()) == 0)
            break;
        AWAIT(async_write(self->fd, self->buffer, (size_t)as_int(awaited())));
    }
    close_fd(self->fd);
    END;
}

struct echo_server {
    CORO;
    int listener;
    long connections, joined;
    double began;
    struct task_group *group;
};

ASYNC(echo_server)
{
    BEGIN;
    self->group = task_group();
    while (self->joined++ < self->connections) {
        AWAIT(async_accept(self->listener));
        group_spawn(self->group, coro(answers, .fd = (int)as_int(awaited())));
    }
    self->began = cpu_time();
    AWAIT(group_exit(self->group, NULL));
    RETURN(since(self->began,
                 rounds_of(self->connections) * self->connections));
    END;
}

static double serve_by_loop(int listener, long connections)
{
    return measured_by(coro(echo_server, .listener = listener,
                            .connections = connections));
}

double echo_by_loop(long connections)
{
    return with_clients(serve_by_loop, connections);
}
