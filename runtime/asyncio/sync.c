/* sync.c - events, locks, semaphores, conditions. */
#include "asyncio/sync.h"

#include <errno.h>
#include <limits.h>

#include "asyncio/refuse.h"
#include "asyncio/wait_queue_private.h"
#include "core/task_private.h"

/* --- event --------------------------------------------------------------- */

void event_set(struct event *event)
{
    event->set = true;
    wait_queue_call_all(&event->line);
}

void event_clear(struct event *event)
{
    event->set = false;
}

bool event_is_set(const struct event *event)
{
    return event->set;
}

struct waiting_for_event {
    CORO;
    struct event *event;
    struct waiter waiter;
};

ASYNC(waiting_for_event)
{
    BEGIN;
    if (self->event->set)
        RETURN(true);
    wait_queue_join(&self->event->line, &self->waiter);
    TRY_AWAIT(&self->waiter.future);
    wait_queue_leave(&self->waiter);
    if (failure())
        RERAISE;
    RETURN(true);
    END;
}

struct coro event_wait_named(struct event *event, const char *name)
{
    return coro(waiting_for_event, .event = event,
                .waiter = {.what = "the event", .name = name});
}

/* --- lock ----------------------------------------------------------------
 *
 * Giving it back calls the first in line, and leaves the lock free until that
 * one runs; the one who is called stays in line, so that nobody overtakes.
 */
static void call_first(struct lock *lock)
{
    if (lock->line.first)
        wait_queue_call(lock->line.first);
}

static void hold(struct lock *lock)
{
    struct task *task = current_task();
    lock->locked = true;
    lock->holder = task ? task->id : 0;
}

static bool hold_if_free(struct lock *lock)
{
    if (lock->locked || wait_queue_occupied(&lock->line))
        return false;
    hold(lock);
    return true;
}

/* It is this one's turn to take the lock, or to go without it. */
static void end_wait_for_lock(struct lock *lock, struct waiter *waiter,
                              bool cancelled)
{
    wait_queue_leave(waiter);
    if (!cancelled)
        hold(lock);
    else if (!lock->locked)
        call_first(lock);
}

struct waiting_for_lock {
    CORO;
    struct lock *lock;
    struct waiter waiter;
};

ASYNC(waiting_for_lock)
{
    BEGIN;
    if (hold_if_free(self->lock))
        RETURN(true);
    wait_queue_join(&self->lock->line, &self->waiter);
    TRY_AWAIT(&self->waiter.future);
    end_wait_for_lock(self->lock, &self->waiter, failure());
    if (failure())
        RERAISE;
    RETURN(true);
    END;
}

struct coro lock_acquire_named(struct lock *lock, const char *name)
{
    return coro(waiting_for_lock, .lock = lock,
                .waiter = {.what = "the lock",
                           .name = name,
                           .holder = &lock->holder});
}

int lock_release(struct lock *lock)
{
    if (!lock->locked)
        return refuse_call(EPERM, "RuntimeError: a lock is released that "
                                  "nobody has");
    lock->locked = false;
    lock->holder = 0;
    call_first(lock);
    return 0;
}

bool lock_locked(const struct lock *lock)
{
    return lock->locked;
}

/* --- semaphore -----------------------------------------------------------
 *
 * A permit is given to the first in line at once, before that one runs.
 */
void semaphore_init(struct semaphore *semaphore, unsigned permits)
{
    *semaphore = (struct semaphore){.free = permits};
}

void bounded_semaphore_init(struct semaphore *semaphore, unsigned permits)
{
    *semaphore = (struct semaphore){
        .free = permits, .bounded = true, .bound = permits};
}

bool semaphore_locked(const struct semaphore *semaphore)
{
    return semaphore->free == 0 || semaphore->called > 0 ||
           wait_queue_occupied(&semaphore->line);
}

/* Give free permits to those who wait. */
static void give_permits(struct semaphore *semaphore)
{
    while (semaphore->free > 0 && wait_queue_call_next(&semaphore->line)) {
        semaphore->free--;
        semaphore->called++;
    }
}

/* It is this one's turn to use its permit, or to go without. */
static void end_wait_for_permit(struct semaphore *semaphore,
                                struct waiter *waiter, bool cancelled)
{
    wait_queue_leave(waiter);
    if (!wait_queue_was_called(waiter))
        return;
    semaphore->called--;
    if (cancelled)
        semaphore->free++;
    give_permits(semaphore);
}

