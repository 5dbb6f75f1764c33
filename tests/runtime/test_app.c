/* test_app.c - routes, parameters, def and async def, dependencies. */
#include "web/app.h"

#include <string.h>

#include "pools/executor.h"
#include "capture.h"
#include "scene.h"
#include "suites.h"

/* --- handlers ------------------------------------------------------------ */

static struct value plain_handler(struct request *request)
{
    (void)request;
    blocking_sleep(1.0);
    return dict("from", "def");
}

struct app_async_handler {
    HANDLER;
};

ASYNC(app_async_handler)
{
    BEGIN;
    AWAIT(async_sleep(1.0));
    RETURN(dict("from", "async def"));
    END;
}

static struct value long_handler(struct request *request)
{
    (void)request;
    blocking_sleep(5.0);
    return value_none();
}

static struct value many_params(struct request *request)
{
    return dict("id", param_int(request, "id"),
                "name", param_text(request, "name"),
                "ratio", param_real(request, "ratio"),
                "skip", param_int(request, "skip"),
                "q", param_text(request, "q"));
}

static struct value two_segments(struct request *request)
{
    return json_list(param_text(request, "a"), param_text(request, "b"));
}

static struct value echo(struct request *request)
{
    size_t size;
    const char *body = request_body(request, &size);
    respond_status(request, 201);
    return dict("body", body, "size", size, "tea",
                http_header(request->http->request, "Host"));
}

static struct value page(struct request *request)
{
    respond_type(request, "text/html");
    return value_text("<p>hello</p>");
}

static struct value no_such_user(struct request *request)
{
    (void)request;
    return job_raise(http_error(404), "no such user");
}

static struct value breaks(struct request *request)
{
    (void)request;
    return job_raise(EIO, "broken");
}

struct app_refuses {
    HANDLER;
};

ASYNC(app_refuses)
{
    BEGIN;
    RAISE(http_error(403));
    END;
}

static struct value say_text(struct request *request)
{
    (void)request;
    return value_text("a \"text\"");
}

static struct value say_nothing(struct request *request)
{
    (void)request;
    return value_none();
}

/* --- dependencies -------------------------------------------------------- */

/* A def dependency with teardown. */
static struct value open_log(struct request *request)
{
    (void)request;
    return value_text("log");
}

static void close_log(struct request *request, struct value value)
{
    ck_assert_ptr_nonnull(request);
    ck_assert_str_eq(value.text, "log");
    blocking_sleep(0.010);
}

static const struct dependency log_file = {def(open_log),
                                           .teardown = close_log};

/* An async one that says what happens. */
struct app_session {
    HANDLER;
};

ASYNC(app_session)
{
    BEGIN;
    tell("session: opens");
    AWAIT(async_sleep(0.100));
    YIELD(42);
    tell("session: %s", failure() ? exc(caught()) : "closes");
    AWAIT(async_sleep(0.100));
    tell("session: closed");
    END;
}

static const struct dependency session = {async_def(app_session),
                                          depends_on(&log_file)};

/* One without teardown that needs the session. */
struct app_user {
    HANDLER;
};

ASYNC(app_user)
{
    BEGIN;
    tell("user: of session %lld",
         (long long)as_int(provided(self->request, &session)));
    RETURN("Ada");
    END;
}

static const struct dependency user = {async_def(app_user),
                                       depends_on(&session)};

/* One that tears down behind the session, and passes failures on. */
struct app_cache {
    HANDLER;
};

ASYNC(app_cache)
{
    BEGIN;
    tell("cache: opens");
    YIELD(value_none());
    tell("cache: %s", failure() ? exc(caught()) : "closes");
    if (failure())
        RERAISE;
    END;
}

static const struct dependency cache = {async_def(app_cache)};

struct app_broken_set_up {
    HANDLER;
};

ASYNC(app_broken_set_up)
{
    BEGIN;
    AWAIT(async_sleep(0.010));
    RAISE(http_error(401), "who are you?");
    END;
}

static const struct dependency broken_set_up = {async_def(app_broken_set_up)};

