/* sync.h - sharing: events, locks, semaphores, conditions.
 *
 * Tasks change places only where they await, so what stands between two awaits
 * is never interrupted.  What goes across an await may need one of these:
 *
 *      event       it has happened (or not): all who wait go on
 *      lock        one at a time
 *      semaphore   so many at a time
 *      condition   a lock, and word that what it protects has changed
 *
 * All serve first come, first served, and lose nothing when one who waits is
 * cancelled.  What is free is taken without giving up the turn.
 *
 * They are plain structs and own no memory; all zero is a good beginning for
 * events, locks and conditions, as they are in a fresh frame.  They must stay
 * where they are as long as anybody uses them: keep them in main's frame, which
 * lasts as long as the loop, or in a frame that waits for those who use them.
 * For one loop, in one thread.
 */
#ifndef HANDLOOP_ASYNCIO_SYNC_H
#define HANDLOOP_ASYNCIO_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/coro.h"
#include "asyncio/wait_queue.h"

/* --- event --------------------------------------------------------------- */

struct event {
    bool set;
    struct wait_queue line;
};

/* It has happened: all who wait go on, in the order in which they came, also
 * if it is cleared before their turn. */
void event_set(struct event *event);
void event_clear(struct event *event);
bool event_is_set(const struct event *event);

/* Wait until it is set; if it is, that does not suspend: await event.wait() */
#define event_wait(event) event_wait_named(event, #event)
MUST_USE
struct coro event_wait_named(struct event *event, const char *name);

/* --- lock ---------------------------------------------------------------- */

struct lock {
    bool locked;
    uint32_t holder;            /* the task who took it, for reports */
    struct wait_queue line;
};

/* Take it, waiting until it is free and all who came before had it; a free one
 * is taken without suspending: await lock.acquire() */
#define lock_acquire(lock) lock_acquire_named(lock, #lock)
MUST_USE
struct coro lock_acquire_named(struct lock *lock, const char *name);

/* Give it back; any task may.  0, or EPERM, and a report, if nobody has it
 * ("RuntimeError"). */
int lock_release(struct lock *lock);
bool lock_locked(const struct lock *lock);

/* --- semaphore ----------------------------------------------------------- */

struct semaphore {
    unsigned free;              /* permits */
    unsigned called;            /* who were given one and have not run since */
    bool bounded;
    unsigned bound;             /* then there are so many in all */
    struct wait_queue line;
};

/* At most so many at a time.  All zero is a semaphore without permits. */
void semaphore_init(struct semaphore *semaphore, unsigned permits);

/* The same; a release too many is an error. */
void bounded_semaphore_init(struct semaphore *semaphore, unsigned permits);

/* Take a permit, waiting until it is one's turn; a free one is taken without
 * suspending: await semaphore.acquire() */
#define semaphore_acquire(semaphore)                                         \
    semaphore_acquire_named(semaphore, #semaphore)
MUST_USE
struct coro semaphore_acquire_named(struct semaphore *semaphore,
                                    const char *name);

/* Give one back.  0, or EPERM, and a report, if a bounded semaphore has all of
 * its permits ("ValueError"). */
int semaphore_release(struct semaphore *semaphore);

/* Would one have to wait for it? */
bool semaphore_locked(const struct semaphore *semaphore);

/* --- condition ----------------------------------------------------------- */

struct condition {
    struct lock *lock;          /* NULL: its own */
    struct lock own;
    struct wait_queue line;
};

/* lock: what protects the things that change, or NULL. */
void condition_init(struct condition *condition, struct lock *lock);

/* The same as with its lock: async with condition */
#define condition_acquire(condition)                                         \
    lock_acquire_named(condition_lock(condition), #condition)
int condition_release(struct condition *condition);
bool condition_locked(struct condition *condition);
struct lock *condition_lock(struct condition *condition);

/* Give the lock back, wait until notified, take the lock again - that in any
 * case, also when cancelled.  EPERM if nobody has the lock.  Things may have
 * changed once more meanwhile, so look again.  It always suspends: await
 * condition.wait() */
#define condition_wait(condition) condition_wait_named(condition, #condition)
MUST_USE
struct coro condition_wait_named(struct condition *condition,
                                 const char *name);

/* Wait until holds(arg); if it does, that does not suspend: await
 * condition.wait_for(predicate) */
#define condition_wait_for(condition, holds, arg)                            \
    condition_wait_for_named(condition, holds, arg, #condition)
MUST_USE
struct coro condition_wait_for_named(struct condition *condition,
                                     bool (*holds)(void *arg), void *arg,
                                     const char *name);

/* Let the first n who wait go on, or all; each has to get the lock first.
 * 0, or EPERM, and a report, if nobody has the lock ("RuntimeError"). */
int condition_notify(struct condition *condition, unsigned n);
int condition_notify_all(struct condition *condition);

#endif
