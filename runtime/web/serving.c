/* serving.c - an app at work: its lifespan, and where it listens. */
#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/runner.h"
#include "web/app_request.h"

enum { USUAL_POOL = 40 };       /* as in Starlette */

void app_open(struct app *app)
{
    if (!app->pool)
        app->pool = thread_pool(app->pool_size ? app->pool_size : USUAL_POOL);
    app->server.application = app_answer;
    app->server.arg = app;
}

/* --- lifespan ------------------------------------------------------------ */

/* What is set up for the app is set up as for a request, one that lasts as long
 * as the app does. */
struct app_living {
    CORO;
    struct request request;
    const struct dependency *needs[APP_MAX_NEEDS];
    struct coro inside;
};

static struct coro live(struct request *request, void *inside)
{
    request->app->life = request;
    return *(struct coro *)inside;
}

ASYNC(app_living)
{
    struct app *app = self->request.app;
    BEGIN;
    app_open(app);
    held_begin(&app->held);
    self->needs[0] = app->lifespan;
    TRY_AWAIT(app_around(&self->request, self->needs, live, &self->inside));
    app->life = NULL;
    held_end();
    coro_close(self->inside);           /* it may have never begun */
    if (failure())
        RERAISE;
    RETURN(awaited());
    END;
}

struct coro app_lifespan(struct app *app, struct coro inside)
{
    return coro(app_living, .request = {.app = app}, .inside = inside);
}

/* --- serving ------------------------------------------------------------- */

struct app_serving {
    CORO;
    struct app *app;
    int listener;                   /* -1: it is the server's */
};

struct app_listening {
    CORO;
    struct app_serving *serving;
};

ASYNC(app_listening)
{
    int listener = self->serving->listener;
    BEGIN;
    self->serving->listener = -1;
    AWAIT(http_serve(&self->serving->app->server, listener));
    END;
}

ASYNC(app_serving)
{
    BEGIN;
    TRY_AWAIT(app_lifespan(self->app, coro(app_listening, .serving = self)));
    if (self->listener >= 0)
        close_fd(self->listener);
    if (failure())
        RERAISE;
    END;
}

struct coro app_serve(struct app *app, int listener)
{
    return coro(app_serving, .app = app, .listener = listener);
}

/* --- on a port ----------------------------------------------------------- */

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

/* A shell without job control lets what it starts with "&" ignore Ctrl-C. */
static const char *how_to_stop(void)
{
    struct sigaction action;
    sigaction(SIGINT, NULL, &action);
    return action.sa_handler == SIG_IGN ? textf("\"kill %ld\"", (long)getpid())
                                        : "Ctrl-C";
}

static bool is_to_be_quiet(void)
{
    const char *quiet = getenv("QUIET");
    return quiet && *quiet && strcmp(quiet, "0") != 0;
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
    if (!is_to_be_quiet())
        self->app->server.logger = http_access_log;
    say("serving http://127.0.0.1:%d/ until %s", socket_port(self->listener),
        how_to_stop());
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