struct app_broken_teardown {
    HANDLER;
};

ASYNC(app_broken_teardown)
{
    BEGIN;
    YIELD(0);
    RAISE(EIO, "cannot close");
    END;
}

static const struct dependency broken_teardown = {
    async_def(app_broken_teardown)};

static struct value refuse_def(struct request *request)
{
    (void)request;
    return job_raise(http_error(402), "pay first");
}

static const struct dependency unpaid = {def(refuse_def)};

struct app_twice {
    HANDLER;
};

ASYNC(app_twice)
{
    BEGIN;
    YIELD(1);
    YIELD(2);
    if (failure())
        RERAISE;
    END;
}

static const struct dependency twice = {async_def(app_twice)};

static const struct dependency ring;
static const struct dependency ring = {def(open_log), depends_on(&ring)};

struct app_with_session {
    HANDLER;
};

ASYNC(app_with_session)
{
    BEGIN;
    tell("handler: user %s, log %s", as_text(provided(self->request, &user)),
         as_text(provided(self->request, &log_file)));
    AWAIT(async_sleep(1.0));
    RETURN("done");
    END;
}

struct app_fails {
    HANDLER;
};

ASYNC(app_fails)
{
    BEGIN;
    RAISE(EIO, "handler");
    END;
}

struct app_runs_out_of_time {
    HANDLER;
};

ASYNC(app_runs_out_of_time)
{
    BEGIN;
    AWAIT(wait_for(async_sleep(5.0), 0.5));
    END;
}

struct app_never_runs {
    HANDLER;
};

ASYNC(app_never_runs)
{
    BEGIN;
    tell("this must not run");
    END;
}

static const struct route routes[] = {
    {"GET", "/def", def(plain_handler)},
    {"GET", "/long", def(long_handler)},
    {"GET", "/async", async_def(app_async_handler)},
    {"GET", "/items/{id:int}/{name}?ratio:real&skip:int=5&q=none",
     def(many_params)},
    {"GET", "/two/{a}/{b}", def(two_segments)},
    {"POST", "/echo", def(echo)},
    {"PUT", "/echo", def(echo)},
    {"GET", "/page", def(page)},
    {"GET", "/nobody", def(no_such_user)},
    {"GET", "/breaks", def(breaks)},
    {"GET", "/refuses", async_def(app_refuses)},
    {"GET", "/text", def(say_text)},
    {"GET", "/nothing", def(say_nothing)},
    {"GET", "/session", async_def(app_with_session),
     depends_on(&cache, &user, &session)},
    {"GET", "/fails", async_def(app_fails), depends_on(&session, &cache)},
    {"GET", "/time-out", async_def(app_runs_out_of_time),
     depends_on(&session, &cache)},
    {"GET", "/set-up", async_def(app_never_runs),
     depends_on(&session, &broken_set_up, &cache)},
    {"GET", "/unpaid", async_def(app_never_runs),
     depends_on(&cache, &unpaid)},
    {"GET", "/teardown", def(say_text),
     depends_on(&cache, &broken_teardown)},
    {"GET", "/twice", def(say_text), depends_on(&twice)},
    {"GET", "/ring", async_def(app_never_runs), depends_on(&ring)},
};

/* --- asking -------------------------------------------------------------- */

struct app_ask_all {
    CORO;
    struct app app;
    const char *const *targets;     /* NULL behind the last */
};

ASYNC(app_ask_all)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    for (; *self->targets; self->targets++) {
        TRY_AWAIT(app_ask(&self->app, "GET", *self->targets, NULL));
        tell("%s", ended());
    }
    END;
}

