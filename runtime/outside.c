/* outside.c - calls from other threads, and SIGINT. */
#include "outside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

#include "callback.h"
#include "observe.h"
#include "task.h"

/* --- the pipe ------------------------------------------------------------------- */

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
    close(loop->wake_pipe[0]);
    close(loop->wake_pipe[1]);
    pthread_mutex_destroy(&loop->calls_lock);
}

/* --- SIGINT ---------------------------------------------------------------------- */

static int interrupt_pipe = -1;             /* of the loop that takes SIGINT */
static atomic_bool *interrupt_called;
static volatile sig_atomic_t interrupts;    /* seen since it began */
static bool cancelled_main;                 /* because of the first */

static void wake(atomic_bool *called, int pipe)
{
    if (atomic_exchange(called, true))
        return;
    ssize_t written = write(pipe, "", 1);
    (void)written;      /* a full pipe wakes as well */
}

/* The first SIGINT cancels main, the second one ends the program. */
static void on_interrupt(int signal_number)
{
    int saved = errno;
    if (interrupts++ == 0) {
        wake(interrupt_called, interrupt_pipe);
    } else {
        signal(signal_number, SIG_DFL);
        raise(signal_number);
    }
    errno = saved;
}

bool outside_interrupted(const struct loop *loop)
{
    return interrupts > 0 && interrupt_pipe == loop->wake_pipe[1];
}

bool outside_take_interrupts(struct loop *loop, struct sigaction *before)
{
    sigaction(SIGINT, NULL, before);
    if (interrupt_pipe >= 0 || before->sa_handler != SIG_DFL)
        return false;
    interrupts = 0;
    cancelled_main = false;
    interrupt_called = &loop->called;
    interrupt_pipe = loop->wake_pipe[1];
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    return true;
}

void outside_give_back_interrupts(const struct sigaction *before)
{
    sigaction(SIGINT, before, NULL);
    interrupt_pipe = -1;
}

/* --- calls ------------------------------------------------------------------------ */

struct loop *current_loop(void)
{
    return running_loop;
}

void outside_take_calls(struct loop *loop)
{
    char bytes[64];
    while (read(loop->wake_pipe[0], bytes, sizeof bytes) > 0)
        continue;
    atomic_store(&loop->called, false);
    pthread_mutex_lock(&loop->calls_lock);
    struct queue calls = loop->calls;
    loop->calls.last = NULL;
    pthread_mutex_unlock(&loop->calls_lock);
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
    pthread_mutex_lock(&loop->calls_lock);
    queue_push(&loop->calls, &callback->job);
    pthread_mutex_unlock(&loop->calls_lock);
    wake(&loop->called, loop->wake_pipe[1]);
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
