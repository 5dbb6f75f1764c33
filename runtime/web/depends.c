/* depends.c - dependencies: set up once, torn down in reverse.
 *
 * An async dependency runs in a task of its own:
 *
 *      request             the dependency's task
 *         | create_task -->  runs up to its YIELD
 *         | <------ ready    waits there
 *      handler
 *         | over --------->  goes on: its teardown
 *         | <-------- ends
 */
#include <errno.h>
#include <stdlib.h>

#include "core/task_private.h"
#include "pools/executor.h"
#include "web/app_request.h"

/* --- waiting in any case ------------------------------------------------- */

/* What gives the future's outcome and does not cancel it.  Without memory for
 * that: the others' next turn, to look again after it. */
static struct awaitable shielded(struct future *future)
{
    struct future *outer = shield(future);
    bool no_memory = future_done(outer) && !future_done(future);
    return no_memory ? awaitable(async_sleep(0)) : awaitable(outer);
}

/* Wait until a future is done, also when cancelled, and without memory, since
 * what it stands for uses this frame.  Then self->cancelled is to be raised. */
#define OUTLAST(future)                                                      \
    while (!future_done(future)) {                                           \
        TRY_AWAIT(shielded(future));                                         \
        if (failure() && !future_done(future))                               \
            self->cancelled = caught();                                      \
    }

/* --- in the pool --------------------------------------------------------- */

struct app_in_pool {
    CORO;
    struct request *request;
    const char *name;
    def_function *function;     /* NULL: the teardown of a dependency */
    struct provided *one;       /* NULL: a handler, no dependency */
    struct future *result;
    struct error *cancelled;
};

static struct value run_in_thread(struct value arg)
{
    struct app_in_pool *call = as_pointer(arg);
    struct provided *one = call->one;
    if (call->function)
        return call->function(call->request);
    one->is_over = true;
    one->dependency->teardown(call->request, one->value);
    return value_none();
}

static struct executor *pool_for(struct app *app, def_function *function)
{
    if (!function && !app->exits)
        app->exits = thread_pool(executor_slots(app->pool));
    return function ? app->pool : app->exits;
}

ASYNC(app_in_pool)
{
    BEGIN;
    self->result = executor_call(pool_for(self->request->app, self->function),
                                 self->name,
                                 run_in_thread, value_pointer(self));
    OUTLAST(self->result);
    if (self->function && self->one)
        self->one->is_set_up =
            future_outcome(self->result, &self->one->value) == 0;
    if (self->cancelled)
        RAISE_ERROR(self->cancelled);
    AWAIT(self->result);
    RETURN(awaited());
    END;
}

struct coro app_call(struct request *request)
{
    return coro(app_in_pool, .request = request, .name = request->route->name,
                .function = request->route->plain);
}

static struct coro set_up_in_pool(struct request *request,
                                  struct provided *one)
{
    return coro(app_in_pool, .request = request, .name = one->dependency->name,
                .function = one->dependency->plain, .one = one);
}

static struct coro tear_down_in_pool(struct request *request,
                                     struct provided *one)
{
    return coro(app_in_pool, .request = request, .name = one->dependency->name,
                .one = one);
}

/* --- on the loop --------------------------------------------------------- */

struct coro app_coro(struct request *request, const struct coro_type *type)
{
    struct handler_frame *frame = calloc(1, type->size);
    if (!frame)
        return (struct coro){{.want = WANT_CORO, .frame = NULL}};
    frame->request = request;
    struct coro coro = coro_new(type, frame, type->size, type->file, 0);
    free(frame);
    return coro;
}

/* The task of an async dependency.  One that ends without a YIELD has given
 * its value by RETURN, or failed; behind a YIELD its failure is its own. */
struct app_dependency {
    CORO;
    struct request *request;
    struct provided *one;
};

ASYNC(app_dependency)
{
    BEGIN;
    TRY_AWAIT(app_coro(self->request, self->one->dependency->coro));
    if (!failure())
        future_set_result(self->one->ready, awaited());
    else if (future_set_error(self->one->ready, caught()) != 0)
        RERAISE;
    END;
}

struct app_provide {
    CORO;
    struct request *request;
    struct value value;
};

static struct provided *running_dependency(const struct request *request)
{
    for (unsigned i = 0; i < request->provided_count; i++)
        if (request->provided[i].task == current_task())
            return &request->provided[i];
    return NULL;
}

