/* outside.c - the letter box: calls from other threads, and from signals. */
#include "core/outside.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/select.h>
#include <unistd.h>

#include "clock/clock.h"

int outside_open(struct outside *outside)
{
    if (pipe(outside->wake_pipe) < 0)
        return errno;
    if (outside->wake_pipe[0] >= FD_SETSIZE) {  /* too large for select() */
        close(outside->wake_pipe[0]);
        close(outside->wake_pipe[1]);
        return EMFILE;
    }
    for (int i = 0; i < 2; i++) {
        fcntl(outside->wake_pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(outside->wake_pipe[i], F_SETFD, FD_CLOEXEC);
    }
    pthread_mutex_init(&outside->lock, NULL);
    return 0;
}

void outside_shut(struct outside *outside)
{
    pthread_mutex_lock(&outside->lock);
    outside->shut = true;
    pthread_mutex_unlock(&outside->lock);
}

/* Whoever calls later still looks whether it is shut, under the lock. */
void outside_close(struct outside *outside)
{
    while (atomic_load(&outside->callers) > 0)
        sched_yield();      /* one of them is still about to wake the loop */
    close(outside->wake_pipe[0]);
    close(outside->wake_pipe[1]);
    if (!outside->known)
        pthread_mutex_destroy(&outside->lock);
}

/* --- calling ------------------------------------------------------------- */

/* At most one byte for each time that the loop falls asleep. */
static void wake(struct outside *outside)
{
    ssize_t written = 0;        /* there is always room for one */
    if (!atomic_exchange(&outside->called, true) &&
        atomic_exchange(&outside->asleep, false))
        written = write(outside->wake_pipe[1], "", 1);
    (void)written;
}

int outside_call(struct outside *outside, struct job *job)
{
    atomic_fetch_add(&outside->callers, 1);
    pthread_mutex_lock(&outside->lock);
    bool shut = outside->shut;
    if (!shut)
        queue_push(&outside->calls, job);
    pthread_mutex_unlock(&outside->lock);
    if (!shut)
        wake(outside);
    atomic_fetch_sub(&outside->callers, 1);
    return shut ? EPIPE : 0;
}

void outside_call_from_signal(struct outside *outside, struct job *job)
{
    atomic_store(&outside->signal_call, job);
    wake(outside);
}

/* --- asleep and awake ---------------------------------------------------- */

/* In this order: a caller that does not see the loop asleep has set the flag
 * before it is looked at here. */
bool outside_fall_asleep(struct outside *outside)
{
    atomic_store(&outside->asleep, true);
    return !atomic_load(&outside->called);
}

/* A byte may come late, from a caller that has just cleared the flag: the next
 * select() finds it. */
void outside_wake_up(struct outside *outside, bool by_pipe)
{
    atomic_store(&outside->asleep, false);
    for (char byte; by_pipe && read(outside->wake_pipe[0], &byte, 1) == 1;)
        continue;
}

/* By the time and not by the number of looks: where the processor is taken, one
 * look may last until others have had their turn, and is the only one. */
void look_out_for(const atomic_bool *flag)
{
    struct clock clock;
    clock_begin(&clock, false);
    while (!atomic_load(flag) && clock_look(&clock) < NANOSECONDS_PER_MS / 50)
        sched_yield();
}

/* --- taking -------------------------------------------------------------- */

struct queue outside_take(struct outside *outside)
{
    pthread_mutex_lock(&outside->lock);
    atomic_store(&outside->called, false);
    struct queue calls = outside->calls;
    outside->calls.last = NULL;
    pthread_mutex_unlock(&outside->lock);
    struct job *from_signal = atomic_exchange(&outside->signal_call, NULL);
    if (from_signal)
        queue_push(&calls, from_signal);
    return calls;
}
