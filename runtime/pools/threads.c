/* threads.c - pools of threads.
 *
 * The loop puts work into a line, and each thread that has nothing to do takes
 * the first piece; it puts what is done into a list and calls the loop, once
 * for all that is in the list.  Threads are made as they are needed.
 *
 * To sleep and to be woken takes longer than most short work.  So a thread that
 * has nothing to do looks out for work for some microseconds before it sleeps.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

#include "pools/work.h"

struct thread_pool {
    struct executor executor;
    struct loop *loop;
    struct job call;                /* of the loop, about what is done */
    unsigned made;                  /* threads */
    atomic_bool any;                /* work in line, or it is closing */
    pthread_mutex_t lock;
    pthread_cond_t given;           /* under the lock, as all below: */
    struct work *line, **line_end;
    unsigned in_line;
    unsigned looking_out, asleep;   /* threads with nothing to do */
    struct work *done, **done_end;
    bool called;
    bool closing;
    struct thread {
        struct thread_pool *pool;
        unsigned slot;
        pthread_t id;
    } threads[];
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

static void take_results(struct job *call)
{
    struct thread_pool *pool = container_of(call, struct thread_pool, call);
    for (struct work *work = take_done(pool); work;) {
        struct work *next = work->next_in_thread;
        pool->loop->outside.expected--;
        work_reported(work);
        work = next;
    }
}

static const struct job_type call_type = {
    .run = take_results, .of = "executor"};

/* --- in a thread of the pool --------------------------------------------- */

static void report(struct thread_pool *pool, struct work *work)
{
    pthread_mutex_lock(&pool->lock);
    work->next_in_thread = NULL;
    *pool->done_end = work;
    pool->done_end = &work->next_in_thread;
    bool call = !pool->called;
    pool->called = true;
    pthread_mutex_unlock(&pool->lock);
    if (call)
        outside_call(&pool->loop->outside, &pool->call);
}

/* NULL: there is none. */
static struct work *first_in_line(struct thread_pool *pool)
{
    struct work *work = pool->line;
    if (!work)
        return NULL;
    pool->line = work->next_in_thread;
    if (!pool->line) {
        pool->line_end = &pool->line;
        atomic_store(&pool->any, pool->closing);
    }
    pool->in_line--;
    return work;
}

static void look_out_for_work(struct thread_pool *pool)
{
    pool->looking_out++;
    pthread_mutex_unlock(&pool->lock);
    look_out_for(&pool->any);
    pthread_mutex_lock(&pool->lock);
    pool->looking_out--;
}

/* The next work for this thread; NULL: there will be none. */
static struct work *wait_for_work(struct thread_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    if (!pool->line)
        look_out_for_work(pool);
    while (!pool->line && !pool->closing) {
        pool->asleep++;
        pthread_cond_wait(&pool->given, &pool->lock);
        pool->asleep--;
    }
    struct work *work = first_in_line(pool);
    pthread_mutex_unlock(&pool->lock);
    return work;
}

/* On the virtual clock the loop has named the slot. */
static void *run_thread(void *arg)
{
    struct thread *thread = arg;
    struct work *work;
    while ((work = wait_for_work(thread->pool))) {
        if (work->slot == NO_SLOT)
            work->slot = thread->slot;
        work_run(work);
        report(thread->pool, work);
    }
    return NULL;
}

/* --- in the loop's thread: work ------------------------------------------ */

/* Signals are for the loop's thread. */
static int make_thread(struct thread_pool *pool)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    struct thread *thread = &pool->threads[pool->made];
    *thread = (struct thread){.pool = pool, .slot = pool->made};
    int error = pthread_create(&thread->id, NULL, run_thread, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!error)
        pool->made++;
    return error;
}

/* Put it into the line; true if a thread that sleeps has to be woken. */
static bool put_in_line(struct thread_pool *pool, struct work *work)
{
    work->next_in_thread = NULL;
    *pool->line_end = work;
    pool->line_end = &work->next_in_thread;
    pool->in_line++;
    atomic_store(&pool->any, true);
    return pool->asleep > 0 && pool->in_line > pool->looking_out;
}

/* Waiting in line for a thread does not begin before there is one. */
static int start(struct executor *executor, struct work *work)
{
    struct thread_pool *pool = pool_of(executor);
    pthread_mutex_lock(&pool->lock);
    bool all_busy = pool->asleep + pool->looking_out <= pool->in_line;
    pthread_mutex_unlock(&pool->lock);
    int error = 0;
    if (all_busy && pool->made < executor->slots)
        error = make_thread(pool);
    if (pool->made == 0)
        return error;
    pool->loop->outside.expected++;
    pthread_mutex_lock(&pool->lock);
    bool wake = put_in_line(pool, work);
    pthread_mutex_unlock(&pool->lock);
    if (wake)
        pthread_cond_signal(&pool->given);      /* now the lock is free */
    return 0;
}

static bool take_back(struct executor *executor, struct work *work)
{
    struct thread_pool *pool = pool_of(executor);
    pthread_mutex_lock(&pool->lock);
    struct work **link = &pool->line;
    while (*link && *link != work)
        link = &(*link)->next_in_thread;
    bool waits = *link == work;
    if (waits) {
        *link = work->next_in_thread;
        if (!*link)
            pool->line_end = link;
        pool->in_line--;
    }
    pthread_mutex_unlock(&pool->lock);
    if (waits)
        pool->loop->outside.expected--;
    return waits;
}

static void close_pool(struct executor *executor)
{
    struct thread_pool *pool = pool_of(executor);
    pthread_mutex_lock(&pool->lock);
    pool->closing = true;
    atomic_store(&pool->any, true);
    pthread_cond_broadcast(&pool->given);
    pthread_mutex_unlock(&pool->lock);
    for (unsigned i = 0; i < pool->made; i++)
        pthread_join(pool->threads[i].id, NULL);
}

static void destroy(struct executor *executor)
{
    struct thread_pool *pool = pool_of(executor);
    if (pool->called) {             /* and the call is still on its way */
        loop_take_calls(pool->loop);
        queue_remove(&pool->loop->ready, &pool->call);
    }
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static const struct executor_kind threads = {
    .what = "thread pool",
    .start = start,
    .take_back = take_back,
    .close = close_pool,
    .destroy = destroy,
};

struct executor *thread_pool(unsigned slots)
{
    struct loop *loop = loop_needed("thread_pool()");
    struct thread_pool *pool =
        slots > 0 ? calloc(1, sizeof *pool + slots * sizeof(struct thread))
                  : NULL;
    if (!pool || executor_begin(&pool->executor, &threads, slots) != 0) {
        free(pool);
        return NULL;
    }
    pool->loop = loop;
    pool->call.type = &call_type;
    pool->line_end = &pool->line;
    pool->done_end = &pool->done;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->given, NULL);
    return &pool->executor;
}
