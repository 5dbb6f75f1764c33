/* bench_executor.c - jobs to threads and processes and back, beside the same by
 * hand: condition variables, and socket pairs. */
#include "bench.h"

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "runtime.h"

/* Of the clock on the wall: what counts is how soon it is back. */
static double now_in_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* --- one at a time, by hand ---------------------------------------------- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool asked, over;
} turn = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, false};

static void hand_over(bool asked)
{
    pthread_mutex_lock(&turn.lock);
    turn.asked = asked;
    pthread_mutex_unlock(&turn.lock);
    pthread_cond_signal(&turn.changed);
}

/* False: it is over. */
static bool wait_until(bool asked)
{
    pthread_mutex_lock(&turn.lock);
    while (turn.asked != asked && !turn.over)
        pthread_cond_wait(&turn.changed, &turn.lock);
    bool goes_on = !turn.over;
    pthread_mutex_unlock(&turn.lock);
    return goes_on;
}

static void *answer(void *arg)
{
    while (wait_until(true))
        hand_over(false);
    return arg;
}

double hand_over_by_hand(long size)
{
    pthread_t thread;
    turn.over = false;
    if (pthread_create(&thread, NULL, answer, NULL) != 0)
        return NAN;
    double began = now_in_ns();
    for (long i = 0; i < size; i++) {
        hand_over(true);
        wait_until(false);
    }
    double cost = (now_in_ns() - began) / (double)size;
    pthread_mutex_lock(&turn.lock);
    turn.over = true;
    pthread_mutex_unlock(&turn.lock);
    pthread_cond_signal(&turn.changed);
    pthread_join(thread, NULL);
    return cost;
}

/* --- many in flight, by hand ---------------------------------------------
 *
 * Without a queue: jobs that do nothing can be counted.
 */
enum { THREADS = 4, PROCESSES = 2, JOBS = 40000, MESSAGES = 20000 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t given, done;
    long jobs, results;
    bool over;
} crew = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
          PTHREAD_COND_INITIALIZER, 0, 0, false};

static void *work_in_crew(void *arg)
{
    pthread_mutex_lock(&crew.lock);
    while (!crew.over) {
        if (crew.jobs == 0) {
            pthread_cond_wait(&crew.given, &crew.lock);
            continue;
        }
        crew.jobs--;
        pthread_mutex_unlock(&crew.lock);       /* the job would run here */
        pthread_mutex_lock(&crew.lock);
        if (crew.results++ == 0)
            pthread_cond_signal(&crew.done);
    }
    pthread_mutex_unlock(&crew.lock);
    return arg;
}

static void give_to_crew(long jobs)
{
    pthread_mutex_lock(&crew.lock);
    crew.jobs += jobs;
    pthread_mutex_unlock(&crew.lock);
    for (long i = 0; i < jobs && i < THREADS; i++)
        pthread_cond_signal(&crew.given);
}

static long take_from_crew(void)
{
    pthread_mutex_lock(&crew.lock);
    while (crew.results == 0)
        pthread_cond_wait(&crew.done, &crew.lock);
    long results = crew.results;
    crew.results = 0;
    pthread_mutex_unlock(&crew.lock);
    return results;
}

