/* test_serving.c - the server in a process of its own: real sockets, more
 * clients than it has room for, SIGINT and SIGTERM, and what it says.
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

#include "web/app.h"
#include "capture.h"
#include "../inside.h"
#include "suites.h"

/* --- the server ---------------------------------------------------------- */

struct serving_hello {
    HANDLER;
};

ASYNC(serving_hello)
{
    BEGIN;
    RETURN("hello");
    END;
}

/* Says that it has begun, and waits until it may end. */
static int begun[2], may_end[2];

struct serving_held {
    HANDLER;
    char byte;
};

ASYNC(serving_held)
{
    BEGIN;
    AWAIT(async_write(begun[1], "b", 1));
    AWAIT(async_read(may_end[0], &self->byte, 1));
    RETURN("held");
    END;
}

/* The same as a function, which blocks its thread; the pipe blocks, too. */
static struct value serving_blocked(struct request *request)
{
    char byte;
    (void)request;
    if (write(begun[1], "b", 1) != 1 || read(may_end[0], &byte, 1) != 1)
        return job_raise(errno, "the pipes");
    return value_text("blocked");
}

static const struct route routes[] = {
    {"GET", "/hello", async_def(serving_hello)},
    {"GET", "/held", async_def(serving_held)},
    {"GET", "/blocked", def(serving_blocked)},
};

struct server {
    pid_t process;
    int port;
};

enum { INTERRUPTED = 97, STRANGE_END = 98, NO_LIMITS = 99 };

/* In a child process: serve with at most so many descriptors. */
static _Noreturn void serve(int listener, rlim_t descriptors, double stop_limit)
{
    struct rlimit limit = {.rlim_cur = descriptors, .rlim_max = descriptors};
    static struct app app = app_of(routes);
    app.server.idle_limit = 60;
    app.server.stop_limit = stop_limit;
    signal(SIGINT, SIG_DFL);            /* it may have been ignored, */
    signal(SIGTERM, SIG_DFL);           /* and Check handles this one */
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        _exit(NO_LIMITS);
    int code = loop_run(&(struct loop_options){0}, app_serve(&app, listener),
                        NULL);
    _exit(code == EINTERRUPT ? INTERRUPTED : STRANGE_END);
}

