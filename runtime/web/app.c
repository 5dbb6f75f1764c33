/* app.c - one request: dependencies, handler, teardown, answer. */
#include "web/app.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/app_request.h"
#include "pools/executor.h"

enum { USUAL_POOL = 40 };       /* as in Starlette */

/* --- the answer ---------------------------------------------------------- */

void respond_status(struct request *request, int status)
{
    request->http->status = status;
}

void respond_type(struct request *request, const char *content_type)
{
    request->http->content_type = content_type;
}

const char *request_body(const struct request *request, size_t *size)
{
    if (size)
        *size = request->http->body_size;
    return request->http->body;
}

static const char *type_of_file(const char *path)
{
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
    };
    const char *ending = strrchr(path, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(ending, types[i][0]) == 0)
            return types[i][1];
    return "text/plain; charset=utf-8";
}

struct value respond_file(struct request *request, const char *path)
{
    char piece[4096];
    size_t size;
    struct byte_buffer bytes = {0};
    FILE *file = fopen(path, "rb");
    if (!file)
        return job_raise(http_error(404), "there is no %s", path);
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&bytes, piece, size);
    bool read = !ferror(file) && !bytes.incomplete;
    fclose(file);
    const char *text = textf("%s", read && bytes.used ? bytes.bytes : "");
    buffer_free(&bytes);
    respond_type(request, type_of_file(path));
    return read ? value_text(text) : job_raise(EIO, "cannot read %s", path);
}

static void answer_value(struct request *request, struct value value)
{
    struct http_exchange *http = request->http;
    if (http->content_type && value.kind == VALUE_TEXT)
        http_answer(http, http->status, http->content_type, value.text);
    else
        app_answer_json(http, http->status, value);
}

/* A failure that is meant as an answer; others are for the server. */
static bool answer_error(struct request *request, const struct error *error)
{
    int status = http_error_status(error->code);
    const char *detail = error->message[0] ? error->message
                                           : http_reason(status);
    if (status)
        app_answer_json(request->http, status, dict("detail", detail));
    return status != 0;
}

/* --- a request ----------------------------------------------------------- */

struct app_request {
    CORO;
    struct request request;
    struct provided provided[APP_MAX_PROVIDED];
    unsigned begun;                 /* so many of them must be torn down */
    struct value result;
    struct error *error;
    struct error *told;             /* the same, as dependencies see it */
};

static struct coro operation(struct request *request)
{
    const struct route *route = request->route;
    return route->coro ? app_coro(request, route->coro) : app_call(request);
}

/* What dependencies are told of a failure: an error of their own, since each
 * that it passes through adds to its traceback. */
static struct error *to_be_told(struct error *error)
{
    if (!error || error->code == ECANCELED)
        return error;
    return error_new(error->code, "%s", error->message);
}

/* A dependency that only passes on what it was told has not failed. */
static bool is_new(const struct error *error, const struct error *told)
{
    return error && error != told &&
           !(told && told->code == ECANCELED && error->code == ECANCELED);
}

ASYNC(app_request)
{
    struct request *request = &self->request;
    struct provided *one = &self->provided[self->begun];
    BEGIN;
    request->provided = self->provided;
    if (!app_find_operation(request) || !app_take_params(request))
        RETURN(0);
    self->error = app_plan(request);

    while (!self->error && self->begun < request->provided_count) {
        one = &self->provided[self->begun];
        self->error = app_begin_set_up(request, one);
        if (self->error)
            break;
        self->begun++;
        TRY_AWAIT(app_set_up(request, one));
        self->error = caught();
    }
    if (!self->error) {
        TRY_AWAIT(operation(request));
        self->result = awaited();
        self->error = caught();
    }
    self->told = to_be_told(self->error);
    while (self->begun > 0) {
        self->begun--;
        one = &self->provided[self->begun];
        TRY_AWAIT(app_tear_down(request, one, self->told));
        if (failure() == ENOMEM && !one->is_over) {
            self->begun++;          /* there was no memory for it: again */
            TRY_AWAIT(async_sleep(0));
            continue;
        }
        if (!is_new(caught(), self->told))
            continue;
        self->error = caught();
        self->told = to_be_told(self->error);
    }

    if (!self->error)
        answer_value(request, self->result);
    else if (!answer_error(request, self->error))
        RAISE_ERROR(self->error);
    END;
}

static struct coro answer(struct http_exchange *exchange, void *app)
{
    return coro(app_request, .request = {.app = app, .http = exchange});
}

/* --- serving ------------------------------------------------------------- */

void app_open(struct app *app)
{
    if (!app->pool)
        app->pool = thread_pool(app->pool_size ? app->pool_size : USUAL_POOL);
    app->server.application = answer;
    app->server.arg = app;
}

struct app_serving {
    CORO;
    struct app *app;
    int listener;
};

ASYNC(app_serving)
{
    BEGIN;
    app_open(self->app);
    AWAIT(http_serve(&self->app->server, self->listener));
    END;
}

struct coro app_serve(struct app *app, int listener)
{
    return coro(app_serving, .app = app, .listener = listener);
}

/* 0 to 65535; -1 if the text is no such number. */
static int port_number(const char *text)
{
    char *end;
    long port = strtol(text, &end, 10);
    bool is_number = isdigit((unsigned char)text[0]) && *end == '\0';
    return is_number && port <= UINT16_MAX ? (int)port : -1;
}

static _Noreturn void cannot_serve(const char *port, const char *why)
{
    fprintf(stderr, "handloop: cannot serve on port %s: %s\n", port, why);
    exit(EXIT_FAILURE);
}

static int listen_here(const char *port)
{
    int number = port_number(port);
    if (number < 0)
        cannot_serve(port, "ports are numbered from 0 to 65535");
    int listener = listen_tcp("127.0.0.1", number);
    if (listener < 0)
        cannot_serve(port, strerror(errno));
    return listener;
}

struct app_on_port {
    CORO;
    struct app *app;
    const char *port;
    int listener;
};

ASYNC(app_on_port)
{
    BEGIN;
    self->listener = listen_here(self->port);
    say("serving http://127.0.0.1:%d/ until Ctrl-C",
        socket_port(self->listener));
    fflush(stdout);
    TRY_AWAIT(app_serve(self->app, self->listener));
    if (!loop_interrupted())
        RERAISE;
    say("stopped");
    END;
}

struct coro app_serve_port(struct app *app, const char *port)
{
    return coro(app_on_port, .app = app, .port = port);
}
