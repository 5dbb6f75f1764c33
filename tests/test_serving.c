/* test_serving.c - the server in a process of its own: real sockets, and
 * more clients than it has room for.
 *
 * Time passes here, but no test asks how much.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../runtime/app.h"
#include "suites.h"

/* --- the server ----------------------------------------------------------- */

struct serving_hello {
    HANDLER;
};

ASYNC(serving_hello)
{
    BEGIN;
    RETURN("hello");
    END;
}

static const struct route routes[] = {
    {"GET", "/hello", async_def(serving_hello)},
};

struct server {
    pid_t process;
    int port;
};

/* In a child process: serve with at most so many descriptors. */
static _Noreturn void serve(int listener, rlim_t descriptors)
{
    struct rlimit limit = {.rlim_cur = descriptors, .rlim_max = descriptors};
    static struct app app = app_of(routes);
    app.server.idle_limit = 60;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        _exit(99);
    loop_run(&(struct loop_options){0}, app_serve(&app, listener), NULL);
    _exit(98);
}

static struct server start_server(rlim_t descriptors)
{
    struct server server;
    int listener = listen_tcp("127.0.0.1", 0);
    server.port = socket_port(listener);
    server.process = fork();
    ck_assert_int_ge(server.process, 0);
    if (server.process == 0)
        serve(listener, descriptors);
    close(listener);
    return server;
}

static void stop_server(struct server server)
{
    int status;
    ck_assert_int_eq(waitpid(server.process, &status, WNOHANG), 0);
    kill(server.process, SIGKILL);
    waitpid(server.process, &status, 0);
}

/* --- a crowd of clients --------------------------------------------------- */

enum { CROWD = 1100, PATIENCE = 10000 /* ms */ };

static const char request_text[] = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";

static int connect_to(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_ge(fd, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

/* The status of the answer that is there. */
static int status_of_answer(int fd)
{
    char bytes[1000] = "";
    ssize_t size = read(fd, bytes, sizeof bytes - 1);
    ck_assert_msg(size > 0, "no answer: %s",
                  size < 0 ? strerror(errno) : "closed");
    ck_assert_int_eq(strncmp(bytes, "HTTP/1.1 ", 9), 0);
    return atoi(bytes + 9);
}

struct crowd {
    struct pollfd clients[CROWD];
    int size, served, refused;
};

static void connect_crowd(struct crowd *crowd, int size, int port)
{
    *crowd = (struct crowd){.size = size};
    for (int i = 0; i < size; i++) {
        crowd->clients[i] = (struct pollfd){.fd = connect_to(port),
                                            .events = POLLIN};
        ck_assert_int_ge(crowd->clients[i].fd, 0);
    }
}

static void ask_all(const struct crowd *crowd)
{
    for (int i = 0; i < crowd->size; i++)
        ck_assert_int_gt(write(crowd->clients[i].fd, request_text,
                               sizeof request_text - 1), 0);
}

/* Who is served stays, who is refused goes. */
static void hear(struct crowd *crowd, struct pollfd *client)
{
    int status = status_of_answer(client->fd);
    client->events = 0;
    if (status == 200) {
        crowd->served++;
        return;
    }
    ck_assert_int_eq(status, 503);
    crowd->refused++;
    close(client->fd);
    client->fd = -1;
}

static void hear_all(struct crowd *crowd)
{
    while (crowd->served + crowd->refused < crowd->size) {
        int heard = crowd->served + crowd->refused;
        ck_assert_msg(
            poll(crowd->clients, (nfds_t)crowd->size, PATIENCE) > 0,
            "%d of %d have no answer", crowd->size - heard, crowd->size);
        for (int i = 0; i < crowd->size; i++)
            if (crowd->clients[i].revents & POLLIN)
                hear(crowd, &crowd->clients[i]);
    }
}

static void leave_all(const struct crowd *crowd)
{
    for (int i = 0; i < crowd->size; i++)
        if (crowd->clients[i].fd >= 0)
            close(crowd->clients[i].fd);
}

/* One client alone, which comes back if it is refused, as it is told to. */
static bool is_served(int port)
{
    const struct timespec a_moment = {.tv_nsec = 10000000};
    int status = 503;
    for (int tries = 0; status == 503 && tries < 500; tries++) {
        int fd = connect_to(port);
        ck_assert_int_ge(fd, 0);
        ck_assert_int_gt(write(fd, request_text, sizeof request_text - 1), 0);
        status = status_of_answer(fd);
        close(fd);
        if (status == 503)
            nanosleep(&a_moment, NULL);
    }
    return status == 200;
}

/* So many come at once, and stay; then each comes back alone. */
static void come_in_crowds(rlim_t descriptors, int size, int served)
{
    static struct crowd crowd;
    struct server server = start_server(descriptors);
    for (int time = 0; time < 2; time++) {
        connect_crowd(&crowd, size, server.port);
        ask_all(&crowd);
        hear_all(&crowd);
        ck_assert_int_eq(crowd.served, served);
        leave_all(&crowd);
        for (int i = 0; i < size; i++)
            ck_assert(is_served(server.port));
    }
    stop_server(server);
}

static bool may_have_descriptors(rlim_t count)
{
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_cur > count ? limit.rlim_cur : count;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

START_TEST(more_than_select_can_watch)
{
    if (may_have_descriptors(CROWD + 100))
        come_in_crowds(CROWD + 100, CROWD, 900);
    else
        puts("1,100 connections: not with this limit of descriptors");
}
END_TEST

START_TEST(more_than_there_are_descriptors)
{
    come_in_crowds(100, 200, 74);
}
END_TEST

Suite *serving_suite(void)
{
    Suite *suite = suite_create("serving");
    TCase *tcase = tcase_create("serving");
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, more_than_select_can_watch);
    tcase_add_test(tcase, more_than_there_are_descriptors);
    suite_add_tcase(suite, tcase);
    return suite;
}
