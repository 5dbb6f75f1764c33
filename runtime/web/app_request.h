/* app_request.h - a request on its way through the app.  For the runtime;
 * programs use app.h. */
#ifndef HANDLOOP_WEB_APP_REQUEST_H
#define HANDLOOP_WEB_APP_REQUEST_H

#include <stdbool.h>

#include "web/app.h"

/* What a dependency gave to this request. */
struct provided {
    const struct dependency *dependency;
    bool is_set_up;
    struct value value;         /* then */
    struct task *task;          /* async: stays in its YIELD meanwhile */
    struct future *ready;       /* async: has its value when it is set up, */
    struct future *over;        /* and is told by this to go on */
    bool is_over;               /* torn down, if there was something to do */
};

/* Make the app ready to answer in this loop. */
void app_open(struct app *app);

/* Answer a request of the server: the application of an app. */
MUST_USE
struct coro app_answer(struct http_exchange *exchange, void *app);

/* What all is set up for; it is made when that has been done. */
typedef struct coro app_inside(struct request *request, void *arg);

/* Set up what the request needs, await what is inside, and tear down in any
 * case.  Gives what the inside gave. */
MUST_USE
struct coro app_around(struct request *request,
                       const struct dependency *const *needs,
                       app_inside *inside, void *arg);

/* Hand the request's background tasks to the server, or drop them. */
void app_begin_background(struct request *request);
void app_forget_background(struct request *request);

/* Answer with a value as JSON; without memory for that, 503. */
void app_answer_json(struct http_exchange *http, int status,
                     struct value value);

/* Find the operation for this request, and take its parameters.  False if there
 * is none, or they do not fit; then the answer says so. */
bool app_find_operation(struct request *request);
bool app_take_params(struct request *request);

/* Take down what is needed, each once, behind what it needs itself. */
MUST_USE
struct error *app_plan(struct request *request,
                       const struct dependency *const *needs);

/* Begin to set one up; what it makes is owned by the running frame.  NULL, or
 * why it cannot be. */
MUST_USE
struct error *app_begin_set_up(struct request *request, struct provided *one);

/* Wait until it is set up.  Whether that goes well or not, is cancelled or not
 * even begun for lack of memory: it must be torn down then.  error: what the
 * request has failed with, or NULL.  Without memory it may have to be called
 * again: see is_over. */
MUST_USE
struct coro app_set_up(struct request *request, struct provided *one);
MUST_USE
struct coro app_tear_down(struct request *request, struct provided *one,
                          struct error *error);

/* Call the route's function in the app's pool and wait for it in any case, also
 * when cancelled: it uses the request.  As AnyIO does. */
MUST_USE
struct coro app_call(struct request *request);

/* The coroutine object of an async handler or dependency. */
MUST_USE
struct coro app_coro(struct request *request, const struct coro_type *type);

#endif
