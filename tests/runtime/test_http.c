/* test_http.c - the server, over socket pairs on the virtual clock. */
#include "web/http.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../inside.h"
#include "io/io.h"
#include "capture.h"
#include "scene.h"
#include "suites.h"
#include "web/connection.h"

/* --- an application ------------------------------------------------------ */

#define PLAIN "text/plain"

enum { LARGE = 4 << 20 };           /* bytes: more than a socket takes */

/* Work behind an answer. */
struct web_behind {
    CORO;
    const char *what;
    bool fails;
};

ASYNC(web_behind)
{
    BEGIN;
    tell("behind %s: begins", self->what);
    TRY_AWAIT(async_sleep(1.0));
    if (failure())
        tell("behind %s: %s", self->what, error_name(failure()));
    if (failure())
        RERAISE;
    if (self->fails)
        RAISE(EIO, "on purpose");
    tell("behind %s: ends", self->what);
    END;
}

struct web_application {
    CORO;
    struct http_exchange *exchange;
    const char *path;
    int i;
};

ASYNC(web_application)
{
    struct http_exchange *exchange = self->exchange;
    BEGIN;
    self->path = exchange->request->path;
    if (strcmp(self->path, "/slow") == 0) {
        TRY_AWAIT(async_sleep(1.0));
        if (failure()) {
            tell("/slow: %s", error_name(failure()));
            RERAISE;
        }
        http_answer(exchange, 200, PLAIN, "at last");
    } else if (strcmp(self->path, "/stubborn") == 0) {
        TRY_AWAIT(async_sleep(1.0));
        http_answer(exchange, 200, PLAIN, "all the same");
    } else if (strcmp(self->path, "/fails") == 0) {
        RAISE(EIO, "the disk is gone");
    } else if (strncmp(self->path, "/fail/", 6) == 0) {
        RAISE(EIO, "on purpose");
    } else if (strcmp(self->path, "/teapot") == 0) {
        http_answer(exchange, 200, PLAIN, "never sent");
        http_add_header(exchange, "X-Never", "sent");
        RAISE(http_error(418), "I am one");
    } else if (strncmp(self->path, "/tell/", 6) == 0) {
        tell("%s", self->path);
    } else if (strcmp(self->path, "/large") == 0) {
        http_answer(exchange, 200, PLAIN, textf("%*s", LARGE, "large"));
    } else if (strcmp(self->path, "/larger") == 0) {
        http_answer(exchange, 200, PLAIN, textf("%*s", 4 * LARGE, "larger"));
    } else if (strcmp(self->path, "/nothing") == 0) {
        http_answer(exchange, 204, PLAIN, "never sent");
    } else if (strcmp(self->path, "/pieces") == 0) {
        exchange->content_type = PLAIN;
        for (; self->i < 3; self->i++) {
            AWAIT(http_send(exchange, &"one two threefours"[4 * self->i],
                            (size_t)self->i * 5));
            AWAIT(async_sleep(0.5));
        }
        tell("/pieces ends");
    } else if (strcmp(self->path, "/half") == 0) {
        AWAIT(http_send(exchange, "half", 4));
        RAISE(EIO, "on purpose");
    } else if (strncmp(self->path, "/behind/", 8) == 0) {
        exchange->behind = coro(web_behind, .what = textf("%s", self->path + 8),
                                .fails = strcmp(self->path + 8, "fails") == 0);
        if (strcmp(self->path + 8, "never") == 0)
            RAISE(http_error(409), "the application fails");
    } else if (strcmp(self->path, "/header") == 0) {
        ck_assert_int_eq(http_add_header(exchange, "X-Tea", "green"), 0);
        ck_assert_int_eq(http_add_header(exchange, "X", "a\r\nB: c"), EINVAL);
        ck_assert_int_eq(http_add_header(exchange, "X Y", "z"), EINVAL);
        ck_assert_int_eq(http_add_header(exchange, "", "z"), EINVAL);
    } else {
        http_answer(exchange, 200, PLAIN,
                    textf("%s %s%s%s", exchange->request->method, self->path,
                          exchange->body_size ? " " : "", exchange->body));
    }
    END;
}

static struct coro answer(struct http_exchange *exchange, void *arg)
{
    ck_assert_str_eq(arg, "arg");
    return coro(web_application, .exchange = exchange);
}

/* --- a client ------------------------------------------------------------ */

/* On one line: "|" for the ends of lines. */
static void tell_answer(const char *name, const char *bytes, int64_t size)
{
    char line[10000];
    size_t length = 0;
    for (int64_t i = 0; i < size && length < sizeof line - 1; i++)
        if (bytes[i] != '\r')
            line[length++] = bytes[i] == '\n' ? '|' : bytes[i];
    line[length] = '\0';
    tell("%s%s", name, line);
}

/* Say each answer as it comes, until the server closes. */
struct http_hearer {
    CORO;
    const char *name;
    int fd;
    char bytes[5000];
};

ASYNC(http_hearer)
{
    BEGIN;
    for (;;) {
        AWAIT(async_read(self->fd, self->bytes, sizeof self->bytes));
        if (as_int(awaited()) == 0)
            break;
        tell_answer(self->name, self->bytes, as_int(awaited()));
    }
    tell("%sclosed", self->name);
    END;
}

/* Sends pieces, each after a pause, and listens meanwhile. */
struct piece {
    int ms;                     /* to wait before */
    const char *bytes;          /* NULL: that was the last */
};

static const char leave[] = "close the connection, and hear nothing more";

struct web_client {
    CORO;
    const char *name;
    struct http_server *server;
    const struct piece *pieces;
    int ends[2];
    struct task *listening;
};

