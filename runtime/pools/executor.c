/* executor.c - giving work to pools, and shutting pools down. */
#include "pools/executor.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "pools/work.h"

/* --- work ---------------------------------------------------------------- */

static struct future *failed(struct error *error)
{
    struct future *future = create_future();
    future_set_error(future, error);
    return future;
}

/* Work for the pool, or why there is none. */
static struct work *work_new(struct executor **pool, const char *name,
                             job_function *function, struct error **why)
{
    loop_needed("run_in_executor()");
    if (!*pool && !work_default_pool)
        work_default_pool = thread_pool(default_slots());
    if (!*pool)
        *pool = work_default_pool;
    if (*pool && (*pool)->closing) {
        *why = error_new(EPIPE, "no more work after executor_shutdown()");
        return NULL;
    }
    struct work *work = *pool ? calloc(1, sizeof *work) : NULL;
    if (!work) {
        *why = error_new(ENOMEM, "no memory to call '%s'", name);
        return NULL;
    }
    work->name = name;
    work->function = function;
    return work;
}

struct future *executor_call(struct executor *pool, const char *name,
                             job_function *function, struct value arg)
{
    struct error *why;
    struct work *work = work_new(&pool, name, function, &why);
    if (!work)
        return failed(why);
    int code = arg.kind == VALUE_POINTER && pool->kind->refuses_pointers
                   ? EINVAL
                   : parcel_pack(&work->arg, arg);
    if (code == 0)
        return work_give(pool, work);
    free(work);
    return failed(error_new(code, code == EINVAL
                            ? "a pointer means nothing in another process: "
                              "run_in_executor_with() copies what it points at"
                            : "no memory for the argument"));
}

struct future *executor_call_with(struct executor *pool, const char *name,
                                  job_function *function, const void *bytes,
                                  size_t size)
{
    struct error *why;
    struct work *work = work_new(&pool, name, function, &why);
    if (!work)
        return failed(why);
    if (parcel_pack_bytes(&work->arg, bytes, size) == 0)
        return work_give(pool, work);
    free(work);
    return failed(error_new(ENOMEM, "no memory for the argument"));
}

/* --- pools --------------------------------------------------------------- */

struct executor_closing {
    CORO;
    struct executor *pool;
};

ASYNC(executor_closing)
{
    BEGIN;
    self->pool->closing = true;
    work_note_idle(self->pool);
    AWAIT(event_wait_named(&self->pool->idle, "that the pool is idle"));
    if (!self->pool->closed) {
        self->pool->closed = true;
        self->pool->kind->close(self->pool);
    }
    END;
}

struct coro executor_shutdown(struct executor *pool)
{
    return coro(executor_closing, .pool = pool);
}

/* Those that were given to the pool, and have no result yet. */
static unsigned all_of(const struct executor *pool)
{
    return pool->running + pool->waiting;
}

unsigned executor_running(const struct executor *pool)
{
    return all_of(pool) < pool->slots ? all_of(pool) : pool->slots;
}

unsigned executor_waiting(const struct executor *pool)
{
    return all_of(pool) - executor_running(pool);
}

unsigned executor_slots(const struct executor *pool)
{
    return pool->slots;
}

unsigned default_slots(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 5 : processors > 28 ? 32 : (unsigned)processors + 4;
}
