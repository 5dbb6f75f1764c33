/* app.h - a web framework in miniature: FastAPI's path operations and
 * dependencies.
 *
 *      @app.get("/items/{item_id}")            static struct value read_item(
 *      def read_item(item_id: int):                struct request *request)
 *          time.sleep(1)                       {
 *          return {"id": item_id}                  blocking_sleep(1.0);
 *                                                  return dict("id", param_int(
 *                                                      request, "item_id"));
 *                                              }
 *
 *      @app.get("/ping")                       struct ping { HANDLER; };
 *      async def ping():                       ASYNC(ping)
 *          await asyncio.sleep(1)              {
 *          return {"pong": True}                   BEGIN;
 *                                                  AWAIT(async_sleep(1.0));
 *                                                  RETURN(dict("pong", 1));
 *                                                  END;
 *                                              }
 *
 *      static const struct route routes[] = {
 *          {"GET", "/items/{item_id:int}", def(read_item)},
 *          {"GET", "/ping", async_def(ping)},
 *      };
 *
 * A def function runs in a thread of the app's pool, so it may block; an async
 * def coroutine runs on the loop, so it must not.  That is all the difference,
 * and most of what this course is about.
 */
#ifndef HANDLOOP_WEB_APP_H
#define HANDLOOP_WEB_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pools/executor.h"
#include "web/held.h"
#include "web/http.h"
#include "web/json.h"
#include "runtime.h"

struct request;

/* --- functions that answer ----------------------------------------------- */

/* What a handler gives is written as JSON.  It fails with http_error(404) and
 * a text to be answered with that status, {"detail": text}; any other failure
 * is reported with its traceback, and answered with 500. */
typedef struct value def_function(struct request *request);

/* First in the struct of an async handler or dependency. */
#define HANDLER                                                              \
    CORO;                                                                    \
    struct request *request

/* For the tables below: a function for the pool, a coroutine for the loop, a
 * file; and what must be set up before. */
#define def(function) .plain = function, .name = #function
#define async_def(handler)                                                   \
    .coro = &handler + HANDLER_CHECK_(struct handler), .name = #handler
#define file_response(path) def(app_file), .file = path
#define depends_on(...) .needs = {__VA_ARGS__}

/* 0; does not compile for a struct that does not begin with HANDLER. */
#define HANDLER_CHECK_(type)                                                 \
    (sizeof(char[offsetof(type, request) == offsetof(struct handler_frame,   \
                                                     request) ? 1 : -1]) - 1)

struct handler_frame {
    HANDLER;
};

/* --- dependencies -------------------------------------------------------- */

enum {
    APP_MAX_NEEDS = 8, APP_MAX_PROVIDED = 16, APP_MAX_PARAMS = 16,
    APP_MAX_BACKGROUND = 4,
};

/* Something set up for a request before its handler runs, once however many
 * ask for it, and torn down afterwards in the reverse order.
 *
 *      async def session():            struct session { HANDLER; };
 *          db = await connect()        ASYNC(session)
 *          try:                        {
 *              yield db                    BEGIN;
 *          finally:                        AWAIT(connect_db());
 *              await db.close()            YIELD(awaited());
 *                                          AWAIT(close_db());
 *                                          if (failure()) ...
 *                                          END;
 *                                      }
 *
 *      static const struct dependency db = {async_def(session)};
 *
 * A def function gives its value at once; teardown, if there is one, is
 * called with that value.  Both run in the pool. */
struct dependency {
    const char *name;
    def_function *plain;
    const struct coro_type *coro;
    const struct dependency *needs[APP_MAX_NEEDS];      /* set up before it */
    void (*teardown)(struct request *request, struct value value);
};

/* In an async dependency: hand out x and wait, suspended, until the request is
 * over.  Then failure() is what the handler failed with, for those who want to
 * know.  The request fails all the same. */
#undef YIELD                        /* here it is a dependency that yields */
#define YIELD(x) TRY_AWAIT(provide(self->request, value_of(x)))
MUST_USE
struct coro provide(struct request *request, struct value value);

/* What a dependency of this request gave, or the app's lifespan.  Of one that
 * the route does not depend on, or that is not set up yet: stops the
 * program. */
struct value provided(const struct request *request,
                      const struct dependency *dependency);

/* --- routes -------------------------------------------------------------- */

/* path says what parameters there are, as Python's signature does:
 *
 *      "/users/{user_id:int}/items?skip:int=0&limit:int=10&q"
 *
 * Types are int, real and text (the usual one).  A query parameter without
 * "=" is required.  body says the same of the members of a JSON object that is
 * to be sent, as a Pydantic model does: "burger&count:int=1".  What does not
 * fit is answered with 422, as in FastAPI, and the handler does not run. */
struct route {
    const char *method, *path;
    const char *name;
    def_function *plain;
    const struct coro_type *coro;
    const struct dependency *needs[APP_MAX_NEEDS];
    const char *body;               /* NULL: whatever comes is fine */
    const char *file;               /* of file_response() */
};

/* --- requests ------------------------------------------------------------ */

struct param {
    const char *name;
    struct value value;
};

struct background {                 /* for the runtime */
    struct coro coro;
    const char *name;
    job_function *function;         /* NULL: the coroutine */
    struct value x;
    char text[100];                 /* of x */
};

/* Good until its answer has been made: nobody keeps a pointer to it. */
struct request {
    struct app *app;
    const struct route *route;
    struct http_exchange *http;     /* headers, body, and the answer */
    struct param params[APP_MAX_PARAMS];
    unsigned param_count;
    struct provided *provided;      /* of the dependencies */
    unsigned provided_count;
    struct background background[APP_MAX_BACKGROUND];
    unsigned background_count;
};