ASYNC(web_client)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    spawn(http_serve_connection(self->server, self->ends[1]));
    self->listening = create_task(
        coro(http_hearer, .name = self->name, .fd = self->ends[0]));
    for (; self->pieces->bytes && self->pieces->bytes != leave;
         self->pieces++) {
        AWAIT(async_sleep(self->pieces->ms / 1000.0));
        TRY_AWAIT(async_write(self->ends[0], self->pieces->bytes,
                              strlen(self->pieces->bytes)));
    }
    if (self->pieces->bytes == leave) {
        AWAIT(async_sleep(self->pieces->ms / 1000.0));
        task_cancel(self->listening);
        AWAIT(async_sleep(0));
        close_fd(self->ends[0]);
        AWAIT(async_sleep(3.0));
        RETURN(0);
    }
    AWAIT(self->listening);
    close_fd(self->ends[0]);
    END;
}

struct web_only_client {
    CORO;
    struct http_server server;
    const struct piece *pieces;
};

ASYNC(web_only_client)
{
    BEGIN;
    AWAIT(coro(web_client, .name = "", .server = &self->server,
               .pieces = self->pieces));
    AWAIT(async_sleep(1.0));
    ck_assert_uint_eq(self->server.connection_count, 0);
    END;
}

/* A test in which a client sends these pieces to a server with this setting,
 * and what it hears. */