/* A test that asks for these one after the other. */
#define ASKING(name, expected, ...)                                          \
    static int play_##name(void *arg)                                        \
    {                                                                        \
        static const char *const targets[] = {__VA_ARGS__, NULL};            \
        (void)arg;                                                           \
        return play(coro(app_ask_all, .targets = targets));                  \
    }                                                                        \
    START_TEST(test_##name)                                                  \
    {                                                                        \
        watch_scene(play_##name, expected, "");                              \
    }                                                                        \
    END_TEST

ASKING(app_both_kinds,
       "1000 200 {\"from\":\"def\"}\n"
       "2000 200 {\"from\":\"async def\"}\n",
       "/def", "/async")

ASKING(app_what_values_become,
       "0 200 \"a \\\"text\\\"\"\n"
       "0 200 null\n"
       "0 200 <p>hello</p>\n",
       "/text", "/nothing", "/page")

ASKING(app_parameters,
       "0 200 {\"id\":-7,\"name\":\"a b\",\"ratio\":0.5,\"skip\":5,"
       "\"q\":\"none\"}\n"
       "0 200 {\"id\":1,\"name\":\"x\",\"ratio\":2.0,\"skip\":9,"
       "\"q\":\"\"}\n"
       "0 200 [\"x-y\",\"z\"]\n",
       "/items/-7/a%20b?ratio=.5", "/items/1/x?skip=9&q=&ratio=2",
       "/two/x-y/z")

#define INT_DETAIL(place, name, input)                                       \
    "{\"type\":\"int_parsing\",\"loc\":[\"" place "\",\"" name "\"],"        \
    "\"msg\":\"Input should be a valid integer, unable to parse string as "  \
    "an integer\",\"input\":\"" input "\"}"

ASKING(app_parameters_that_do_not_fit,
       "0 422 {\"detail\":[" INT_DETAIL("path", "id", "x") ","
       "{\"type\":\"missing\",\"loc\":[\"query\",\"ratio\"],"
       "\"msg\":\"Field required\",\"input\":null},"
       INT_DETAIL("query", "skip", "1.5") "]}\n"
       "0 422 {\"detail\":[{\"type\":\"int_parsing_size\","
       "\"loc\":[\"path\",\"id\"],\"msg\":\"Unable to parse input string as "
       "an integer, exceeded maximum size\",\"input\":\"99999999999999999999\"}"
       "]}\n"
       "0 422 {\"detail\":[{\"type\":\"float_parsing\",\"loc\":[\"query\","
       "\"ratio\"],\"msg\":\"Input should be a valid number, unable to parse "
       "string as a number\",\"input\":\"\"}]}\n",
       "/items/x/y?skip=1.5", "/items/99999999999999999999/y?ratio=1",
       "/items/1/y?ratio=")

/* Numbers as Pydantic reads them: blanks around them, "_" between digits, and
 * zeros behind the point of an integer mean nothing. */
static const struct {
    const char *target;         /* of /number?int=1&real=1 */
    const char *answer;         /* NULL: 422 */
} some_numbers[] = {
    {"int=5%20", "[5,1.0]"},
    {"int=%205", "[5,1.0]"},
    {"int=%09%0d%0a%0b%0c5", "[5,1.0]"},
    {"int=%2b5", "[5,1.0]"},
    {"int=-007", "[-7,1.0]"},
    {"int=1_000", "[1000,1.0]"},
    {"int=5.00", "[5,1.0]"},
    {"int=5.", "[5,1.0]"},
    {"int=9223372036854775807", "[9223372036854775807,1.0]"},
    {"real=%201_0.5e1%20", "[1,105.0]"},
    {"real=.5", "[1,0.5]"},
    {"real=-5.", "[1,-5.0]"},
    {"real=1e-400", "[1,0.0]"},
    {"int=", NULL},
    {"int=%20", NULL},
    {"int=+5+5", NULL},
    {"int=%2b%205", NULL},
    {"int=--5", NULL},
    {"int=5x", NULL},
    {"int=0x10", NULL},
    {"int=5.5", NULL},
    {"int=.0", NULL},
    {"int=1e3", NULL},
    {"int=_1", NULL},
    {"int=1_", NULL},
    {"int=1__0", NULL},
    {"int=9223372036854775808", NULL},
    {"real=", NULL},
    {"real=inf", NULL},
    {"real=nan", NULL},
    {"real=0x1p3", NULL},
    {"real=1e999", NULL},
    {"real=e5", NULL},
    {"real=1.5.5", NULL},
};

static struct value give_numbers(struct request *request)
{
    return json_list(param_int(request, "int"), param_real(request, "real"));
}

struct ask_for_numbers {
    CORO;
    int i;
};

ASYNC(ask_for_numbers)
{
    enum { COUNT_OF_NUMBERS = sizeof some_numbers / sizeof *some_numbers };
    static const struct route route[] = {
        {"GET", "/number?int:int=1&real:real=1", def(give_numbers)}};
    static struct app app = app_of(route);
    BEGIN;
    for (; self->i < COUNT_OF_NUMBERS; self->i++) {
        AWAIT(app_ask(&app, "GET",
                      textf("/number?%s", some_numbers[self->i].target), NULL));
        if (some_numbers[self->i].answer)
            ck_assert_str_eq(as_text(awaited()),
                             textf("200 %s", some_numbers[self->i].answer));
        else
            ck_assert_msg(strncmp(as_text(awaited()), "422", 3) == 0, "%s: %s",
                          some_numbers[self->i].target, as_text(awaited()));
    }
    END;
}

SCENE(ask_for_numbers, "")

ASKING(app_paths_that_do_not_exist,
       "0 404 {\"detail\":\"Not Found\"}\n"
       "0 404 {\"detail\":\"Not Found\"}\n"
       "0 405 {\"detail\":\"Method Not Allowed\"}\n"
       "0 404 {\"detail\":\"Not Found\"}\n",
       "/", "/items/1/x/y?ratio=1", "/echo", "//def/")

/* --- bodies -------------------------------------------------------------- */

static struct value order(struct request *request)
{
    return json_list(param_text(request, "burger"), param_int(request, "count"),
                     param_real(request, "tip"));
}

static const struct {
    const char *body;
    const char *answer;         /* and of 422, what is wrong */
} some_bodies[] = {
    {"{\"burger\":\"plain\"}", "200 [\"plain\",1,0.5]"},
    {" { \"tip\" : 2 , \"x\" : [ {} ] , \"burger\" : \"b\" , "
     "\"count\" : \"3\" } ", "200 [\"b\",3,2.0]"},
    {"{\"burger\":\"\\u00fc\\\"\",\"count\":2.0,\"tip\":true}",
     "200 [\"\xc3\xbc\\\"\",2,1.0]"},
    {"{\"burger\":\"a\",\"burger\":\"b\"}", "200 [\"b\",1,0.5]"},
    {"", "422 missing body -"},
    {"{}", "422 missing body burger"},
    {"[]", "422 model_attributes_type body -"},
    {"\"burger\"", "422 model_attributes_type body -"},
    {"{\"burger\":1}", "422 string_type body burger"},
    {"{\"burger\":null}", "422 string_type body burger"},
    {"{\"burger\":\"b\",\"count\":2.5}", "422 int_from_float body count"},
    {"{\"burger\":\"b\",\"count\":\"two\"}", "422 int_parsing body count"},
    {"{\"burger\":\"b\",\"count\":[]}", "422 int_type body count"},
    {"{\"burger\":\"b\",\"count\":1e30}", "422 int_parsing_size body count"},
    {"{\"burger\":\"b\",\"tip\":{}}", "422 float_type body tip"},
    {"{\"burger\":\"b\",\"tip\":\"inf\"}", "422 float_parsing body tip"},
    {"{\"burger\":", "422 json_invalid body 10"},
};

/* "422 type place name" of FastAPI's answer. */
static const char *in_short(const char *answer)
{
    char kind[50] = "", place[50] = "", name[50] = "-";
    sscanf(answer, "422 {\"detail\":[{\"type\":\"%49[^\"]\",\"loc\":[\"%49[^\"]"
           "\",%49[^]]", kind, place, name);
    return textf("422 %s %s %.*s", kind, place,
                 (int)strlen(name) - 2 * (name[0] == '"'),
                 name + (name[0] == '"'));
}

struct order_all {
    CORO;
    size_t i;
};

ASYNC(order_all)
{
    static const struct route route[] = {
        {"POST", "/orders", def(order),
         .body = "burger&count:int=1&tip:real=0.5"}};
    static struct app app = app_of(route);
    const char *answer;
    BEGIN;
    for (; self->i < sizeof some_bodies / sizeof *some_bodies; self->i++) {
        AWAIT(app_ask(&app, "POST", "/orders", some_bodies[self->i].body));
        answer = as_text(awaited());
        ck_assert_str_eq(strncmp(answer, "422", 3) ? answer : in_short(answer),
                         some_bodies[self->i].answer);
    }
    END;
}

SCENE(order_all, "")

ASKING(app_failures,
       "0 404 {\"detail\":\"no such user\"}\n"
       "0 403 {\"detail\":\"Forbidden\"}\n"
       "0 report: GET /breaks failed: Input/output error: broken\n"
       "0 500 Internal Server Error\n",
       "/nobody", "/refuses", "/breaks")

ASKING(app_dependencies,
       "0 cache: opens\n"
       "0 session: opens\n"
       "100 user: of session 42\n"
       "100 handler: user Ada, log log\n"
       "1100 session: closes\n"
       "1200 session: closed\n"
       "1210 cache: closes\n"
       "1210 200 \"done\"\n",
       "/session")

ASKING(app_a_failing_handler,
       "0 session: opens\n"
       "100 cache: opens\n"
       "100 cache: Input/output error: handler\n"
       "100 session: Input/output error: handler\n"
       "200 session: closed\n"
       "210 report: GET /fails failed: Input/output error: handler\n"
       "210 500 Internal Server Error\n",
       "/fails")

ASKING(app_a_handler_out_of_time,
       "0 session: opens\n"
       "100 cache: opens\n"
       "600 cache: TimeoutError\n"
       "600 session: TimeoutError\n"
       "700 session: closed\n"
       "710 report: GET /time-out failed: TimeoutError\n"
       "710 500 Internal Server Error\n",
       "/time-out")

ASKING(app_a_failing_set_up,
       "0 session: opens\n"
       "110 session: HTTP 401: who are you?\n"
       "210 session: closed\n"
       "220 401 {\"detail\":\"who are you?\"}\n"
       "220 cache: opens\n"
       "220 cache: HTTP 402: pay first\n"
       "220 402 {\"detail\":\"pay first\"}\n",
       "/set-up", "/unpaid")

ASKING(app_a_failing_teardown,
       "0 cache: opens\n"
       "0 cache: Input/output error: cannot close\n"
       "0 report: GET /teardown failed: Input/output error: cannot close\n"
       "0 500 Internal Server Error\n",
       "/teardown")

ASKING(app_mistakes_in_dependencies,
       "0 report: GET /twice failed: Invalid argument: app_twice yields "
       "twice\n"
       "0 500 Internal Server Error\n"
       "0 report: GET /ring failed: Too many levels of symbolic links: "
       "dependencies need each other\n"
       "0 500 Internal Server Error\n",
       "/twice", "/ring")

/* Asks for what it does not depend on. */
static struct value hasty(struct request *request)
{
    return provided(request, &log_file);
}

static const struct dependency too_early = {def(hasty)};

static int ask_for_it(void *target)
{
    static const struct route asking[] = {
        {"GET", "/nothing", def(hasty)},
        {"GET", "/early", def(say_text), depends_on(&too_early, &log_file)},
    };
    static struct app app = app_of(asking);
    return play(app_ask(&app, "GET", target, NULL));
}

START_TEST(test_app_asked_for_without_depending_on_it)
{
    struct captured captured = capture_run(ask_for_it, "/nothing");
    ck_assert(captured.aborted);
    ck_assert_says(captured, "route /nothing does not depend on open_log");
    captured = capture_run(ask_for_it, "/early");
    ck_assert(captured.aborted);
    ck_assert_says(captured, "open_log is asked for before it is set up");
}
END_TEST

/* --- bodies, time limits ------------------------------------------------- */

struct app_bodies {
    CORO;
    struct app app;
};

ASYNC(app_bodies)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    AWAIT(app_ask(&self->app, "POST", "/echo", "tea"));
    tell("%s", as_text(awaited()));
    AWAIT(app_ask(&self->app, "HEAD", "/text", NULL));
    tell("%s", as_text(awaited()));
    AWAIT(app_ask(&self->app, "DELETE", "/echo", NULL));
    tell("%s", as_text(awaited()));
    END;
}

SCENE(app_bodies, "0 201 {\"body\":\"tea\",\"size\":3,\"tea\":\"app\"}\n"
                  "0 200 \n"
                  "0 405 {\"detail\":\"Method Not Allowed\"}\n")

/* What heads of answers say: the methods of a path, and HEAD with GET; where
 * else there is such a path. */
/* Its connection ends after the scene. */
static struct app left_over;

struct app_heads {
    CORO;
    int ends[2];
    char bytes[2000];
};

ASYNC(app_heads)
{
    static const char requests[] =
        "PATCH /echo HTTP/1.1\r\nHost: h\r\n\r\n"
        "POST /text HTTP/1.1\r\nHost: h\r\n\r\n"
        "BREW /text HTTP/1.1\r\nHost: h\r\n\r\n"
        "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"
        "GET /text/ HTTP/1.1\r\nHost: h\r\n\r\n"
        "POST /two/%5cx/%c3%bc%3F/?a=b+%26&c HTTP/1.1\r\nHost: h\r\n\r\n";
    const char *line;
    BEGIN;
    left_over = (struct app)app_of(routes);
    AWAIT(app_ask(&left_over, "GET", "/text", NULL));   /* opens the app */
    ck_assert_int_eq(make_socket_pair(self->ends), 0);
    spawn(http_serve_connection(&left_over.server, self->ends[1]));
    AWAIT(async_write(self->ends[0], requests, strlen(requests)));
    AWAIT(async_sleep(0.1));
    AWAIT(async_read(self->ends[0], self->bytes, sizeof self->bytes - 1));
    for (line = strtok(self->bytes, "\r\n"); line;
         line = strtok(NULL, "\r\n"))
        if (strstr(line, "HTTP/1.1 "))
            tell("%s", strstr(line, "HTTP/1.1 "));
        else if (strstr("Allow: Location: ", textf("%.7s", line)))
            tell("%s", line);
    close_fd(self->ends[0]);
    END;
}

SCENE(app_heads, "100 HTTP/1.1 405 Method Not Allowed\n"
                 "100 Allow: POST, PUT\n"
                 "100 HTTP/1.1 405 Method Not Allowed\n"
                 "100 Allow: GET, HEAD\n"
                 "100 HTTP/1.1 405 Method Not Allowed\n"
                 "100 Allow: GET, HEAD\n"
                 "100 HTTP/1.1 204 No Content\n"
                 "100 Allow: GET, HEAD, POST, PUT\n"
                 "100 HTTP/1.1 307 Temporary Redirect\n"
                 "100 Location: /text\n"
                 "100 HTTP/1.1 307 Temporary Redirect\n"
                 "100 Location: /two/%5Cx/%C3%BC%3F?a=b%20%26&c=\n")

struct app_too_slow {
    CORO;
    struct app app;
};

ASYNC(app_too_slow)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    self->app.server.answer_limit = 0.5;
    AWAIT(app_ask(&self->app, "GET", "/session", NULL));
    tell("%s", as_text(awaited()));
    END;
}