static void end_crew(const pthread_t *threads, int count)
{
    pthread_mutex_lock(&crew.lock);
    crew.over = true;
    pthread_cond_broadcast(&crew.given);
    pthread_mutex_unlock(&crew.lock);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void keep_crew_busy(long in_flight)
{
    give_to_crew(in_flight);
    for (long done = 0; done < JOBS;) {
        long results = take_from_crew();
        done += results;
        if (done < JOBS)
            give_to_crew(results);
    }
}

double jobs_by_hand(long in_flight)
{
    pthread_t threads[THREADS];
    int count = 0;
    crew.over = false;
    while (count < THREADS &&
           pthread_create(&threads[count], NULL, work_in_crew, NULL) == 0)
        count++;
    double began = now_in_ns();
    if (count == THREADS)
        keep_crew_busy(in_flight);
    double cost = (now_in_ns() - began) / JOBS;
    end_crew(threads, count);
    crew.jobs = crew.results = 0;
    return count == THREADS ? cost : NAN;
}

/* --- in a pool ----------------------------------------------------------- */

static struct value nothing(struct value arg)
{
    return arg;
}

/* Gives the next job when its last one is done. */
struct giver {
    CORO;
    struct executor *pool;
    long left;
    struct future *job;
};

ASYNC(giver)
{
    BEGIN;
    for (; self->left > 0; self->left--) {
        self->job = run_in_executor(self->pool, nothing, 0);
        AWAIT(self->job);
        future_release(self->job);
    }
    END;
}

struct givers {
    CORO;
    struct executor *(*make_pool)(unsigned slots);
    unsigned slots;
    long in_flight, jobs;
    struct executor *pool;
    struct task_group *group;
    double began;
};

ASYNC(givers)
{
    BEGIN;
    self->pool = self->make_pool(self->slots);
    if (!self->pool)
        RAISE(errno, "no pool");
    AWAIT(run_in_executor(self->pool, nothing, 0));
    self->began = now_in_ns();
    self->group = task_group();
    for (long i = 0; i < self->in_flight; i++)
        group_spawn(self->group, coro(giver, .pool = self->pool,
                                      .left = self->jobs / self->in_flight));
    AWAIT(group_exit(self->group, NULL));
    RETURN((now_in_ns() - self->began) / (double)self->jobs);
    END;
}

static double measured_in_pool(struct coro main)
{
    struct value cost;
    struct loop_options real = {.virtual_clock = false};
    int error = loop_run(&real, main, &cost);
    return error ? impossible(error) : as_real(cost);
}

double job_in_pool(long jobs)
{
    return measured_in_pool(coro(givers, .make_pool = thread_pool, .slots = 1,
                                 .in_flight = 1, .jobs = jobs));
}

double jobs_in_threads(long in_flight)
{
    return measured_in_pool(coro(givers, .make_pool = thread_pool,
                                 .slots = THREADS, .in_flight = in_flight,
                                 .jobs = JOBS));
}

double jobs_in_processes(long in_flight)
{
    return measured_in_pool(coro(givers, .make_pool = process_pool,
                                 .slots = PROCESSES, .in_flight = in_flight,
                                 .jobs = MESSAGES));
}

/* --- two processes, by hand ---------------------------------------------- */

enum { MESSAGE = 64 };

static bool pass_on(int from, int to)
{
    char message[MESSAGE];
    return recv(from, message, MESSAGE, MSG_WAITALL) == MESSAGE &&
           send(to, message, MESSAGE, 0) == MESSAGE;
}

static pid_t make_echo(int *fd)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        while (pass_on(ends[1], ends[1]))
            continue;
        _exit(0);
    }
    close(ends[1]);
    *fd = ends[0];
    return child;
}

/* Wait until some of them can be read. */
static bool wait_for_answers(const int fds[PROCESSES], fd_set *ready)
{
    int last = 0;
    FD_ZERO(ready);
    for (int i = 0; i < PROCESSES; i++) {
        FD_SET(fds[i], ready);
        last = fds[i] > last ? fds[i] : last;
    }
    return select(last + 1, ready, NULL, NULL, NULL) > 0;
}

/* Every message that comes back is sent again, until there were enough. */
static bool exchange(const int fds[PROCESSES], long in_flight)
{
    static const char message[MESSAGE];
    fd_set ready;
    for (long i = 0; i < in_flight; i++)
        if (send(fds[i % PROCESSES], message, MESSAGE, 0) != MESSAGE)
            return false;
    for (long back = 0; back < MESSAGES;) {
        if (!wait_for_answers(fds, &ready))
            return false;
        for (int i = 0; i < PROCESSES; i++) {
            if (!FD_ISSET(fds[i], &ready))
                continue;
            back++;
            if (!pass_on(fds[i], fds[i]))
                return false;
        }
    }
    return true;
}

double messages_by_hand(long in_flight)
{
    int fds[PROCESSES];
    pid_t children[PROCESSES];
    bool done = true;
    for (int i = 0; i < PROCESSES; i++)
        done = (children[i] = make_echo(&fds[i])) > 0 && done;
    double began = now_in_ns();
    done = done && exchange(fds, in_flight);
    double cost = (now_in_ns() - began) / MESSAGES;
    for (int i = 0; i < PROCESSES; i++) {
        shutdown(fds[i], SHUT_RDWR);
        close(fds[i]);
        waitpid(children[i], NULL, 0);
    }
    return done ? cost : NAN;
}