#define CLIENT(name, setting, expected, ...)                                 \
    static int play_##name(void *arg)                                        \
    {                                                                        \
        static const struct piece pieces[] = {__VA_ARGS__, {0, NULL}};       \
        (void)arg;                                                           \
        return play(coro(web_only_client, .server = setting, .pieces = pieces)); \
    }                                                                        \
    START_TEST(test_##name)                                                  \
    {                                                                        \
        watch_scene(play_##name, expected, "");                              \
    }                                                                        \
    END_TEST

#define USUAL {.application = answer, .arg = "arg"}
#define WITH(...) {.application = answer, .arg = "arg", __VA_ARGS__}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"
#define GET_CLOSE(path)                                                      \
    "GET " path " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
#define POST(headers) "POST / HTTP/1.1\r\nHost: h\r\n" headers "\r\n"

/* What a text of so many bytes looks like. */
#define OK(size, text)                                                       \
    "HTTP/1.1 200 OK|Content-Type: text/plain|Content-Length: " size "||" text
#define OK_CLOSE(size, text)                                                 \
    "HTTP/1.1 200 OK|Content-Type: text/plain|Content-Length: " size         \
    "|Connection: close||" text
#define ERROR_(status, size, text)                                           \
    "HTTP/1.1 " status "|Content-Type: text/plain; charset=utf-8"            \
    "|Content-Length: " size "|"
#define ERROR(status, size, text) ERROR_(status, size, text) "|" text
#define ERROR_CLOSE(status, size, text)                                      \
    ERROR_(status, size, text) "Connection: close||" text

#define OK_OF_NOTHING "HTTP/1.1 200 OK|Content-Length: 0||"

/* --- answers ------------------------------------------------------------- */

CLIENT(one_request, USUAL, "0 " OK_CLOSE("5", "GET /") "\n0 closed\n",
       {0, GET_CLOSE("/")})

CLIENT(keeping_the_connection, USUAL,
       "0 " OK("6", "GET /a") "\n"
       "1000 " OK("6", "GET /b") "\n"
       "6000 closed\n",             /* idle for five seconds */
       {0, GET("/a")}, {1000, GET("/b")})

CLIENT(many_at_once, USUAL,
       "1000 " OK("7", "at last") OK("6", "GET /b") "\n"
       "1000 " OK_CLOSE("6", "GET /c") "\n"
       "1000 closed\n",
       {0, GET("/slow") GET("/b") GET_CLOSE("/c") GET("/never")})

CLIENT(a_body, USUAL,
       "2000 " OK("15", "POST / 01234567") "\n"
       "7000 closed\n",
       {0, POST("Content-Length: 8\r\n") "0123"}, {2000, "4567"})

CLIENT(a_chunked_body, USUAL,
       "1000 " OK("9", "POST / ab") "\n"
       "6000 closed\n",
       {0, POST("Transfer-Encoding: chunked\r\n") "1\r\na\r\n"},
       {1000, "1\r\nb\r\n0\r\n\r\n"})

CLIENT(bodies_do_not_mix, USUAL,
       "0 " OK("8", "POST / a") OK("6", "POST /") "\n"
       "5000 closed\n",
       {0, POST("Content-Length: 1\r\n") "a" POST("")})

CLIENT(head_has_no_content, USUAL,
       "0 HTTP/1.1 200 OK|Content-Type: text/plain|Content-Length: 7||"
       OK("5", "GET /") "\n"
       "5000 closed\n",
       {0, "HEAD /x HTTP/1.1\r\nHost: h\r\n\r\n" GET("/")})

CLIENT(no_content, USUAL,
       "0 HTTP/1.1 204 No Content||\n5000 closed\n", {0, GET("/nothing")})

CLIENT(headers_of_the_answer, USUAL,
       "0 HTTP/1.1 200 OK|Content-Length: 0|X-Tea: green||\n5000 closed\n",
       {0, GET("/header")})

CLIENT(leave_to_send_a_body, USUAL,
       "0 HTTP/1.1 100 Continue||\n"
       "1000 " OK("8", "POST / x") "\n"
       "6000 closed\n",
       {0, POST("Expect: 100-continue\r\nContent-Length: 1\r\n")}, {1000, "x"})

CLIENT(no_leave_is_needed, USUAL,
       "0 " OK("8", "POST / x") "\n5000 closed\n",
       {0, POST("Expect: 100-continue\r\nContent-Length: 1\r\n") "x"})

CLIENT(an_old_client, USUAL,
       "0 " OK_CLOSE("5", "GET /") "\n0 closed\n",
       {0, "GET / HTTP/1.0\r\n\r\n"})

CLIENT(an_old_client_that_stays, USUAL,
       "0 HTTP/1.1 200 OK|Content-Type: text/plain|Content-Length: 5|"
       "Connection: keep-alive||GET /\n5000 closed\n",
       {0, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"})

/* --- in pieces ----------------------------------------------------------- */

#define PIECES "HTTP/1.1 200 OK|Content-Type: text/plain|"

CLIENT(an_answer_in_pieces, USUAL,
       "0 " PIECES "Transfer-Encoding: chunked||\n"
       "500 5|two t|\n"
       "1000 a|threefours|\n"
       "1500 /pieces ends\n"
       "1500 0||" OK("5", "GET /") "\n"
       "6500 closed\n",
       {0, GET("/pieces") GET("/")})

CLIENT(pieces_for_an_old_client, USUAL,
       "0 " PIECES "Connection: close||\n"
       "500 two t\n"
       "1000 threefours\n"
       "1500 /pieces ends\n"
       "1500 closed\n",
       {0, "GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"})

CLIENT(the_head_of_pieces, USUAL,
       "0 " PIECES "Transfer-Encoding: chunked||\n0 closed\n",
       {0, "HEAD /pieces HTTP/1.1\r\nHost: h\r\n\r\n"})

CLIENT(half_an_answer, USUAL,
       "0 report: GET /half failed: Input/output error: on purpose\n"
       "0 HTTP/1.1 200 OK|Transfer-Encoding: chunked||4|half|\n"
       "0 closed\n",
       {0, GET("/half") GET("/never")})

CLIENT(pieces_that_take_too_long, WITH(.answer_limit = 0.3),
       "0 " PIECES "Transfer-Encoding: chunked||\n"
       "300 closed\n",
       {0, GET("/pieces")})

CLIENT(a_client_that_leaves_its_pieces, USUAL,
       "0 " PIECES "Transfer-Encoding: chunked||\n"
       "500 5|two t|\n",
       {0, GET("/pieces")}, {700, leave})

/* --- behind the answer --------------------------------------------------- */

CLIENT(work_behind_answers, USUAL,
       "0 behind a: begins\n"
       "0 behind b: begins\n"
       "0 " OK_OF_NOTHING OK_OF_NOTHING OK("5", "GET /") "\n"
       "1000 behind a: ends\n"
       "1000 behind b: ends\n"
       "5000 closed\n",
       {0, GET("/behind/a") GET("/behind/b") GET("/")})

CLIENT(work_that_fails_behind_an_answer, USUAL,
       "0 behind fails: begins\n"
       "0 " OK_OF_NOTHING "\n"
       "1000 report: the work behind GET /behind/fails failed: Input/output "
       "error: on purpose\n"
       "5000 closed\n",
       {0, GET("/behind/fails")})

CLIENT(no_work_behind_a_failure, USUAL,
       "0 " ERROR("409 Conflict", "21", "the application fails") "\n"
       "5000 closed\n",
       {0, GET("/behind/never")})

/* --- a log --------------------------------------------------------------- */

static void log_it(const struct http_exchange *exchange, double seconds)
{
    tell("log: %s %d %.1f", http_request_name(exchange->request),
         exchange->status, seconds);
}

CLIENT(a_log, WITH(.logger = log_it, .answer_limit = 1.2),
       "0 log: GET /nothing 204 0.0\n"
       "0 HTTP/1.1 204 No Content||\n"
       "1000 log: GET /slow 200 1.0\n"
       "1000 log: a bad request 400 0.0\n"
       "1000 " OK("7", "at last") "\n"
       "1000 " ERROR_CLOSE("400 Bad Request", "23", "this is no HTTP request")
       "\n1000 closed\n",
       {0, GET("/nothing") GET("/slow") "garbage\r\n"})

CLIENT(a_log_of_what_was_too_late, WITH(.logger = log_it, .answer_limit = 0.7),
       "0 log: GET / 200 0.0\n"
       "0 " OK("5", "GET /") "\n"
       "700 /slow: CancelledError\n"
       "700 log: GET /slow 503 0.7\n"
       "700 " ERROR_CLOSE("503 Service Unavailable", "24",
                          "the answer took too long") "\n"
       "700 closed\n",
       {0, GET("/") GET("/slow")})

/* --- errors -------------------------------------------------------------- */

CLIENT(a_failing_application, USUAL,
       "0 report: GET /fails failed: Input/output error: the disk is gone\n"
       "0 " ERROR("500 Internal Server Error", "21", "Internal Server Error")
       OK("5", "GET /") "\n"
       "5000 closed\n",
       {0, GET("/fails") GET("/")})

CLIENT(an_error_that_is_an_answer, USUAL,
       "0 " ERROR("418 I'm a Teapot", "8", "I am one") "\n"
       "5000 closed\n",
       {0, GET("/teapot")})

CLIENT(a_bad_request, USUAL,
       "0 " OK("5", "GET /")
       ERROR_CLOSE("400 Bad Request", "23", "this is no HTTP request")
       "\n0 closed\n",
       {0, GET("/") "garbage\r\n" GET("/never")})

CLIENT(too_large_a_body, WITH(.max_body = 3),
       "0 " ERROR_CLOSE("413 Content Too Large", "21", "the body is too large")
       "\n0 closed\n",
       {0, POST("Content-Length: 4\r\n") "abcd"})

/* What a terminal would obey is not printed. */
CLIENT(a_report_with_a_path, USUAL,
       "0 report: GET /fail/?[31m? failed: Input/output error: on purpose\n"
       "0 " ERROR("500 Internal Server Error", "21", "Internal Server Error")
       "\n"
       "5000 closed\n",
       {0, GET("/fail/%1B[31m%0a")})

/* --- time limits --------------------------------------------------------- */

CLIENT(nothing_at_all, USUAL, "5000 closed\n", {0, ""})

CLIENT(a_slow_sender, USUAL,
       "10000 " ERROR_CLOSE("408 Request Timeout", "25",
                            "the request took too long") "\n"
       "10000 closed\n",
       {0, "G"}, {4000, "E"}, {4000, "T"}, {4000, " /"})

CLIENT(a_slow_sender_of_a_body, WITH(.request_limit = 2),
       "2000 " ERROR_CLOSE("408 Request Timeout", "25",
                           "the request took too long") "\n"
       "2000 closed\n",
       {0, POST("Content-Length: 3\r\n")}, {1500, "a"}, {1500, "b"})

CLIENT(the_time_begins_with_the_first_byte, WITH(.idle_limit = 20),
       "15000 " OK("5", "GET /") "\n"
       "35000 closed\n",
       {11000, "GET /"}, {4000, " HTTP/1.1\r\nHost: h\r\n\r\n"})

CLIENT(a_slow_application, WITH(.answer_limit = 0.5),
       "500 /slow: CancelledError\n"
       "500 " ERROR_CLOSE("503 Service Unavailable", "24",
                          "the answer took too long") "\n"
       "500 closed\n",
       {0, GET("/slow")})

CLIENT(a_slow_application_that_goes_on, WITH(.answer_limit = 0.5),
       "500 " OK("12", "all the same") "\n"
       "500 closed\n",
       {0, GET("/stubborn") GET("/never")})

CLIENT(a_client_that_leaves, USUAL, "", {0, GET("/slow")}, {500, leave})

CLIENT(a_client_that_leaves_early, USUAL, "", {0, "GET"}, {0, leave})

/* --- a large answer ------------------------------------------------------ */

/* Asks for it, and reads after a pause; perhaps one before each piece.  The
 * server's socket may block. */
struct web_late_reader {
    CORO;
    struct http_server server;
    int ms, ms_between;
    int ends[2];
    int64_t size;
    bool ended;
    char bytes[LARGE / 100];
};

ASYNC(web_late_reader)
{
    BEGIN;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    fcntl(self->ends[1], F_SETFL, 0);
    spawn(http_serve_connection(&self->server, self->ends[1]));
    AWAIT(async_write(self->ends[0], GET_CLOSE("/large"),
                      strlen(GET_CLOSE("/large"))));
    AWAIT(async_sleep(self->ms / 1000.0));
    do {
        AWAIT(async_read(self->ends[0], self->bytes, sizeof self->bytes));
        self->size += as_int(awaited());
        self->ended = as_int(awaited()) == 0;
        if (self->ms_between)
            AWAIT(async_sleep(self->ms_between / 1000.0));
    } while (!self->ended);
    tell("%s of it", self->size > LARGE ? "all" : "a part");
    close_fd(self->ends[0]);
    AWAIT(async_sleep(1.0));
    ck_assert_uint_eq(self->server.connection_count, 0);
    END;
}

static int play_a_late_reader(void *arg)
{
    (void)arg;
    return play(coro(web_late_reader, .server = USUAL, .ms = 9000));
}

START_TEST(test_a_late_reader)
{
    watch_scene(play_a_late_reader, "9000 all of it\n", "");
}
END_TEST

static int play_a_reader_who_is_too_late(void *arg)
{
    (void)arg;
    return play(coro(web_late_reader, .server = USUAL, .ms = 11000));
}

START_TEST(test_a_reader_who_is_too_late)
{
    watch_scene(play_a_reader_who_is_too_late, "11000 a part of it\n", "");
}
END_TEST

/* It takes a hundred seconds, but there is never one of ten without a byte. */
static int play_a_steady_reader(void *arg)
{
    (void)arg;
    return play(coro(web_late_reader, .server = USUAL, .ms_between = 1000));
}

START_TEST(test_a_steady_reader)
{
    watch_scene(play_a_steady_reader, "102000 all of it\n", "");
}
END_TEST

/* --- a large request ----------------------------------------------------- */

/* Sends all of it before it listens, though the first bytes are refused. */
struct web_stubborn_sender {
    CORO;
    struct http_server server;
    int ends[2];
    int i;
    char bytes[LARGE / 10];
};

ASYNC(web_stubborn_sender)
{
    static const char head[] = POST("Content-Length: 4194304\r\n");
    BEGIN;
    self->server = (struct http_server)USUAL;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    spawn(http_serve_connection(&self->server, self->ends[1]));
    AWAIT(async_write(self->ends[0], head, sizeof head - 1));
    for (; self->i < 10; self->i++) {
        AWAIT(async_write(self->ends[0], self->bytes, sizeof self->bytes));
        AWAIT(async_sleep(0.7));
    }
    AWAIT(coro(http_hearer, .name = "", .fd = self->ends[0]));
    close_fd(self->ends[0]);
    AWAIT(async_sleep(1.0));
    ck_assert_uint_eq(self->server.connection_count, 0);
    END;
}

SCENE(web_stubborn_sender,
      "7000 " ERROR_CLOSE("413 Content Too Large", "21",
                          "the body is too large") "\n7000 closed\n")

/* --- several, and a server ----------------------------------------------- */

static const struct piece for_a[] = {{0, GET("/slow")}, {0, NULL}},
                          for_b[] = {{500, "garbage\r\n"}, {0, NULL}},
                          for_c[] = {{0, GET("/a")}, {700, GET_CLOSE("/b")},
                                     {0, NULL}};

struct one_does_not_harm_the_others {
    CORO;
    struct http_server server;
    struct value results[3];
};

ASYNC(one_does_not_harm_the_others)
{
    struct http_server *server = &self->server;
    BEGIN;
    *server = (struct http_server)USUAL;
    AWAIT(gather(self->results,
                 coro(web_client, .name = "A ", .server = server, .pieces = for_a),
                 coro(web_client, .name = "B ", .server = server, .pieces = for_b),
                 coro(web_client, .name = "C ", .server = server,
                      .pieces = for_c)));
    ck_assert_uint_eq(server->requests, 3);
    END;
}

SCENE(one_does_not_harm_the_others,
      "0 C " OK("6", "GET /a") "\n"
      "500 B " ERROR_CLOSE("400 Bad Request", "23", "this is no HTTP request")
      "\n500 B closed\n"
      "700 C " OK_CLOSE("6", "GET /b") "\n"
      "700 C closed\n"
      "1000 A " OK("7", "at last") "\n"
      "6000 A closed\n")

/* Its connections end after the scene. */
static struct http_server left_over;

/* Many requests in one piece wait for a turn, each. */
struct taking_turns {
    CORO;
    struct value results[2];
};

ASYNC(taking_turns)
{
    static const struct piece
        for_many[] = {{0, GET("/tell/1") GET("/tell/2") GET_CLOSE("/tell/3")},
                      {0, NULL}},
        for_one[] = {{0, GET_CLOSE("/tell/me")}, {0, NULL}};
    BEGIN;
    left_over = (struct http_server)USUAL;
    AWAIT(gather(self->results,
                 coro(web_client, .name = "", .server = &left_over,
                      .pieces = for_many),
                 coro(web_client, .name = "", .server = &left_over,
                      .pieces = for_one)));
    END;
}

#define NO_CONTENT(more) "HTTP/1.1 200 OK|Content-Length: 0|" more "|"
#define CLOSES "Connection: close|"

SCENE(taking_turns,
      "0 /tell/1\n0 /tell/me\n0 /tell/2\n0 /tell/3\n"
      "0 " NO_CONTENT("") NO_CONTENT("") NO_CONTENT(CLOSES) "\n"
      "0 " NO_CONTENT(CLOSES) "\n"
      "0 closed\n0 closed\n")

/* Whose request came in time is not late because somebody kept the loop. */
struct kept_from_its_client {
    CORO;
    int ends[2];
};

ASYNC(kept_from_its_client)
{
    BEGIN;
    left_over = (struct http_server)USUAL;
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    spawn(http_serve_connection(&left_over, self->ends[1]));
    AWAIT(async_sleep(1.0));
    AWAIT(async_write(self->ends[0], GET_CLOSE("/a"), strlen(GET_CLOSE("/a"))));
    blocking_sleep(10.0);           /* longer than the idle limit */
    AWAIT(coro(http_hearer, .name = "", .fd = self->ends[0]));
    close_fd(self->ends[0]);
    END;
}

SCENE(kept_from_its_client, "11000 " OK_CLOSE("6", "GET /a") "\n11000 closed\n")

/* A thousand requests in one piece, and as many answers in the same order. */
struct a_thousand {
    CORO;
    int ends[2];
    char *requests, *answers;
    size_t size, heard;
    struct task *writing;
};

static void check_thousand(const char *answers)
{
    for (int i = 0; i < 1000; i++) {
        char expected[20];
        snprintf(expected, sizeof expected, "GET /%d%s", i,
                 i < 999 ? "HTTP" : "");
        answers = strstr(answers, "\r\n\r\n");
        ck_assert_ptr_nonnull(answers);
        answers += 4;
        ck_assert_int_eq(strncmp(answers, expected, strlen(expected)), 0);
    }
}

ASYNC(a_thousand)
{
    enum { ROOM = 200000 };
    BEGIN;
    left_over = (struct http_server)USUAL;
    self->requests = malloc(ROOM);
    self->answers = calloc(1, ROOM);
    for (int i = 0; i < 1000; i++)
        self->size += (size_t)sprintf(
            self->requests + self->size, "GET /%d HTTP/1.1\r\nHost: h\r\n%s\r\n",
            i, i < 999 ? "" : "Connection: close\r\n");
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    spawn(http_serve_connection(&left_over, self->ends[1]));
    self->writing = create_task(
        async_write(self->ends[0], self->requests, self->size));
    do {
        AWAIT(async_read(self->ends[0], self->answers + self->heard,
                         ROOM - 1 - self->heard));
        self->heard += (size_t)as_int(awaited());
    } while (as_int(awaited()) > 0);
    check_thousand(self->answers);
    close_fd(self->ends[0]);
    free(self->requests);
    free(self->answers);
    END;
}

SCENE(a_thousand, "")

/* Clients that leave after one byte, after two, and so on. */
struct leaving_anywhere {
    CORO;
    struct http_server server;
    size_t size;
    int ends[2];
};

ASYNC(leaving_anywhere)
{
    static const char request[] =
        POST("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n")
        "3;x\r\nabc\r\n0\r\nA: b\r\n\r\n";
    BEGIN;
    self->server = (struct http_server)USUAL;
    for (; self->size < sizeof request; self->size++) {
        ck_assert_int_eq(make_socket_pair(self->ends), 0);
        spawn(http_serve_connection(&self->server, self->ends[1]));
        AWAIT(async_write(self->ends[0], request, self->size));
        close_fd(self->ends[0]);
    }
    AWAIT(async_sleep(0.1));
    ck_assert_uint_eq(self->server.connection_count, 0);
    ck_assert_uint_le(self->server.requests, 1);
    END;
}

SCENE(leaving_anywhere, "")

/* Connect after a pause, send a request, and say what comes. */
struct web_caller {
    CORO;
    const char *name;
    int port;
    int ms;
    const char *request;
    int fd;
};

ASYNC(web_caller)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    TRY_AWAIT(async_connect("127.0.0.1", self->port));
    if (failure()) {
        tell("%srefused", self->name);
        RETURN(0);
    }
    self->fd = (int)as_int(awaited());
    AWAIT(async_write(self->fd, self->request, strlen(self->request)));
    TRY_AWAIT(coro(http_hearer, .name = self->name, .fd = self->fd));
    if (failure())
        tell("%s%s", self->name, error_name(failure()));
    close_fd(self->fd);
    END;
}

struct web_too_many {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task;
    struct value results[3];
};

#define BEGIN_SERVING(...)                                                   \
    self->listener = listen_tcp("127.0.0.1", 0);                             \
    self->port = socket_port(self->listener);                                \
    self->server = (struct http_server)WITH(__VA_ARGS__);           \
    self->task = create_task(http_serve(&self->server, self->listener))

#define call(n, after, text)                                                 \
    coro(web_caller, .name = n, .port = self->port, .ms = after,          \
         .request = text)

ASYNC(web_too_many)
{
    BEGIN;
    BEGIN_SERVING(.max_connections = 2, .idle_limit = 2);
    AWAIT(gather(self->results, call("A ", 1, GET("/a")),
                 call("B ", 2, GET("/slow")),
                 call("C ", 3, GET("/c"))));
    AWAIT(call("D ", 1, GET_CLOSE("/d")));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    END;
}

SCENE(web_too_many,
      "1 A " OK("6", "GET /a") "\n"
      "3 C HTTP/1.1 503 Service Unavailable|Content-Length: 0|Retry-After: 1|"
      "Connection: close||\n"
      "3 C closed\n"
      "1002 B " OK("7", "at last") "\n"
      "2001 A closed\n"
      "3002 B closed\n"
      "3003 D " OK_CLOSE("6", "GET /d") "\n"
      "3003 D closed\n"
      "3003 the server: CancelledError\n")

/* One is full, the other serves; one stops, the other goes on. */
static struct http_server two_left_over[2];

struct two_servers {
    CORO;
    int listeners[2], ports[2];
    struct task *tasks[2];
    int port;
    struct value results[2];
};

ASYNC(two_servers)
{
    BEGIN;
    for (int i = 0; i < 2; i++) {
        two_left_over[i] = (struct http_server)WITH(.max_connections = 1);
        self->listeners[i] = listen_tcp("127.0.0.1", 0);
        self->ports[i] = socket_port(self->listeners[i]);
        self->tasks[i] = create_task(
            http_serve(&two_left_over[i], self->listeners[i]));
    }
    self->port = self->ports[0];
    spawn(call("A ", 1, GET("/slow")));
    spawn(call("B ", 2, GET("/b")));
    self->port = self->ports[1];
    AWAIT(call("C ", 3, GET_CLOSE("/c")));
    AWAIT(async_sleep(0.1));
    task_cancel(self->tasks[0]);
    AWAIT(call("D ", 1, GET_CLOSE("/d")));
    TRY_AWAIT(self->tasks[0]);
    tell("one server: %s", error_name(failure()));
    END;
}

SCENE(two_servers,
      "2 B HTTP/1.1 503 Service Unavailable|Content-Length: 0|Retry-After: 1|"
      "Connection: close||\n"
      "2 B closed\n"
      "3 C " OK_CLOSE("6", "GET /c") "\n"
      "3 C closed\n"
      "104 D " OK_CLOSE("6", "GET /d") "\n"
      "104 D closed\n"
      "1001 A " OK_CLOSE("7", "at last") "\n"
      "1001 A closed\n"
      "1001 one server: CancelledError\n")

#define STOPS ERROR_CLOSE("503 Service Unavailable", "16", "the server stops")

struct web_stopping {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task, *callers[4];
};

/* A is idle, B waits for its answer, C still sends, D comes too late. */
ASYNC(web_stopping)
{
    BEGIN;
    BEGIN_SERVING(.stop_limit = 5);
    self->callers[0] = create_task(call("A ", 100, GET("/a")));
    self->callers[1] = create_task(call("B ", 100, GET("/slow")));
    self->callers[2] = create_task(call("C ", 100, "GET /c"));
    self->callers[3] = create_task(call("D ", 600, GET("/d")));
    AWAIT(async_sleep(0.500));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    AWAIT(async_sleep(1.0));
    END;
}

SCENE(web_stopping,
      "100 A " OK("6", "GET /a") "\n"
      "500 A closed\n"
      "600 D refused\n"
      "800 C " STOPS "\n"
      "800 C closed\n"
      "1100 B " OK_CLOSE("7", "at last") "\n"
      "1100 B closed\n"
      "1100 the server: CancelledError\n")

struct stopping_has_a_limit {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task, *caller;
};

ASYNC(stopping_has_a_limit)
{
    BEGIN;
    BEGIN_SERVING(.stop_limit = 0.3);
    self->caller = create_task(call("", 100, GET("/slow")));
    AWAIT(async_sleep(0.500));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    AWAIT(async_sleep(1.0));
    END;
}

SCENE(stopping_has_a_limit,
      "800 /slow: CancelledError\n"
      "800 the server: CancelledError\n"
      "800 " STOPS "\n"
      "800 closed\n")

/* One that is being refused holds on to the server, for a second. */
struct stopping_while_refusing {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task;
};

ASYNC(stopping_while_refusing)
{
    BEGIN;
    BEGIN_SERVING(.max_connections = 1);
    AWAIT(async_connect("127.0.0.1", self->port));
    AWAIT(async_connect("127.0.0.1", self->port));
    AWAIT(async_sleep(0.1));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    END;
}

SCENE(stopping_while_refusing, "1000 the server: CancelledError\n")

struct stopping_twice {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task, *caller;
};

ASYNC(stopping_twice)
{
    BEGIN;
    BEGIN_SERVING(.stop_limit = 0);
    self->caller = create_task(call("", 100, GET("/slow")));
    AWAIT(async_sleep(0.500));
    task_cancel(self->task);
    AWAIT(async_sleep(0.100));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    AWAIT(async_sleep(1.0));
    END;
}

SCENE(stopping_twice,
      "600 /slow: CancelledError\n"
      "600 the server: CancelledError\n"
      "600 " STOPS "\n"
      "600 closed\n")

/* A request that has come, but was not read yet, is answered; half a one is
 * given a moment. */
struct stopping_just_then {
    CORO;
    struct http_server server;
    int listener, port, fd;
    struct task *task;
    const char *request;
};

ASYNC(stopping_just_then)
{
    BEGIN;
    BEGIN_SERVING(.stop_limit = 5);
    AWAIT(async_connect("127.0.0.1", self->port));
    self->fd = (int)as_int(awaited());
    AWAIT(async_sleep(0.1));
    AWAIT(async_write(self->fd, self->request, strlen(self->request)));
    task_cancel(self->task);
    AWAIT(coro(http_hearer, .name = "", .fd = self->fd));
    close_fd(self->fd);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    END;
}

static int play_stopping_just_then(void *request)
{
    return play(coro(stopping_just_then, .request = request));
}

START_TEST(test_stopping_just_then)
{
    struct captured seen = capture_run(play_stopping_just_then, GET("/slow"));
    ck_assert_str_eq(seen.out, "1100 " OK_CLOSE("7", "at last") "\n"
                               "1100 closed\n"
                               "1100 the server: CancelledError\n");
    seen = capture_run(play_stopping_just_then, "GET /sl");
    ck_assert_str_eq(seen.out, "400 " STOPS "\n"
                               "400 closed\n"
                               "400 the server: CancelledError\n");
}
END_TEST

/* What is done behind an answer is waited for, as long as that is. */
struct stopping_work_behind {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task;
};

ASYNC(stopping_work_behind)
{
    BEGIN;
    BEGIN_SERVING(.stop_limit = 0.4);
    AWAIT(call("", 100, GET_CLOSE("/behind/a")));
    AWAIT(async_sleep(0.7));
    AWAIT(call("", 100, GET_CLOSE("/behind/b")));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    END;
}

SCENE(stopping_work_behind,
      "100 behind a: begins\n"
      "100 " NO_CONTENT(CLOSES) "\n"
      "100 closed\n"
      "900 behind b: begins\n"
      "900 " NO_CONTENT(CLOSES) "\n"
      "900 closed\n"
      "1100 behind a: ends\n"
      "1300 behind b: CancelledError\n"
      "1300 the server: CancelledError\n")

/* A client of pieces hears no 503 among them. */
struct stopping_pieces {
    CORO;
    struct http_server server;
    int listener, port;
    struct task *task, *caller;
};

ASYNC(stopping_pieces)
{
    BEGIN;
    BEGIN_SERVING(.stop_limit = 0.3);
    self->caller = create_task(call("", 100, GET("/pieces")));
    AWAIT(async_sleep(0.400));
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    tell("the server: %s", error_name(failure()));
    AWAIT(self->caller);
    END;
}

SCENE(stopping_pieces, "100 " PIECES "Transfer-Encoding: chunked||\n"
                       "600 5|two t|\n"
                       "700 the server: CancelledError\n"
                       "700 closed\n")

/* Fifty who come at once are all accepted at once.  The loop looks at the
 * descriptors each 64 turns while others are ready, as in a busy server. */
struct web_a_crowd {
    CORO;
    struct http_server server;
    int listener, port, i;
    struct task *task;
    uint64_t turn;
};

ASYNC(web_a_crowd)
{
    BEGIN;
    self->listener = listen_tcp("127.0.0.1", 0);
    self->port = socket_port(self->listener);
    for (; self->i < 50; self->i++)
        AWAIT(async_connect("127.0.0.1", self->port));
    self->server = (struct http_server)WITH(.idle_limit = 9);
    self->task = create_task(http_serve(&self->server, self->listener));
    self->turn = running_loop->turn;
    while (self->server.connection_count < 50)
        AWAIT(async_sleep(0));
    tell("%s", running_loop->turn - self->turn < 130 ? "at once"
                                                     : "one by one");
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    END;
}

SCENE(web_a_crowd, "0 at once\n")

/* Over TCP the system holds megabytes ready.  When the client has taken a little
 * of that, the server hears of it, and does not give it up.  (The network has a
 * clock of its own, so this one waits for it, in real time.) */
struct web_steady_over_tcp {
    CORO;
    struct http_server server;
    int listener, port, fd;
    struct task *task;
    char bytes[100000];
};

enum { PATIENCE = 3000 /* ms */ };

static bool can_write(const struct http_server *server, int ms)
{
    struct pollfd one = {.fd = server->connections.first->fd, .events = POLLOUT};
    return poll(&one, 1, ms) == 1;
}

static void read_some(int fd, char *bytes, size_t size)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    for (size_t taken = 0; taken < size;) {
        ck_assert_int_eq(poll(&one, 1, PATIENCE), 1);
        ssize_t count = read(fd, bytes + taken, size - taken);
        ck_assert_int_gt(count, 0);
        taken += (size_t)count;
    }
}

ASYNC(web_steady_over_tcp)
{
    BEGIN;
    BEGIN_SERVING(.write_limit = 1e6, .stop_limit = 0.1);
    AWAIT(async_connect("127.0.0.1", self->port));
    self->fd = (int)as_int(awaited());
    AWAIT(async_write(self->fd, GET("/larger"), strlen(GET("/larger"))));
    do
        AWAIT(async_sleep(0.1));
    while (!self->server.connections.first ||
           self->server.connections.first->phase != WRITING_ANSWER ||
           can_write(&self->server, 50));
    read_some(self->fd, self->bytes, sizeof self->bytes);
    tell("%s", can_write(&self->server, PATIENCE) ? "goes on" : "hears nothing");
    close_fd(self->fd);
    task_cancel(self->task);
    TRY_AWAIT(self->task);
    END;
}

static int play_steady_over_tcp(void *arg)
{
    (void)arg;
    return play(coro(web_steady_over_tcp));
}

START_TEST(test_steady_over_tcp)
{
    struct captured seen = capture_run(play_steady_over_tcp, NULL);
    ck_assert_ptr_nonnull(strstr(seen.out, " goes on\n"));
    ck_assert_str_eq(seen.err, "");
}
END_TEST

Suite *http_suite(void)
{
    Suite *suite = suite_create("http");
    TCase *tcase = tcase_create("http");
    tcase_add_test(tcase, test_one_request);
    tcase_add_test(tcase, test_keeping_the_connection);
    tcase_add_test(tcase, test_many_at_once);
    tcase_add_test(tcase, test_a_body);
    tcase_add_test(tcase, test_a_chunked_body);
    tcase_add_test(tcase, test_bodies_do_not_mix);
    tcase_add_test(tcase, test_head_has_no_content);
    tcase_add_test(tcase, test_no_content);
    tcase_add_test(tcase, test_headers_of_the_answer);
    tcase_add_test(tcase, test_leave_to_send_a_body);
    tcase_add_test(tcase, test_no_leave_is_needed);
    tcase_add_test(tcase, test_an_old_client);
    tcase_add_test(tcase, test_an_old_client_that_stays);
    tcase_add_test(tcase, test_a_failing_application);
    tcase_add_test(tcase, test_a_report_with_a_path);
    tcase_add_test(tcase, test_an_error_that_is_an_answer);
    tcase_add_test(tcase, test_a_bad_request);
    tcase_add_test(tcase, test_too_large_a_body);
    tcase_add_test(tcase, test_nothing_at_all);
    tcase_add_test(tcase, test_a_slow_sender);
    tcase_add_test(tcase, test_a_slow_sender_of_a_body);
    tcase_add_test(tcase, test_the_time_begins_with_the_first_byte);
    tcase_add_test(tcase, test_a_slow_application);
    tcase_add_test(tcase, test_a_slow_application_that_goes_on);
    tcase_add_test(tcase, test_a_client_that_leaves);
    tcase_add_test(tcase, test_a_client_that_leaves_early);
    tcase_add_test(tcase, test_a_late_reader);
    tcase_add_test(tcase, test_a_reader_who_is_too_late);
    tcase_add_test(tcase, test_one_does_not_harm_the_others);
    tcase_add_test(tcase, test_taking_turns);
    tcase_add_test(tcase, test_kept_from_its_client);
    tcase_add_test(tcase, test_a_thousand);
    tcase_add_test(tcase, test_leaving_anywhere);
    tcase_add_test(tcase, test_web_too_many);
    tcase_add_test(tcase, test_two_servers);
    tcase_add_test(tcase, test_web_stopping);
    tcase_add_test(tcase, test_stopping_has_a_limit);
    tcase_add_test(tcase, test_stopping_while_refusing);
    tcase_add_test(tcase, test_stopping_twice);
    tcase_add_test(tcase, test_stopping_just_then);
    tcase_add_test(tcase, test_stopping_work_behind);
    tcase_add_test(tcase, test_stopping_pieces);
    tcase_add_test(tcase, test_web_a_crowd);
    tcase_add_test(tcase, test_an_answer_in_pieces);
    tcase_add_test(tcase, test_pieces_for_an_old_client);
    tcase_add_test(tcase, test_the_head_of_pieces);
    tcase_add_test(tcase, test_half_an_answer);
    tcase_add_test(tcase, test_pieces_that_take_too_long);
    tcase_add_test(tcase, test_a_client_that_leaves_its_pieces);
    tcase_add_test(tcase, test_work_behind_answers);
    tcase_add_test(tcase, test_work_that_fails_behind_an_answer);
    tcase_add_test(tcase, test_no_work_behind_a_failure);
    tcase_add_test(tcase, test_a_log);
    tcase_add_test(tcase, test_a_log_of_what_was_too_late);
    tcase_add_test(tcase, test_a_steady_reader);
#ifdef TCP_NOTSENT_LOWAT
    tcase_add_test(tcase, test_steady_over_tcp);
#endif
    tcase_add_test(tcase, test_web_stubborn_sender);
    suite_add_tcase(suite, tcase);
    return suite;
}