SCENE(app_too_slow, "0 cache: opens\n"
                    "0 session: opens\n"
                    "100 user: of session 42\n"
                    "100 handler: user Ada, log log\n"
                    "500 session: CancelledError\n"
                    "600 session: closed\n"
                    "610 cache: CancelledError\n"
                    "610 503 the answer took too long\n")

struct app_cancelled_in_set_up {
    CORO;
    struct app app;
};

ASYNC(app_cancelled_in_set_up)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    self->app.server.answer_limit = 0.05;
    AWAIT(app_ask(&self->app, "GET", "/session", NULL));
    tell("%s", as_text(awaited()));
    END;
}

SCENE(app_cancelled_in_set_up, "0 cache: opens\n"
                               "0 session: opens\n"
                               "60 cache: CancelledError\n"
                               "60 503 the answer took too long\n")

/* What a function set up although nobody waits for it any more is torn down. */
static int files_open;

static struct value open_slowly(struct request *request)
{
    (void)request;
    blocking_sleep(0.2);
    files_open++;
    return value_none();
}

static void close_slowly(struct request *request, struct value value)
{
    (void)request;
    (void)value;
    blocking_sleep(0.1);
    files_open--;
}

static const struct dependency slow_file = {def(open_slowly),
                                            .teardown = close_slowly};

