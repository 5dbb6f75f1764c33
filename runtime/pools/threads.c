/* threads.c - pools of threads.
 *
 * Each slot has a thread of its own, made when the slot is first used.  The
 * loop puts a job into the slot and wakes its thread; the thread puts it into
 * the list of those that are done and calls the loop, once for all that are in
 * the list.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "core/loop.h"
#include "core/outside.h"
#include "pools/work.h"

struct slot_thread {
    struct thread_pool *pool;
    pthread_t thread;
    bool made;
    pthread_cond_t given;
    struct work *work;              /* under the pool's lock */
};

struct thread_pool {
    struct executor executor;
    struct loop *loop;
    struct job call;                /* of the loop, about those that are done */
    pthread_mutex_t lock;
    struct work *done, **done_end;  /* under the lock, as all below */
    bool called;
    bool closing;
    struct slot_thread threads[];
};

static struct thread_pool *pool_of(struct executor *executor)
{
    return (struct thread_pool *)executor;
}

/* --- in the loop's thread: results --------------------------------------- */

static struct work *take_done(struct thread_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    struct work *done = pool->done;
    pool->done = NULL;
    pool->done_end = &pool->done;
    pool->called = false;
    pthread_mutex_unlock(&pool->lock);
    return done;
}

static void jobs_done(struct job *call)
{
    struct thread_pool *pool = container_of(call, struct thread_pool, call);
    for (struct work *work = take_done(pool); work;) {
        struct work *next = work->next_done;
        work_reported(work);
        work = next;
    }
}

static const char *call_name(const struct job *call)
{
    (void)call;
    return "executor";
}

static const struct job_type call_type = {
    .run = jobs_done, .name = call_name, .internal = true};

/* --- in a thread of the pool --------------------------------------------- */

static void report(struct thread_pool *pool, struct work *work)
{
    pthread_mutex_lock(&pool->lock);
    work->next_done = NULL;
    *pool->done_end = work;
    pool->done_end = &work->next_done;
    bool call = !pool->called;
    pool->called = true;
    pthread_mutex_unlock(&pool->lock);
    if (call)
        outside_call(&pool->loop->outside, &pool->call);
}

/* The next job of this slot; NULL: there will be none. */
static struct work *wait_for_work(struct slot_thread *slot)
{
    struct thread_pool *pool = slot->pool;
    pthread_mutex_lock(&pool->lock);
    while (!slot->work && !pool->closing)
        pthread_cond_wait(&slot->given, &pool->lock);
    struct work *work = slot->work;
    slot->work = NULL;
    pthread_mutex_unlock(&pool->lock);
    return work;
}

static void *run_slot(void *arg)
{
    struct slot_thread *slot = arg;
    struct work *work;
    while ((work = wait_for_work(slot))) {
        work_run(work);
        report(slot->pool, work);
    }
    return NULL;
}

/* --- in the loop's thread: jobs ------------------------------------------ */

/* Signals are for the loop's thread. */
static int make_thread(struct slot_thread *slot)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&slot->thread, NULL, run_slot, slot);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    slot->made = error == 0;
    return error;
}

static int start(struct executor *executor, struct work *work)
{
    struct thread_pool *pool = pool_of(executor);
    struct slot_thread *slot = &pool->threads[work->slot];
    int error = slot->made ? 0 : make_thread(slot);
    if (error)
        return error;
    pthread_mutex_lock(&pool->lock);
    slot->work = work;
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_signal(&slot->given);      /* now the lock is free for it */
    return 0;
}

static void close_pool(struct executor *executor)
{
    struct thread_pool *pool = pool_of(executor);
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    for (unsigned i = 0; i < executor->slots; i++)
        pthread_cond_signal(&pool->threads[i].given);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < executor->slots; i++)
        if (pool->threads[i].made)
            pthread_join(pool->threads[i].thread, NULL);
}

static void destroy(struct executor *executor)
{
    struct thread_pool *pool = pool_of(executor);
    if (pool->called) {             /* and the call is still on its way */
        loop_take_calls(pool->loop);
        queue_remove(&pool->loop->ready, &pool->call);
    }
    for (unsigned i = 0; i < executor->slots; i++)
        pthread_cond_destroy(&pool->threads[i].given);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static const struct executor_kind threads = {
    .what = "thread pool",
    .start = start,
    .close = close_pool,
    .destroy = destroy,
};

struct executor *thread_pool(unsigned slots)
{
    struct loop *loop = loop_needed("thread_pool()");
    struct thread_pool *pool =
        slots > 0 ? calloc(1, sizeof *pool + slots * sizeof(struct slot_thread))
                  : NULL;
    if (!pool || executor_begin(&pool->executor, &threads, slots) != 0) {
        free(pool);
        return NULL;
    }
    pool->loop = loop;
    pool->call.type = &call_type;
    pool->done_end = &pool->done;
    pthread_mutex_init(&pool->lock, NULL);
    for (unsigned i = 0; i < slots; i++) {
        pool->threads[i].pool = pool;
        pthread_cond_init(&pool->threads[i].given, NULL);
    }
    return &pool->executor;
}
