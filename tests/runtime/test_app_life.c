/* test_app_life.c - what there is around requests: the app's lifespan, work
 * behind answers, and what an app tells of itself. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "core/runner.h"
#include "scene.h"
#include "suites.h"
#include "web/app.h"

/* --- lifespan ------------------------------------------------------------ */

static bool cannot_open;

struct life_database {
    HANDLER;
};

ASYNC(life_database)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    if (cannot_open)
        RAISE(EIO, "no database");
    tell("database: opens");
    YIELD("the database");
    tell("database: %s", failure() ? exc(caught()) : "closes");
    AWAIT(async_sleep(0.1));
    tell("database: closed");
    END;
}

static const struct dependency database = {async_def(life_database)};

struct life_asks {
    HANDLER;
};

ASYNC(life_asks)
{
    BEGIN;
    RETURN(provided(self->request, &database));
    END;
}

static const struct route life_routes[] = {
    {"GET", "/", async_def(life_asks)},
};

struct life_clients {
    CORO;
    struct app *app;
};

ASYNC(life_clients)
{
    BEGIN;
    tell("a client");
    AWAIT(app_ask(self->app, "GET", "/", NULL));
    tell("%s", as_text(awaited()));
    AWAIT(app_ask(self->app, "GET", "/", NULL));
    RETURN(awaited());
    END;
}

static struct app life_app = app_of(life_routes, .lifespan = &database);

struct life_span {
    CORO;
};

ASYNC(life_span)
{
    BEGIN;
    AWAIT(app_lifespan(&life_app, coro(life_clients, .app = &life_app)));
    tell("gave %s", as_text(awaited()));
    END;
}

SCENE(life_span, "100 database: opens\n"
                 "100 a client\n"
                 "100 200 \"the database\"\n"
                 "100 database: closes\n"
                 "200 database: closed\n"
                 "200 gave 200 \"the database\"\n")

struct life_serving {
    CORO;
    int listener, port;
    struct task *serving;
};

/* What it set up is torn down when the server has stopped, and it does not
 * listen before. */
ASYNC(life_serving)
{
    BEGIN;
    self->listener = listen_tcp("127.0.0.1", 0);
    self->serving = create_task(app_serve(&life_app, self->listener));
    AWAIT(async_sleep(0.5));
    task_cancel(self->serving);
    TRY_AWAIT(self->serving);
    tell("server: %s", exc(caught()));
    END;
}

SCENE(life_serving, "100 database: opens\n"
                    "500 database: CancelledError\n"
                    "600 database: closed\n"
                    "600 server: CancelledError\n")

struct life_without {
    CORO;
    int listener, port;
};

/* Without its lifespan there is no server, and nobody can connect. */
ASYNC(life_without)
{
    BEGIN;
    cannot_open = true;
    self->listener = listen_tcp("127.0.0.1", 0);
    self->port = socket_port(self->listener);
    TRY_AWAIT(app_serve(&life_app, self->listener));
    tell("server: %s", exc(caught()));
    TRY_AWAIT(async_connect("127.0.0.1", self->port));
    tell("client: %s", exc(caught()));
    TRY_AWAIT(app_lifespan(&life_app, coro(life_clients)));
    tell("inside: %s", exc(caught()));
    END;
}

SCENE(life_without, "100 server: Input/output error: no database\n"
                    "100 client: Connection refused: connecting\n"
                    "200 inside: Input/output error: no database\n")

static int ask_without_lifespan(void *arg)
{
    (void)arg;
    return play(app_ask(&life_app, "GET", "/", NULL));
}

START_TEST(life_must_have_begun)
{
    struct captured captured = capture_run(ask_without_lifespan, NULL);
    ck_assert(captured.aborted);
    ck_assert_says(captured, "route / does not depend on life_database");
}
END_TEST

/* --- behind the answer --------------------------------------------------- */

static struct value write_down(struct value what)
{
    blocking_sleep(1.0);
    if (what.kind == VALUE_TEXT && strcmp(what.text, "a mistake") == 0)
        return job_raise(EIO, "on purpose");
    return value_none();
}

struct behind_coro {
    CORO;
    const char *name;
};

ASYNC(behind_coro)
{
    BEGIN;
    tell("%s begins", self->name);
    AWAIT(async_sleep(0.5));
    tell("%s ends", self->name);
    END;
}