struct app_cancelled_in_def {
    CORO;
    struct app app;
};

ASYNC(app_cancelled_in_def)
{
    static const struct route slow[] = {
        {"GET", "/slow", async_def(app_never_runs), depends_on(&slow_file)}};
    BEGIN;
    self->app = (struct app)app_of(slow);
    self->app.server.answer_limit = 0.05;
    AWAIT(app_ask(&self->app, "GET", "/slow", NULL));
    tell("%s, %d files open", as_text(awaited()), files_open);
    END;
}

SCENE(app_cancelled_in_def,
      "300 503 the answer took too long, 0 files open\n")

struct app_client_goes {
    CORO;
    struct app app;
};

ASYNC(app_client_goes)
{
    BEGIN;
    self->app = (struct app)app_of(routes);
    TRY_AWAIT(wait_for(app_ask(&self->app, "GET", "/session", NULL), 0.5));
    tell("client: %s", exc(caught()));
    AWAIT(async_sleep(2.0));
    END;
}

SCENE(app_client_goes, "0 cache: opens\n"
                       "0 session: opens\n"
                       "100 user: of session 42\n"
                       "100 handler: user Ada, log log\n"
                       "500 client: TimeoutError\n"
                       "1100 session: closes\n"
                       "1200 session: closed\n"
                       "1210 cache: closes\n")