/* A parameter of the path, the query or the body.  One that the route does not
 * name, or that has another type, stops the program. */
int64_t param_int(const struct request *request, const char *name);
double param_real(const struct request *request, const char *name);
const char *param_text(const struct request *request, const char *name);

/* The request's body, with a NUL behind its size bytes. */
const char *request_body(const struct request *request, size_t *size);

/* The answer's status if all goes well (200), and its type: what a handler
 * then gives is sent as it is, "text/html; charset=utf-8" for instance. */
void respond_status(struct request *request, int status);
void respond_type(struct request *request, const char *content_type);

/* Send a piece of the answer at once, in an async handler; the end of the
 * handler is its end, and what it gives does not count: StreamingResponse.
 * Raises EPIPE or ECONNRESET when the client has gone.  Suspends only if the
 * client takes its time; see http_send(). */
MUST_USE
struct coro respond_piece(struct request *request, const char *text);

/* Whoever answers without an end should ask before each piece: is the server
 * going to stop? */
bool app_stops(const struct request *request);

/* Have function(x) called in the app's pool when the answer has been sent, or a
 * coroutine object awaited (that in async handlers only): BackgroundTasks. The
 * client does not wait for it, the server does when it stops.  If the request
 * fails, nothing of it happens.  At most APP_MAX_BACKGROUND of both together,
 * and texts of at most 99 bytes. */
#define background(request, function, x)                                     \
    background_named(request, #function, function, value_of(x))
void background_named(struct request *request, const char *name,
                      job_function *function, struct value x);
void background_coro(struct request *request, struct coro coro);

/* For async handlers that must block: function(x) in the app's pool, where the
 * def functions run, too; see run_in_executor().  FastAPI's
 * run_in_threadpool(). */
#define run_in_threadpool(request, function, x)                              \
    run_in_executor((request)->app->pool, function, x)

/* Answer with a file, its type told by its name (.html, .css, .js, .json,
 * else plain text).  It reads, so it is for def handlers.  404 if there is no
 * such file.  path: never made of what the client sent. */
struct value respond_file(struct request *request, const char *path);
def_function app_file;              /* with the route's own file */

/* --- the app ------------------------------------------------------------- */

/* For one loop; put it where it stays until that has ended. */
struct app {
    const struct route *routes;
    size_t route_count;
    unsigned pool_size;             /* threads for def functions; 0: 40 */
    const struct dependency *lifespan;      /* set up before the first request,
                                               torn down behind the last */
    struct http_server server;      /* its limits may be set */

    struct executor *pool;          /* its own, */
    struct executor *exits;         /* and one for teardowns: who gives a thing
                                       back does not wait for those who want
                                       it */
    struct request *life;           /* holds what lifespan gave */
    struct held held;               /* who held the loop, in debug mode */
};

/* An app with the routes of this array: app_of(routes), or
 * app_of(routes, .lifespan = &database). */
#define app_of(...) APP_OF_(__VA_ARGS__, )
#define APP_OF_(table, ...)                                                  \
    {.routes = table, .route_count = sizeof(table) / sizeof *(table),        \
     __VA_ARGS__}

/* Two handlers for the table of routes:
 *
 *      {"GET", "/docs", async_def(app_docs)}       a page about the routes
 *      {"GET", "/events", async_def(app_events)}   a heartbeat of the loop, as
 *                                                  server-sent events
 *
 * Both say who held the loop, if it runs in debug mode. */
extern const struct coro_type app_docs, app_events;
struct app_docs {
    HANDLER;
};
struct app_events {
    HANDLER;
    double due;                     /* the next beat */
    uint64_t told;                  /* so many of held.count */
};

/* Await what is inside while the app lives: set up its lifespan before, tear it
 * down afterwards.  FastAPI's "with TestClient(app) as client:".  (Without it
 * app_ask() does no lifespan, either.)  It suspends if lifespan does, or
 * inside. */
MUST_USE
struct coro app_lifespan(struct app *app, struct coro inside);

/* Serve whoever connects to the listening descriptor; see http_serve().  A def
 * function cannot be stopped in its thread: its client is answered when
 * stop_limit is over, but the app goes on until it returns.  (With answer_limit
 * its client, too, waits for that.)  It always suspends. */
MUST_USE
struct coro app_serve(struct app *app, int listener);

/* The same on 127.0.0.1, where nobody but this machine can reach it, until
 * Ctrl-C or SIGTERM: for main, and like uvicorn.run().  port is a number as a
 * text, as it stands in the environment; "0" takes one that is free.  Says
 * where it listens, and each answer, unless the environment has QUIET=1; if it
 * cannot, says why and ends the program.  It always suspends. */
MUST_USE
struct coro app_serve_port(struct app *app, const char *port);

/* GET each path that stands before probe's in the table, alone, then ten times
 * at once, with a GET of probe 0.1 s behind these.  Says in a line for each how
 * long the one, the last of the ten, and the probe took.  It suspends, but for
 * a table without such paths. */
MUST_USE
struct coro app_under_load(struct app *app, const char *probe);

/* Ask the app without a network, over a pair of sockets within this program:
 * FastAPI's TestClient.  Gives a text, the status and the content:
 * "200 {\"pong\":true}".  body: NULL if there is none.  It always suspends. */
MUST_USE
struct coro app_ask(struct app *app, const char *method, const char *target,
                    const char *body);

/* GET target so many seconds from now, and give how many seconds (a real) after
 * that moment the answer was there.  Somebody who keeps the loop makes even the
 * asking late; that counts, too.  It always suspends. */
MUST_USE
struct coro app_ask_timed(struct app *app, double later, const char *target);

#endif
