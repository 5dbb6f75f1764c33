/* background.c - what is to be done behind an answer: FastAPI's
 * BackgroundTasks.
 *
 * A handler adds calls, perhaps from a thread; when its answer has been sent,
 * they are made one after the other.
 */
#include <string.h>

#include "core/internal.h"
#include "web/app_request.h"

static struct background *next_free(struct request *request)
{
    if (request->background_count == APP_MAX_BACKGROUND)
        panic("%s has more than %d background tasks", request->route->path,
              APP_MAX_BACKGROUND);
    return &request->background[request->background_count++];
}

void background_coro(struct request *request, struct coro coro)
{
    *next_free(request) = (struct background){.coro = coro};
}

/* A thread's texts go with its work, so they are kept here. */
void background_named(struct request *request, const char *name,
                      job_function *function, struct value x)
{
    struct background *call = next_free(request);
    *call = (struct background){.name = name, .function = function, .x = x};
    if (x.kind != VALUE_TEXT)
        return;
    if (strlen(x.text) >= sizeof call->text)
        panic("a text for %s in the background has more than %zu bytes", name,
              sizeof call->text - 1);
    strcpy(call->text, x.text);
}

void app_forget_background(struct request *request)
{
    for (unsigned i = 0; i < request->background_count; i++)
        coro_close(request->background[i].coro);
    request->background_count = 0;
}

/* --- when the answer has been sent --------------------------------------- */

struct app_background {
    CORO;
    struct app *app;
    struct background all[APP_MAX_BACKGROUND];
    unsigned count, i;
    struct error *error;
};

static struct future *call(const struct app *app, const struct background *one)
{
    struct value x = one->x;
    if (x.kind == VALUE_TEXT)
        x.text = one->text;
    return executor_call(app->pool, one->name, one->function, x);
}

/* As in Starlette, one that fails is the last. */
ASYNC(app_background)
{
    struct background *one = &self->all[self->i];
    BEGIN;
    for (; self->i < self->count; self->i++) {
        one = &self->all[self->i];
        if (self->error)
            coro_close(one->coro);
        else if (one->function)
            TRY_AWAIT(call(self->app, one));
        else
            TRY_AWAIT(one->coro);
        if (!self->error)
            self->error = caught();
    }
    if (self->error)
        RAISE_ERROR(self->error);
    END;
}

void app_begin_background(struct request *request)
{
    if (request->background_count == 0)
        return;
    struct coro behind = coro(app_background, .app = request->app,
                              .count = request->background_count);
    struct app_background *frame = (void *)behind.awaitable.frame;
    if (frame)
        memcpy(frame->all, request->background, sizeof frame->all);
    else
        app_forget_background(request);
    request->http->behind = behind;
}
