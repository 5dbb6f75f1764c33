/* outside.c - calls from other threads, and SIGINT. */
#include "core/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "core/callback.h"
#include "core/observe.h"
#include "core/task.h"

/* --- the pipe ------------------------------------------------------------ */

int outside_open(struct loop *loop)
{
    if (pipe(loop->wake_pipe) < 0)
        return errno;
    if (loop->wake_pipe[0] >= FD_SETSIZE) {     /* select() cannot watch it */
        close(loop->wake_pipe[0]);
        close(loop->wake_pipe[1]);
        return EMFILE;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(loop->wake_pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(loop->wake_pipe[i], F_SETFD, FD_CLOEXEC);
    }
    pthread_mutex_init(&loop->calls_lock, NULL);
    return 0;
}

void outside_close(struct loop *loop)
{
    while (atomic_load(&loop->callers) > 0)
        sched_yield();      /* one of them is still about to wake it */
    close(loop->wake_pipe[0]);
    close(loop->wake_pipe[1]);
    pthread_mutex_destroy(&loop->calls_lock);
}

/* --- waking the loop ----------------------------------------------------- */

static void wake(struct loop *loop)
{
    if (atomic_exchange(&loop->called, true))
        return;
    ssize_t written = write(loop->wake_pipe[1], "", 1);
    (void)written;      /* a full pipe wakes as well */
}

static void empty_pipe(struct loop *loop)
{
    char bytes[64];
    while (read(loop->wake_pipe[0], bytes, sizeof bytes) == sizeof bytes)
        continue;
}

/* --- SIGINT -------------------------------------------------------------- */

static _Atomic(struct loop *) interruptible;    /* the loop that takes SIGINT */
static atomic_int interrupts;                   /* seen since it began */
static bool cancelled_main;                     /* because of the first */

/* The first SIGINT cancels main, the second one ends the program. */
static void on_interrupt(int signal_number)
{
    int saved = errno;
    struct loop *loop = atomic_load(&interruptible);
    if (loop && atomic_fetch_add(&interrupts, 1) == 0) {
        wake(loop);
    } else {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    errno = saved;
}

bool outside_interrupted(const struct loop *loop)
{
    return atomic_load(&interruptible) == loop && atomic_load(&interrupts) > 0;
}

bool outside_take_interrupts(struct loop *loop, struct sigaction *before)
{
    struct loop *nobody = NULL;
    sigaction(SIGINT, NULL, before);
    if (before->sa_handler != SIG_DFL ||
        !atomic_compare_exchange_strong(&interruptible, &nobody, loop))
        return false;
    atomic_store(&interrupts, 0);
    cancelled_main = false;
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    return true;
}

void outside_give_back_interrupts(const struct sigaction *before)
{
    sigaction(SIGINT, before, NULL);
    atomic_store(&interruptible, NULL);
}

/* --- calls --------------------------------------------------------------- */

struct loop *current_loop(void)
{
    return running_loop;
}

void outside_call(struct loop *loop, struct job *job)
{
    atomic_fetch_add(&loop->callers, 1);
    pthread_mutex_lock(&loop->calls_lock);
    queue_push(&loop->calls, job);
    pthread_mutex_unlock(&loop->calls_lock);
    wake(loop);
    atomic_fetch_sub(&loop->callers, 1);
}

static struct queue take_calls(struct loop *loop)
{
    pthread_mutex_lock(&loop->calls_lock);
    empty_pipe(loop);
    atomic_store(&loop->called, false);
    struct queue calls = loop->calls;
    loop->calls.last = NULL;
    pthread_mutex_unlock(&loop->calls_lock);
    return calls;
}

void outside_take_calls(struct loop *loop)
{
    struct queue calls = take_calls(loop);
    if (loop->observer.see)
        for (struct job *job = queue_next(&calls, NULL); job;
             job = queue_next(&calls, job))
            observe(loop, .kind = EVENT_READY, .job = job);
    queue_append(&loop->ready, &calls);
    if (outside_interrupted(loop) && !cancelled_main) {
        cancelled_main = true;
        task_cancel(loop->main);
    }
}

void run_outside_call(struct job *job)
{
    struct callback *callback = (struct callback *)job;
    struct callback call = *callback;
    free(callback);
    call.function(call.arg);
}

int loop_call_threadsafe(struct loop *loop, const char *name,
                         void (*function)(void *), void *arg)
{
    struct callback *callback = malloc(sizeof *callback);
    if (!callback)
        return ENOMEM;
    *callback = (struct callback){.job = {.run = run_outside_call},
                                  .name = name,
                                  .function = function,
                                  .arg = arg};
    outside_call(loop, &callback->job);
    return 0;
}

void loop_expect_call(void)
{
    loop_needed("loop_expect_call()")->expected_calls++;
}

void loop_expect_no_call(void)
{
    loop_needed("loop_expect_no_call()")->expected_calls--;
}