/* --- the end of a server ------------------------------------------------- */

struct app_stopping {
    CORO;
    struct app app;
    int listener;
    struct task *serving;
    char bytes[1000];
    int fd;
};

/* A function in a thread cannot be stopped: its client is answered, and it is
 * waited for. */
ASYNC(app_stopping)
{
    static const char request[] = "GET /long HTTP/1.1\r\nHost: h\r\n\r\n";
    BEGIN;
    self->app = (struct app)app_of(routes);
    self->app.server.stop_limit = 0.2;
    self->listener = listen_tcp("127.0.0.1", 0);
    self->serving = create_task(app_serve(&self->app, self->listener));
    AWAIT(async_connect("127.0.0.1", socket_port(self->listener)));
    self->fd = (int)as_int(awaited());
    AWAIT(async_write(self->fd, request, strlen(request)));
    AWAIT(async_sleep(0.1));
    task_cancel(self->serving);
    AWAIT(async_read(self->fd, self->bytes, sizeof self->bytes));
    tell("client: %.12s", self->bytes);
    AWAIT(async_read(self->fd, self->bytes, sizeof self->bytes));
    tell("client: %lld bytes more", (long long)as_int(awaited()));
    TRY_AWAIT(self->serving);
    tell("server: %s", exc(caught()));
    close_fd(self->fd);
    END;
}