ASYNC(app_provide)
{
    struct provided *one = running_dependency(self->request);
    BEGIN;
    if (!one)
        RAISE(EINVAL, "YIELD is for async dependencies");
    if (future_cancelled(one->ready))
        RAISE(ECANCELED);
    if (future_set_result(one->ready, self->value) != 0)
        RAISE(EINVAL, "%s yields twice", one->dependency->name);
    AWAIT(one->over);
    END;
}

struct coro provide(struct request *request, struct value value)
{
    return coro(app_provide, .request = request, .value = value);
}

/* --- the plan ------------------------------------------------------------ */

static bool is_planned(const struct request *request,
                       const struct dependency *dependency)
{
    for (unsigned i = 0; i < request->provided_count; i++)
        if (request->provided[i].dependency == dependency)
            return true;
    return false;
}

/* Depth: dependencies that need each other in a ring would never end. */
static struct error *plan(struct request *request,
                          const struct dependency *const *needs, int depth)
{
    for (int i = 0; i < APP_MAX_NEEDS && needs[i]; i++) {
        if (is_planned(request, needs[i]))
            continue;
        if (depth > APP_MAX_PROVIDED)
            return error_new(ELOOP, "dependencies need each other");
        struct error *error = plan(request, needs[i]->needs, depth + 1);
        if (error)
            return error;
        if (request->provided_count == APP_MAX_PROVIDED)
            return error_new(E2BIG, "more than %d dependencies",
                             APP_MAX_PROVIDED);
        request->provided[request->provided_count++] =
            (struct provided){.dependency = needs[i]};
    }
    return NULL;
}

struct error *app_plan(struct request *request,
                       const struct dependency *const *needs)
{
    return plan(request, needs, 0);
}

/* --- setting up ---------------------------------------------------------- */

struct error *app_begin_set_up(struct request *request, struct provided *one)
{
    if (!one->dependency->coro)
        return NULL;
    one->ready = create_future();
    one->over = create_future();
    if (!future_done(one->ready) && !future_done(one->over)) {
        one->task = create_task_named(
            coro(app_dependency, .request = request, .one = one),
            one->dependency->name);
        if (!task_done(one->task))
            return NULL;
    }
    return error_new(ENOMEM, "no memory for a dependency");
}

struct app_setting_up {
    CORO;
    struct provided *one;
};

ASYNC(app_setting_up)
{
    BEGIN;
    AWAIT(self->one->ready);
    self->one->value = awaited();
    self->one->is_set_up = true;
    END;
}

struct coro app_set_up(struct request *request, struct provided *one)
{
    return one->dependency->coro ? coro(app_setting_up, .one = one)
                                 : set_up_in_pool(request, one);
}

/* --- tearing down -------------------------------------------------------- */

struct app_tearing_down {
    CORO;
    struct request *request;
    struct provided *one;
    struct error *error;
    struct error *cancelled;
};

static void tell_over(struct provided *one, struct error *error)
{
    if (task_done(one->task))
        return;
    if (!one->is_set_up)
        task_cancel(one->task);
    else if (error)
        future_set_error(one->over, error);
    else
        future_set_result(one->over, value_none());
}

ASYNC(app_tearing_down)
{
    struct provided *one = self->one;
    BEGIN;
    if (one->task) {
        tell_over(one, self->error);
        OUTLAST(&one->task->future);
    } else if (one->is_set_up && one->dependency->teardown) {
        AWAIT(tear_down_in_pool(self->request, one));
    }
    one->is_over = true;
    if (self->cancelled)
        RAISE_ERROR(self->cancelled);
    if (one->task && one->is_set_up)
        AWAIT(one->task);
    END;
}

struct coro app_tear_down(struct request *request, struct provided *one,
                          struct error *error)
{
    return coro(app_tearing_down, .request = request, .one = one,
                .error = error);
}

static const struct provided *find(const struct request *request,
                                   const struct dependency *dependency)
{
    for (unsigned i = 0; request && i < request->provided_count; i++)
        if (request->provided[i].dependency == dependency)
            return &request->provided[i];
    return NULL;
}

struct value provided(const struct request *request,
                      const struct dependency *dependency)
{
    const struct provided *one = find(request, dependency);
    if (!one)
        one = find(request->app->life, dependency);
    if (!one)
        panic("%s%s does not depend on %s", request->route ? "route " : "",
              request->route ? request->route->path : "the lifespan",
              dependency->name);
    if (!one->is_set_up)
        panic("%s is asked for before it is set up: whoever asks for it "
              "depends_on() it", dependency->name);
    return one->value;
}