static struct server start_server(rlim_t descriptors, double stop_limit)
{
    struct server server;
    int listener = listen_tcp("127.0.0.1", 0);
    server.port = socket_port(listener);
    server.process = fork();
    ck_assert_int_ge(server.process, 0);
    if (server.process == 0)
        serve(listener, descriptors, stop_limit);
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

/* --- a crowd of clients -------------------------------------------------- */

enum { CROWD = 1100, PATIENCE = 100000 /* ms */ };

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
    while (status == 503) {
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
    struct server server = start_server(descriptors, 60);
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

/* --- SIGINT, SIGTERM ----------------------------------------------------- */

/* A client whose request has begun. */
static int ask_and_see_it_begin(int port, const char *request)
{
    char byte;
    int client = connect_to(port);
    ck_assert_int_ge(client, 0);
    ck_assert_int_gt(write(client, request, strlen(request)), 0);
    ck_assert_int_eq(read(begun[0], &byte, 1), 1);
    return client;
}

static int ask_to_be_held(int port)
{
    return ask_and_see_it_begin(port,
                                "GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
}

/* It has heard the signal when nobody can connect any more. */
static void interrupt_with(struct server server, int number)
{
    int fd;
    kill(server.process, number);
    while ((fd = connect_to(server.port)) >= 0)
        close(fd);
}

static void interrupt(struct server server)
{
    interrupt_with(server, SIGINT);
}

static void ends_interrupted(struct server server)
{
    int status;
    ck_assert_int_eq(waitpid(server.process, &status, 0), server.process);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), INTERRUPTED);
}

static struct server start_holding_server(double stop_limit)
{
    ck_assert_int_eq(make_pipe(begun), 0);
    ck_assert_int_eq(make_pipe(may_end), 0);
    fcntl(begun[0], F_SETFL, 0);        /* these are read without a loop */
    fcntl(may_end[0], F_SETFL, 0);
    return start_server(100, stop_limit);
}

START_TEST(sigint_lets_end_what_runs)
{
    struct server server = start_holding_server(60);
    int client = ask_to_be_held(server.port);
    interrupt(server);
    ck_assert_int_eq(write(may_end[1], "e", 1), 1);
    ck_assert_int_eq(status_of_answer(client), 200);
    ends_interrupted(server);
    close(client);
}
END_TEST

START_TEST(sigterm_lets_end_what_runs)
{
    struct server server = start_holding_server(60);
    int client = ask_to_be_held(server.port);
    interrupt_with(server, SIGTERM);
    ck_assert_int_eq(write(may_end[1], "e", 1), 1);
    ck_assert_int_eq(status_of_answer(client), 200);
    ends_interrupted(server);
    close(client);
}
END_TEST

/* A request of which the second half never comes keeps nobody. */
START_TEST(sigint_does_not_wait_for_half_a_request)
{
    struct server server = start_holding_server(60);
    int client = connect_to(server.port);
    ck_assert_int_ge(client, 0);
    ck_assert_int_eq(write(client, "GET /h", 6), 6);
    ck_assert(is_served(server.port));      /* so the first half was read */
    interrupt(server);
    ck_assert_int_eq(status_of_answer(client), 503);
    close(client);
    ends_interrupted(server);
}
END_TEST

START_TEST(sigint_does_not_wait_for_ever)
{
    struct server server = start_holding_server(0.05);
    int client = ask_to_be_held(server.port);
    char byte;
    interrupt(server);
    ends_interrupted(server);
    ck_assert_int_eq(status_of_answer(client), 503);
    ck_assert_int_le(read(client, &byte, 1), 0);
    close(client);
}
END_TEST

/* A thread cannot be stopped: the client is answered, the program waits. */
START_TEST(sigint_waits_for_a_thread)
{
    struct server server = start_holding_server(0.05);
    int status, client = ask_and_see_it_begin(
        server.port, "GET /blocked HTTP/1.1\r\nHost: h\r\n\r\n");
    interrupt(server);
    ck_assert_int_eq(status_of_answer(client), 503);
    ck_assert_int_eq(waitpid(server.process, &status, WNOHANG), 0);
    ck_assert_int_eq(write(may_end[1], "e", 1), 1);
    ends_interrupted(server);
    close(client);
}
END_TEST

START_TEST(sigint_twice_waits_for_nobody)
{
    struct server server = start_holding_server(60);
    int client = ask_to_be_held(server.port);
    interrupt(server);
    kill(server.process, SIGINT);
    int status;
    ck_assert_int_eq(waitpid(server.process, &status, 0), server.process);
    close(client);
}
END_TEST

/* --- main serves a port -------------------------------------------------- */

static int serve_port(void *port)
{
    static struct app app = app_of(routes);
    signal(SIGINT, SIG_DFL);
    return run(app_serve_port(&app, port));
}

static void is_refused(char *port, const char *why)
{
    struct captured captured = capture_run(serve_port, port);
    char line[200];
    snprintf(line, sizeof line, "handloop: cannot serve on port %s: %s\n", port,
             why);
    ck_assert_int_eq(captured.status, EXIT_FAILURE);
    ck_assert_str_eq(captured.err, line);
    ck_assert_str_eq(captured.out, "");
}

START_TEST(what_is_no_port_is_refused)
{
    static char *const no_ports[] = {"", "abc", "-1", "80 ", " 80", "65536",
                                     "99999999999999999999"};
    for (size_t i = 0; i < sizeof no_ports / sizeof *no_ports; i++)
        is_refused(no_ports[i], "ports are numbered from 0 to 65535");
}
END_TEST

START_TEST(a_port_that_is_taken_is_refused)
{
    char port[20];
    int listener = listen_tcp("127.0.0.1", 0);
    snprintf(port, sizeof port, "%d", socket_port(listener));
    is_refused(port, strerror(EADDRINUSE));
    close(listener);
}
END_TEST

/* A server in a process of its own, and what it says. */
struct talking_server {
    pid_t process;
    int port;
    FILE *said;
    char line[200];                 /* the last one */
};

static void hear_line(struct talking_server *server)
{
    ck_assert_ptr_nonnull(
        fgets(server->line, sizeof server->line, server->said));
}

static struct talking_server start_talking(void (*on_interrupt)(int),
                                           const char *quiet)
{
    int ends[2];
    struct talking_server server;
    ck_assert_int_eq(pipe(ends), 0);
    fflush(stdout);
    server.process = fork();
    ck_assert_int_ge(server.process, 0);
    if (server.process == 0) {
        static struct app app = app_of(routes);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[1]);
        signal(SIGINT, on_interrupt);
        signal(SIGTERM, SIG_DFL);
        setenv("QUIET", quiet, 1);
        exit(run(app_serve_port(&app, "0")));
    }
    close(ends[1]);
    server.said = fdopen(ends[0], "r");
    hear_line(&server);
    char *port = strstr(server.line, "serving http://127.0.0.1:");
    ck_assert_ptr_nonnull(port);
    server.port = atoi(port + strlen("serving http://127.0.0.1:"));
    return server;
}