SCENE(app_stopping, "300 client: HTTP/1.1 503\n"
                    "300 client: 0 bytes more\n"
                    "1300 report: the server waits for GET /long, which cannot be "
                    "stopped\n"
                    "5000 server: CancelledError\n")

/* --- at the same time ---------------------------------------------------- */

struct app_at_once {
    CORO;
    struct app app;
    struct value answers[3];
};

ASYNC(app_at_once)
{
    struct app *app = &self->app;
    BEGIN;
    *app = (struct app)app_of(routes);
    app->pool_size = 2;
    AWAIT(gather(self->answers, app_ask(app, "GET", "/async", NULL),
                 app_ask(app, "GET", "/async", NULL),
                 app_ask(app, "GET", "/async", NULL)));
    tell("async def");
    AWAIT(gather(self->answers, app_ask(app, "GET", "/def", NULL),
                 app_ask(app, "GET", "/def", NULL),
                 app_ask(app, "GET", "/def", NULL)));
    tell("def");
    END;
}

SCENE(app_at_once, "1000 async def\n"
                   "3000 def\n")    /* three, by two threads */

/* Keeps the loop for a second: nobody hears from it meanwhile. */
struct app_keeps_the_loop {
    HANDLER;
};

ASYNC(app_keeps_the_loop)
{
    BEGIN;
    compute_for(1.0);
    RETURN(0);
    END;
}

