/* bench_http.c - requests a second, next to the least a server can do.
 *
 * A child process serves /ping on 127.0.0.1, this one asks as fast as it can
 * over so many connections that stay open.  The floor is a select() loop that
 * reads whatever comes and writes always the same answer.  Processor time of
 * the server for each request is the sharper figure of the two: the client
 * shares the machine.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/runner.h"
#include "web/app.h"

enum { MOST = 900, ROUNDS = 9 };

static const double seconds = 0.5;

static const char request_text[] = "GET /ping HTTP/1.1\r\nHost: h\r\n\r\n";

/* --- the servers --------------------------------------------------------- */

struct ping {
    HANDLER;
};

ASYNC(ping)
{
    BEGIN;
    RETURN(dict("pong", 1));
    END;
}

static const struct route routes[] = {{"GET", "/ping", async_def(ping)}};

static void serve_app(int listener)
{
    static struct app app = app_of(routes);
    loop_run(&(struct loop_options){0}, app_serve(&app, listener), NULL);
}

static const char answer[] =
    "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n"
    "{\"pong\":1}";

static void answer_one(int fd, fd_set *watched)
{
    char bytes[4096];
    if (read(fd, bytes, sizeof bytes) > 0 &&
        write(fd, answer, sizeof answer - 1) > 0)
        return;
    FD_CLR(fd, watched);
    close(fd);
}

static void serve_bare(int listener)
{
    fd_set watched;
    int highest = listener;
    FD_ZERO(&watched);
    FD_SET(listener, &watched);
    for (;;) {
        fd_set ready = watched;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0)
            return;
        for (int fd = 0; fd <= highest; fd++) {
            if (!FD_ISSET(fd, &ready))
                continue;
            if (fd != listener) {
                answer_one(fd, &watched);
                continue;
            }
            int client = accept(listener, NULL, NULL);
            if (client < 0 || client >= FD_SETSIZE)
                continue;
            FD_SET(client, &watched);
            highest = client > highest ? client : highest;
        }
    }
}

/* --- the client ---------------------------------------------------------- */

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int connect_once(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address))
        return -1;
    return fd;
}

static bool ask(int fd)
{
    return write(fd, request_text, sizeof request_text - 1) ==
           (ssize_t)sizeof request_text - 1;
}

/* Whoever has an answer asks again.  How many answers; -1 if one is wrong. */
static long ask_again(const int *clients, int count, fd_set *ready)
{
    long answers = 0;
    char bytes[1024];
    for (int i = 0; i < count; i++) {
        if (!FD_ISSET(clients[i], ready))
            continue;
        ssize_t size = read(clients[i], bytes, sizeof bytes);
        if (size < 20 || memcmp(bytes, "HTTP/1.1 200", 12) != 0 ||
            bytes[size - 1] != '}' || !ask(clients[i]))
            return -1;
        answers++;
    }
    return answers;
}

/* How many answers come in the time; -1 if something is wrong. */
static long ask_for_a_while(const int *clients, int count)
{
    long answers = 0, more = 0;
    double end = now() + seconds;
    while (now() < end && more >= 0) {
        fd_set ready;
        int highest = 0;
        FD_ZERO(&ready);
        for (int i = 0; i < count; i++) {
            FD_SET(clients[i], &ready);
            highest = clients[i] > highest ? clients[i] : highest;
        }
        struct timeval patience = {.tv_sec = 5};
        if (select(highest + 1, &ready, NULL, NULL, &patience) <= 0)
            return -1;
        more = ask_again(clients, count, &ready);
        answers += more;
    }
    return more < 0 ? -1 : answers;
}

static long load(int port, int count)
{
    int clients[MOST];
    long answers = 0;
    for (int i = 0; i < count; i++) {
        clients[i] = connect_once(port);
        if (clients[i] < 0 || !ask(clients[i]))
            return -1;
    }
    answers = ask_for_a_while(clients, count);
    for (int i = 0; i < count; i++)
        close(clients[i]);
    return answers;
}

/* --- measuring ----------------------------------------------------------- */

struct speed {
    double requests;            /* a second */
    double microseconds;        /* of the server's processor, for each */
};

static double cpu_of_children(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static bool measure(void (*serve)(int listener), int count,
                    struct speed *speed)
{
    int listener = listen_tcp("127.0.0.1", 0), port = socket_port(listener);
    double before = cpu_of_children();
    pid_t child = listener < 0 ? -1 : fork();
    if (child < 0)
        return false;
    if (child == 0) {
        serve(listener);
        _exit(0);
    }
    close(listener);
    long answers = load(port, count);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    speed->requests = (double)answers / seconds;
    speed->microseconds = (cpu_of_children() - before) / (double)answers;
    return answers > 0;
}

/* --- the table ----------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double sample[ROUNDS])
{
    qsort(sample, ROUNDS, sizeof *sample, compare);
    return sample[ROUNDS / 2];
}

/* "123 (100-130)"; it sorts the sample. */
static const char *middle_and_range(double sample[ROUNDS], char text[40])
{
    double middle = median(sample);
    snprintf(text, 40, "%.0f (%.0f-%.0f)", middle, sample[0],
             sample[ROUNDS - 1]);
    return text;
}

struct samples {
    double requests[ROUNDS], percent[ROUNDS];
    double microseconds[ROUNDS], floor[ROUNDS];
};

/* The floor right before each measurement, so that both have the same
 * weather. */
static bool take(int count, struct samples *samples)
{
    for (int i = 0; i < ROUNDS; i++) {
        struct speed bare, app;
        if (!measure(serve_bare, count, &bare) ||
            !measure(serve_app, count, &app))
            return false;
        samples->requests[i] = app.requests;
        samples->percent[i] = 100 * app.requests / bare.requests;
        samples->microseconds[i] = app.microseconds;
        samples->floor[i] = bare.microseconds;
    }
    return true;
}

/* goal: percent of the floor's requests; 0: none. */
static bool report(int count, int goal)
{
    struct samples samples;
    char requests[40], percent[40], judged[40] = "";
    if (!take(count, &samples)) {
        printf("%4d connections: cannot be measured\n", count);
        return false;
    }
    middle_and_range(samples.requests, requests);
    middle_and_range(samples.percent, percent);
    if (goal > 0)
        snprintf(judged, sizeof judged, ">= %d %s", goal,
                 median(samples.percent) >= goal ? "ok" : "under");
    printf("%4d connections   %-22s %-14s %-9s %5.2f (%.2f)\n", count,
           requests, percent, judged, median(samples.microseconds),
           median(samples.floor));
    fflush(stdout);
    return true;
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    printf("GET /ping on connections that stay; median (least-most) of %d\n\n"
           "%-18s %-22s %-14s %-9s %s\n", ROUNDS, "", "requests/s",
           "% of select()", "goal", "processor, us (select()'s)");
    fflush(stdout);
    bool all = report(1, 0);
    all = report(64, 70) && all;
    all = report(MOST, 0) && all;
    return all ? EXIT_SUCCESS : EXIT_FAILURE;
}