static void ends_well(struct talking_server *server)
{
    int status;
    hear_line(server);
    ck_assert_ptr_nonnull(strstr(server->line, "stopped"));
    ck_assert_int_eq(waitpid(server->process, &status, 0), server->process);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
    fclose(server->said);
}

START_TEST(ctrl_c_is_a_good_end)
{
    struct talking_server server = start_talking(SIG_DFL, "1");
    ck_assert_ptr_nonnull(strstr(server.line, "/ until Ctrl-C\n"));
    kill(server.process, SIGINT);
    ends_well(&server);
}
END_TEST

/* As a shell starts it with "&": it ignores Ctrl-C, and says what stops it. */
START_TEST(it_says_how_to_stop_it)
{
    struct talking_server server = start_talking(SIG_IGN, "1");
    char expected[50];
    snprintf(expected, sizeof expected, "/ until \"kill %ld\"\n",
             (long)server.process);
    ck_assert_ptr_nonnull(strstr(server.line, expected));
    kill(server.process, SIGTERM);
    ends_well(&server);
}
END_TEST

START_TEST(it_says_what_it_answers)
{
    struct talking_server server = start_talking(SIG_DFL, "0");
    ck_assert(is_served(server.port));
    hear_line(&server);
    ck_assert_ptr_nonnull(strstr(server.line, "GET /hello: 200 OK, 0.0"));
    kill(server.process, SIGTERM);
    ends_well(&server);
}
END_TEST

START_TEST(it_is_quiet_if_told_so)
{
    struct talking_server server = start_talking(SIG_DFL, "1");
    ck_assert(is_served(server.port));
    kill(server.process, SIGTERM);
    ends_well(&server);
}
END_TEST

Suite *serving_suite(void)
{
    Suite *suite = suite_create("serving");
    TCase *tcase = tcase_create("serving");
    /* Neither SIGINT nor the limit of descriptors is the same under valgrind. */
    if (!getenv("UNDER") || !getenv("UNDER")[0]) {
        tcase_add_test(tcase, more_than_select_can_watch);
        tcase_add_test(tcase, more_than_there_are_descriptors);
        tcase_add_test(tcase, sigint_lets_end_what_runs);
        tcase_add_test(tcase, sigterm_lets_end_what_runs);
        tcase_add_test(tcase, sigint_does_not_wait_for_half_a_request);
        tcase_add_test(tcase, sigint_does_not_wait_for_ever);
        tcase_add_test(tcase, sigint_waits_for_a_thread);
        tcase_add_test(tcase, sigint_twice_waits_for_nobody);
        tcase_add_test(tcase, ctrl_c_is_a_good_end);
        tcase_add_test(tcase, it_says_how_to_stop_it);
        tcase_add_test(tcase, it_says_what_it_answers);
        tcase_add_test(tcase, it_is_quiet_if_told_so);
    }
    tcase_add_test(tcase, what_is_no_port_is_refused);
    tcase_add_test(tcase, a_port_that_is_taken_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