struct app_in_time {
    CORO;
    struct app app;
    struct value took[3];
};

ASYNC(app_in_time)
{
    static const struct route slow[] = {
        {"GET", "/keep", async_def(app_keeps_the_loop)},
        {"GET", "/async", async_def(app_async_handler)},
    };
    struct app *app = &self->app;
    BEGIN;
    *app = (struct app)app_of(slow);
    AWAIT(app_ask_timed(app, 0.5, "/async"));
    tell("%.1f", as_real(awaited()));
    AWAIT(gather(self->took, app_ask_timed(app, 0, "/keep"),
                 app_ask_timed(app, 0.1, "/keep"),
                 app_ask_timed(app, 0.1, "/none")));
    tell("%.1f %.1f %.1f", as_real(self->took[0]), as_real(self->took[1]),
         as_real(self->took[2]));
    END;
}

SCENE(app_in_time, "1500 1.0\n"
                   "3500 1.0 1.9 1.9\n")

/* As run(app_ask(...)) does: the coroutine object is made before the loop. */
static int play_app_before_the_loop(void *arg)
{
    static struct app app = app_of(routes);
    (void)arg;
    return play(app_ask(&app, "GET", "/def", NULL));
}

START_TEST(test_app_before_the_loop)
{
    watch_scene(play_app_before_the_loop, "", "");
}
END_TEST

Suite *app_suite(void)
{
    Suite *suite = suite_create("app");
    TCase *tcase = tcase_create("app");
    tcase_add_test(tcase, test_app_both_kinds);
    tcase_add_test(tcase, test_app_what_values_become);
    tcase_add_test(tcase, test_app_parameters);
    tcase_add_test(tcase, test_app_parameters_that_do_not_fit);
    tcase_add_test(tcase, test_app_paths_that_do_not_exist);
    tcase_add_test(tcase, test_app_failures);
    tcase_add_test(tcase, test_app_dependencies);
    tcase_add_test(tcase, test_app_a_failing_handler);
    tcase_add_test(tcase, test_app_a_handler_out_of_time);
    tcase_add_test(tcase, test_app_a_failing_set_up);
    tcase_add_test(tcase, test_app_a_failing_teardown);
    tcase_add_test(tcase, test_app_mistakes_in_dependencies);
    tcase_add_test(tcase, test_app_asked_for_without_depending_on_it);
    tcase_add_test(tcase, test_app_bodies);
    tcase_add_test(tcase, test_app_heads);
    tcase_add_test(tcase, test_ask_for_numbers);
    tcase_add_test(tcase, test_order_all);
    tcase_add_test(tcase, test_app_too_slow);
    tcase_add_test(tcase, test_app_cancelled_in_set_up);
    tcase_add_test(tcase, test_app_cancelled_in_def);
    tcase_add_test(tcase, test_app_client_goes);
    tcase_add_test(tcase, test_app_stopping);
    tcase_add_test(tcase, test_app_at_once);
    tcase_add_test(tcase, test_app_in_time);
    tcase_add_test(tcase, test_app_before_the_loop);
    suite_add_tcase(suite, tcase);
    return suite;
}