/* In a thread: its texts go before they are used. */
static struct value in_a_thread(struct request *request)
{
    background(request, write_down, 7);
    background(request, write_down, textf("%s", param_text(request, "what")));
    return value_none();
}

struct behind_async {
    HANDLER;
};

ASYNC(behind_async)
{
    struct request *request = self->request;
    const char *what;
    BEGIN;
    what = param_text(request, "what");
    background_coro(request, coro(behind_coro, .name = textf("A %s", what)));
    background(request, write_down, what);
    background_coro(request, coro(behind_coro, .name = "B"));
    if (strcmp(what, "never") == 0)
        RAISE(http_error(409));
    RETURN("said");
    END;
}

struct behind_both {
    CORO;
    const char *target;
};

ASYNC(behind_both)
{
    static const struct route route[] = {
        {"GET", "/thread?what", def(in_a_thread)},
        {"GET", "/async?what", async_def(behind_async)},
    };
    static struct app app = app_of(route);
    BEGIN;
    AWAIT(app_ask(&app, "GET", self->target, NULL));
    tell("%s", as_text(awaited()));
    while (app.server.behind.first)
        AWAIT(async_sleep(0.1));
    tell("all is done");
    END;
}

#define BEHIND(name, of, expected)                                           \
    static int play_##name(void *arg)                                        \
    {                                                                        \
        (void)arg;                                                           \
        return play(coro(behind_both, .target = of));                        \
    }                                                                        \
    START_TEST(test_##name)                                                  \
    {                                                                        \
        watch_scene(play_##name, expected, "");                              \
    }                                                                        \
    END_TEST

BEHIND(behind_a_thread, "/thread?what=text",
       "0 200 null\n2100 all is done\n")

BEHIND(behind_a_thread_that_fails, "/thread?what=a+mistake",
       "0 200 null\n"
       "2000 report: the work behind GET /thread failed: Input/output error: "
       "on purpose\n"
       "2100 all is done\n")

BEHIND(behind_a_coroutine, "/async?what=x",
       "0 A x begins\n"
       "0 200 \"said\"\n"
       "500 A x ends\n"
       "1500 B begins\n"
       "2000 B ends\n"
       "2000 all is done\n")

BEHIND(behind_one_that_fails, "/async?what=a+mistake",
       "0 A a mistake begins\n"
       "0 200 \"said\"\n"
       "500 A a mistake ends\n"
       "1500 report: the work behind GET /async failed: Input/output error: "
       "on purpose\n"
       "1600 all is done\n")

BEHIND(behind_a_failure, "/async?what=never",
       "0 409 {\"detail\":\"Conflict\"}\n0 all is done\n")

/* --- what it tells of itself --------------------------------------------- */

struct life_keeps_the_loop {
    HANDLER;
};

enum { HELD_FROM = __LINE__ + 5 };  /* the line of its sleep */

ASYNC(life_keeps_the_loop)
{
    BEGIN;
    AWAIT(async_sleep(0.3));
    blocking_sleep(1.0);
    RETURN(0);
    END;
}

static const struct dependency some_need = {async_def(life_database)};

static const struct route telling_routes[] = {
    {"GET", "/keep", async_def(life_keeps_the_loop)},
    {"POST", "/in/{a:int}?b=<x>&c", def(in_a_thread), depends_on(&some_need),
     .body = "d:real"},
    {"GET", "/docs", async_def(app_docs)},
    {"GET", "/events", async_def(app_events)},
    {"GET", "/file", file_response("tests/course/page.py")},
    {"GET", "/no-file", file_response("tests/course/no.html")},
};
static struct app telling = app_of(telling_routes);

static double number_behind(const char *text, const char *name)
{
    const char *found = strstr(text, name);
    return found ? strtod(found + strlen(name), NULL) : -1;
}

static void tell_events(char *bytes)
{
    for (char *event = strtok(bytes, "\n"); event; event = strtok(NULL, "\n")) {
        const char *held = strstr(event, "\"held\":[{");
        if (strncmp(event, "data: ", 6) != 0)
            continue;
        tell("due %.1f late %.1f%s%.*s", number_behind(event, "\"due\":"),
             number_behind(event, "\"late\":"), held ? " " : "",
             held ? (int)strcspn(held, "]") : 0, held ? held : "");
    }
}

struct telling_all {
    CORO;
    int ends[2];
    size_t used;
    char bytes[10000];
};

ASYNC(telling_all)
{
    static const char request[] = "GET /events HTTP/1.1\r\nHost: h\r\n\r\n";
    BEGIN;
    AWAIT(app_ask(&telling, "GET", "/file", NULL));
    tell("%.26s", as_text(awaited()));
    AWAIT(app_ask(&telling, "GET", "/no-file", NULL));
    tell("%s", as_text(awaited()));
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    spawn(http_serve_connection(&telling.server, self->ends[1]));
    AWAIT(async_write(self->ends[0], request, sizeof request - 1));
    AWAIT(app_ask(&telling, "GET", "/keep", NULL));
    AWAIT(async_sleep(0.3));
    AWAIT(app_ask(&telling, "GET", "/docs", NULL));
    tell("docs: %s", strstr(as_text(awaited()), "<strong>It blocks the loop")
                         ? "it blocks the loop" : "nobody blocks");
    telling.server.stopping = true;
    do {
        AWAIT(async_read(self->ends[0], self->bytes + self->used,
                         sizeof self->bytes - 1 - self->used));
        self->used += (size_t)as_int(awaited());
    } while (as_int(awaited()) > 0);
    tell_events(self->bytes);
    close_fd(self->ends[0]);
    telling.server.stopping = false;
    END;
}

static int play_telling(void *arg)
{
    struct loop_options options = {.virtual_clock = true, .run_job = debug_mode()};
    (void)arg;
    return loop_run(&options,
                    app_lifespan(&telling, coro(telling_all)), NULL);
}

START_TEST(telling_of_the_loop)
{
    struct captured seen = capture_run(play_telling, NULL);
    ck_assert_says(seen, "held the loop for 1.000 s");
    ck_assert_str_eq(
        seen.out, textf(
        "0 200 #!/usr/bin/env python3\n"
        "0 404 {\"detail\":\"there is no tests/course/no.html\"}\n"
        "1600 docs: it blocks the loop\n"
        "1800 due 0.0 late 0.0\n"
        "1800 due 0.2 late 0.0\n"
        "1800 due 0.4 late 0.9 \"held\":[{\"who\":\"life_keeps_the_loop\","
        "\"file\":\"tests/runtime/test_app_life.c\",\"from\":%d,\"to\":0,"
        "\"seconds\":1.0,\"until\":1.3}\n"
        "1800 due 0.6 late 0.7\n"
        "1800 due 0.8 late 0.5\n"
        "1800 due 1.0 late 0.3\n"
        "1800 due 1.2 late 0.1\n"
        "1800 due 1.4 late 0.0\n"
        "1800 due 1.6 late 0.0\n"
        "1800 due 1.8 late 0.0\n", HELD_FROM));
}
END_TEST

struct telling_docs {
    CORO;
};

static void has(const char *page, const char *words)
{
    ck_assert_msg(strstr(page, words), "no %s in\n%s", words, page);
}

ASYNC(telling_docs)
{
    const char *page;
    BEGIN;
    AWAIT(app_ask(&telling, "GET", "/docs", NULL));
    page = as_text(awaited());
    has(page, "<h2>GET /keep</h2>\n<p>async def <code>life_keeps_the_loop</code>: "
              "on the loop, so it must not block.</p>\n</article>");
    has(page, "<h2>POST /in/{a:int}</h2>\n<p>def <code>in_a_thread</code>: in a "
              "thread of the pool, so it may block.</p>\n"
              "<p>in the query: <code>b=&lt;x></code>, <code>c</code></p>\n"
              "<p>in the body, a JSON object: <code>d:real</code></p>\n"
              "<p>depends on <code>life_database</code></p>\n</article>");
    END;
}

SCENE(telling_docs, "")

Suite *app_life_suite(void)
{
    Suite *suite = suite_create("app_life");
    TCase *tcase = tcase_create("app_life");
    tcase_add_test(tcase, test_life_span);
    tcase_add_test(tcase, test_life_serving);
    tcase_add_test(tcase, test_life_without);
    tcase_add_test(tcase, life_must_have_begun);
    tcase_add_test(tcase, test_behind_a_thread);
    tcase_add_test(tcase, test_behind_a_thread_that_fails);
    tcase_add_test(tcase, test_behind_a_coroutine);
    tcase_add_test(tcase, test_behind_one_that_fails);
    tcase_add_test(tcase, test_behind_a_failure);
    tcase_add_test(tcase, telling_of_the_loop);
    tcase_add_test(tcase, test_telling_docs);
    suite_add_tcase(suite, tcase);
    return suite;
}
