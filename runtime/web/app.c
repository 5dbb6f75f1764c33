/* app.c - one request: what it depends on, its handler, the answer. */
#include "web/app.h"

#include <errno.h>
#include <string.h>

#include "web/app_request.h"

/* --- around the handler -------------------------------------------------- */

struct app_around_it {
    CORO;
    struct request *request;
    const struct dependency *const *needs;
    app_inside *inside;
    void *arg;
    struct provided provided[APP_MAX_PROVIDED];
    unsigned begun;                 /* so many of them must be torn down */
    struct value result;
    struct error *error;
    struct error *told;             /* the same, as dependencies see it */
};

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

ASYNC(app_around_it)
{
    struct request *request = self->request;
    struct provided *one = &self->provided[self->begun];
    BEGIN;
    request->provided = self->provided;
    self->error = app_plan(request, self->needs);

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
        TRY_AWAIT(self->inside(request, self->arg));
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

    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(self->result);
    END;
}

struct coro app_around(struct request *request,
                       const struct dependency *const *needs,
                       app_inside *inside, void *arg)
{
    return coro(app_around_it, .request = request, .needs = needs,
                .inside = inside, .arg = arg);
}

/* --- the answer ---------------------------------------------------------- */

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

static struct coro operation(struct request *request, void *arg)
{
    const struct route *route = request->route;
    (void)arg;
    return route->coro ? app_coro(request, route->coro) : app_call(request);
}

struct app_request {
    CORO;
    struct request request;
};

ASYNC(app_request)
{
    struct request *request = &self->request;
    BEGIN;
    if (!app_find_operation(request) || !app_take_params(request))
        RETURN(0);
    TRY_AWAIT(app_around(request, request->route->needs, operation, NULL));
    if (failure())
        app_forget_background(request);
    else
        answer_value(request, awaited());
    if (failure() && !answer_error(request, caught()))
        RERAISE;
    app_begin_background(request);
    END;
}

struct coro app_answer(struct http_exchange *exchange, void *app)
{
    return coro(app_request, .request = {.app = app, .http = exchange});
}
