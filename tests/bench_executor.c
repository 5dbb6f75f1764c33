/* bench_executor.c - a job in a thread and back, beside the same by hand: two
 * threads that hand a turn to each other with a condition variable. */
#include "bench.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include "runtime.h"

/* Of the clock on the wall: what counts is how soon it is back. */
static double now_in_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* --- by hand ------------------------------------------------------------------- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool asked, over;
} turn = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};

static void *answer(void *arg)
{
    pthread_mutex_lock(&turn.lock);
    while (!turn.over) {
        if (turn.asked) {
            turn.asked = false;
            pthread_cond_signal(&turn.changed);
        }
        pthread_cond_wait(&turn.changed, &turn.lock);
    }
    pthread_mutex_unlock(&turn.lock);
    return arg;
}

static void ask_once(void)
{
    pthread_mutex_lock(&turn.lock);
    turn.asked = true;
    pthread_cond_signal(&turn.changed);
    while (turn.asked)
        pthread_cond_wait(&turn.changed, &turn.lock);
    pthread_mutex_unlock(&turn.lock);
}

double hand_over_by_hand(long size)
{
    pthread_t thread;
    turn.over = false;
    if (pthread_create(&thread, NULL, answer, NULL) != 0)
        return NAN;
    double began = now_in_ns();
    for (long i = 0; i < size; i++)
        ask_once();
    double cost = (now_in_ns() - began) / (double)size;
    pthread_mutex_lock(&turn.lock);
    turn.over = true;
    pthread_cond_signal(&turn.changed);
    pthread_mutex_unlock(&turn.lock);
    pthread_join(thread, NULL);
    return cost;
}

/* --- in a pool --------------------------------------------------------------------- */

static struct value nothing(struct value arg)
{
    return arg;
}

struct round_trips {
    CORO;
    struct executor *pool;
    struct future *job;
    long left, size;
    double began;
};

ASYNC(round_trips)
{
    BEGIN;
    self->pool = thread_pool(1);
    AWAIT(run_in_executor(self->pool, nothing, 0));
    self->began = now_in_ns();
    for (self->left = self->size; self->left > 0; self->left--) {
        self->job = run_in_executor(self->pool, nothing, 0);
        AWAIT(self->job);
        future_release(self->job);
    }
    RETURN((now_in_ns() - self->began) / (double)self->size);
    END;
}

double job_in_pool(long size)
{
    struct value cost;
    struct loop_options real = {.virtual_clock = false};
    if (loop_run(&real, coro(round_trips, .size = size), &cost) != 0)
        return NAN;
    return as_real(cost);
}