struct waiting_for_permit {
    CORO;
    struct semaphore *semaphore;
    struct waiter waiter;
};

ASYNC(waiting_for_permit)
{
    BEGIN;
    if (!semaphore_locked(self->semaphore)) {
        self->semaphore->free--;
        RETURN(true);
    }
    wait_queue_join(&self->semaphore->line, &self->waiter);
    TRY_AWAIT(&self->waiter.future);
    end_wait_for_permit(self->semaphore, &self->waiter, failure());
    if (failure())
        RERAISE;
    RETURN(true);
    END;
}

struct coro semaphore_acquire_named(struct semaphore *semaphore,
                                    const char *name)
{
    return coro(waiting_for_permit, .semaphore = semaphore,
                .waiter = {.what = "the semaphore", .name = name});
}

int semaphore_release(struct semaphore *semaphore)
{
    if (semaphore->bounded && semaphore->free >= semaphore->bound)
        return refuse_call(EPERM, "ValueError: a bounded semaphore is released "
                                  "too often");
    semaphore->free++;
    give_permits(semaphore);
    return 0;
}

/* --- condition ----------------------------------------------------------- */

void condition_init(struct condition *condition, struct lock *lock)
{
    *condition = (struct condition){.lock = lock};
}

struct lock *condition_lock(struct condition *condition)
{
    return condition->lock ? condition->lock : &condition->own;
}

int condition_release(struct condition *condition)
{
    return lock_release(condition_lock(condition));
}

bool condition_locked(struct condition *condition)
{
    return lock_locked(condition_lock(condition));
}

struct waiting_for_word {
    CORO;
    struct condition *condition;
    const char *name;
    struct lock *lock;
    struct waiter waiter;       /* first for a word, then for the lock */
    bool notified;
    struct error *error;
};

ASYNC(waiting_for_word)
{
    BEGIN;
    self->lock = condition_lock(self->condition);
    if (!self->lock->locked)
        RAISE(EPERM, "condition_wait() without its lock");
    lock_release(self->lock);
    self->waiter = (struct waiter){.what = "word of", .name = self->name};
    wait_queue_join(&self->condition->line, &self->waiter);
    TRY_AWAIT(&self->waiter.future);
    self->error = caught();
    self->notified = wait_queue_was_called(&self->waiter);
    wait_queue_leave(&self->waiter);

    self->waiter = (struct waiter){.what = "the lock of",
                                   .name = self->name,
                                   .holder = &self->lock->holder};
    while (!hold_if_free(self->lock)) {
        wait_queue_join(&self->lock->line, &self->waiter);
        TRY_AWAIT(&self->waiter.future);
        end_wait_for_lock(self->lock, &self->waiter, failure());
        if (!failure())
            break;
        self->error = caught();     /* later; not without the lock */
    }
    if (self->error && self->notified)
        wait_queue_call_next(&self->condition->line);
    if (self->error)
        RAISE_ERROR(self->error);
    RETURN(true);
    END;
}

struct coro condition_wait_named(struct condition *condition, const char *name)
{
    return coro(waiting_for_word, .condition = condition, .name = name);
}

struct waiting_until_it_holds {
    CORO;
    struct condition *condition;
    bool (*holds)(void *arg);
    void *arg;
    const char *name;
};

ASYNC(waiting_until_it_holds)
{
    BEGIN;
    while (!self->holds(self->arg))
        AWAIT(condition_wait_named(self->condition, self->name));
    RETURN(true);
    END;
}

struct coro condition_wait_for_named(struct condition *condition,
                                     bool (*holds)(void *), void *arg,
                                     const char *name)
{
    return coro(waiting_until_it_holds, .condition = condition, .holds = holds,
                .arg = arg, .name = name);
}

int condition_notify(struct condition *condition, unsigned n)
{
    if (!condition_locked(condition))
        return refuse_call(EPERM, "RuntimeError: condition_notify() without "
                                  "its lock");
    while (n > 0 && wait_queue_call_next(&condition->line))
        n--;
    return 0;
}

int condition_notify_all(struct condition *condition)
{
    return condition_notify(condition, UINT_MAX);
}
