/* test_sync.c - events, locks, semaphores, conditions where the twins in
 * asyncio/ do not reach. */
#include <string.h>

#include "capture.h"
#include "scene.h"
#include "../inside.h"
#include "suites.h"

/* --- who takes part ------------------------------------------------------ */

/* Comes, waits for the event, says so. */
struct guest {
    CORO;
    const char *name;
    struct event *door;
};

ASYNC(guest)
{
    BEGIN;
    TRY_AWAIT(event_wait(self->door));
    tell("%s: %s", self->name, failure() ? exc(caught()) : "in");
    if (failure())
        RERAISE;
    END;
}

/* Comes after some time, takes the lock, keeps it. */
struct user {
    CORO;
    const char *name;
    struct lock *lock;
    int after_ms, ms;
};

ASYNC(user)
{
    BEGIN;
    if (self->after_ms > 0)
        AWAIT(async_sleep(self->after_ms / 1000.0));
    TRY_AWAIT(lock_acquire(self->lock));
    tell("%s: %s", self->name, failure() ? exc(caught()) : "in");
    if (failure())
        RERAISE;
    if (self->ms > 0)
        TRY_AWAIT(async_sleep(self->ms / 1000.0));
    lock_release(self->lock);
    if (failure())
        RERAISE;
    END;
}

/* The same with a permit. */
struct driver {
    CORO;
    const char *name;
    struct semaphore *places;
    int ms;
};

ASYNC(driver)
{
    BEGIN;
    TRY_AWAIT(semaphore_acquire(self->places));
    tell("%s: %s", self->name, failure() ? exc(caught()) : "in");
    if (failure())
        RERAISE;
    if (self->ms > 0)
        AWAIT(async_sleep(self->ms / 1000.0));
    semaphore_release(self->places);
    END;
}

/* Waits once for word of the condition. */
struct news_listener {
    CORO;
    const char *name;
    struct condition *news;
    int keeps_ms;
};

ASYNC(news_listener)
{
    BEGIN;
    AWAIT(condition_acquire(self->news));
    TRY_AWAIT(condition_wait(self->news));
    tell("%s: %s, locked: %s", self->name,
         failure() ? exc(caught()) : "notified",
         truth(condition_locked(self->news)));
    if (self->keeps_ms > 0)
        TRY_AWAIT(async_sleep(self->keeps_ms / 1000.0));
    condition_release(self->news);
    if (failure())
        RERAISE;
    END;
}

static const char *const names[] = {"A", "B", "C", "D"};

/* --- event --------------------------------------------------------------- */

struct event_states {
    CORO;
    struct event door;
};

ASYNC(event_states)
{
    BEGIN;
    tell("%s", truth(event_is_set(&self->door)));
    event_set(&self->door);
    event_set(&self->door);
    tell("%s", truth(event_is_set(&self->door)));
    AWAIT(event_wait(&self->door));
    tell("waiting gave %d", (int)as_int(awaited()));
    event_clear(&self->door);
    tell("%s", truth(event_is_set(&self->door)));
    END;
}

SCENE(event_states, "0 False\n0 True\n0 waiting gave 1\n0 False\n")

struct event_that_is_set_does_not_yield {
    CORO;
    struct event door;
    struct task *rival;
};

ASYNC(event_that_is_set_does_not_yield)
{
    BEGIN;
    event_set(&self->door);
    self->rival = create_task(actor("rival", 0, .loud = true));
    AWAIT(event_wait(&self->door));
    tell("through");
    AWAIT(self->rival);
    END;
}

SCENE(event_that_is_set_does_not_yield,
      "0 through\n0 rival: begins\n0 rival: ends\n")

struct event_cleared_at_once_wakes_all_the_same {
    CORO;
    struct event door;
    struct task *guests[3];
};

ASYNC(event_cleared_at_once_wakes_all_the_same)
{
    BEGIN;
    for (int i = 0; i < 2; i++)
        self->guests[i] =
            create_task(coro(guest, .name = names[i], .door = &self->door));
    AWAIT(async_sleep(0.010));
    event_set(&self->door);
    event_clear(&self->door);
    self->guests[2] =
        create_task(coro(guest, .name = "late", .door = &self->door));
    AWAIT(async_sleep(0.010));
    tell("once more");
    event_set(&self->door);
    AWAIT(self->guests[2]);
    END;
}

SCENE(event_cleared_at_once_wakes_all_the_same,
      "10 A: in\n10 B: in\n20 once more\n20 late: in\n")

struct event_waiter_cancelled_when_already_called {
    CORO;
    struct event door;
    struct task *guests[3];
};

ASYNC(event_waiter_cancelled_when_already_called)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->guests[i] =
            create_task(coro(guest, .name = names[i], .door = &self->door));
    AWAIT(async_sleep(0.010));
    task_cancel(self->guests[0]);
    event_set(&self->door);
    task_cancel(self->guests[1]);
    AWAIT(settle(self->guests[0], self->guests[1], self->guests[2]));
    tell("nobody is left: %s", truth(!self->door.line.first));
    END;
}

SCENE(event_waiter_cancelled_when_already_called,
      "10 A: CancelledError\n10 B: CancelledError\n10 C: in\n"
      "10 nobody is left: True\n")

struct event_with_a_limit {
    CORO;
    struct event door;
    int i;
};

ASYNC(event_with_a_limit)
{
    BEGIN;
    for (self->i = 0; self->i < 3; self->i++) {
        TRY_AWAIT(wait_for(event_wait(&self->door), 0.010));
        tell("%s", failure() == ETIMEDOUT ? "TimeoutError" : ended());
    }
    tell("nobody is left: %s", truth(!self->door.line.first));
    END;
}

SCENE(event_with_a_limit, "10 TimeoutError\n20 TimeoutError\n"
                          "30 TimeoutError\n30 nobody is left: True\n")

/* --- lock ---------------------------------------------------------------- */

struct lock_first_come_first_served {
    CORO;
    struct lock lock;
    struct task *users[3];
};

ASYNC(lock_first_come_first_served)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    for (int i = 0; i < 3; i++)
        self->users[i] = create_task(coro(user, .name = names[i],
                                          .lock = &self->lock, .ms = 10));
    AWAIT(async_sleep(0.010));
    lock_release(&self->lock);
    tell("free, but not yet taken: %s", truth(!lock_locked(&self->lock)));
    AWAIT(lock_acquire(&self->lock));
    tell("me again, behind all of them");
    lock_release(&self->lock);
    END;
}

SCENE(lock_first_come_first_served,
      "10 free, but not yet taken: True\n10 A: in\n20 B: in\n30 C: in\n"
      "40 me again, behind all of them\n")

struct lock_nobody_overtakes {
    CORO;
    struct lock lock;
    struct task *waiting;
};

ASYNC(lock_nobody_overtakes)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    self->waiting =
        create_task(coro(user, .name = "waiting", .lock = &self->lock));
    AWAIT(async_sleep(0));
    spawn(coro(user, .name = "newcomer", .lock = &self->lock));
    lock_release(&self->lock);
    AWAIT(async_sleep(0.010));
    END;
}

SCENE(lock_nobody_overtakes, "0 waiting: in\n0 newcomer: in\n")

struct lock_waiter_gives_up_its_place {
    CORO;
    struct lock lock;
    struct task *users[3];
};

ASYNC(lock_waiter_gives_up_its_place)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->users[i] = create_task(coro(user, .name = names[i],
                                          .lock = &self->lock, .ms = 10));
    AWAIT(async_sleep(0.005));
    task_cancel(self->users[1]);
    AWAIT(settle(self->users[0], self->users[1], self->users[2]));
    tell("free: %s", truth(!lock_locked(&self->lock)));
    END;
}

SCENE(lock_waiter_gives_up_its_place,
      "0 A: in\n5 B: CancelledError\n10 C: in\n20 free: True\n")

struct lock_handed_to_one_who_is_cancelled {
    CORO;
    struct lock lock;
    struct task *users[3];
};

ASYNC(lock_handed_to_one_who_is_cancelled)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    for (int i = 0; i < 3; i++)
        self->users[i] = create_task(coro(user, .name = names[i],
                                          .lock = &self->lock, .ms = 10));
    AWAIT(async_sleep(0.010));
    lock_release(&self->lock);
    task_cancel(self->users[0]);
    AWAIT(settle(self->users[0], self->users[1], self->users[2]));
    END;
}

SCENE(lock_handed_to_one_who_is_cancelled,
      "10 A: CancelledError\n10 B: in\n20 C: in\n")

/* The first one is cancelled, and has not run since, when the lock is given
 * back: it has to call the next one on its way out. */
struct lock_given_back_to_one_who_leaves {
    CORO;
    struct lock lock;
    struct task *users[2];
};

ASYNC(lock_given_back_to_one_who_leaves)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    for (int i = 0; i < 2; i++)
        self->users[i] = create_task(
            coro(user, .name = names[i], .lock = &self->lock));
    AWAIT(async_sleep(0.010));
    task_cancel(self->users[0]);
    lock_release(&self->lock);
    AWAIT(settle(self->users[0], self->users[1]));
    END;
}

SCENE(lock_given_back_to_one_who_leaves, "10 A: CancelledError\n10 B: in\n")

struct lock_with_only_leavers_is_free {
    CORO;
    struct lock lock;
    struct task *leaver;
};

ASYNC(lock_with_only_leavers_is_free)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    self->leaver = create_task(coro(user, .name = "A", .lock = &self->lock));
    AWAIT(async_sleep(0.010));
    task_cancel(self->leaver);
    lock_release(&self->lock);
    AWAIT(lock_acquire(&self->lock));
    tell("taken without a turn for A");
    AWAIT(settle(self->leaver));
    tell("still mine: %s", truth(lock_locked(&self->lock)));
    END;
}

SCENE(lock_with_only_leavers_is_free,
      "10 taken without a turn for A\n10 A: CancelledError\n"
      "10 still mine: True\n")

struct lock_released_twice {
    CORO;
    struct lock lock;
    struct task *waiting;
};

ASYNC(lock_released_twice)
{
    BEGIN;
    AWAIT(lock_acquire(&self->lock));
    self->waiting = create_task(
        coro(user, .name = "A", .lock = &self->lock, .ms = 10));
    AWAIT(async_sleep(0));
    tell("%s", error_name(lock_release(&self->lock)));
    tell("%s", error_name(lock_release(&self->lock)));
    AWAIT(self->waiting);
    END;
}

SCENE(lock_released_twice, "0 Success\n0 report: RuntimeError\n"
                           "0 Operation not permitted\n0 A: in\n")

struct lock_in_a_task_of_its_own {
    CORO;
    struct lock lock;
    struct task *taker;
};

ASYNC(lock_in_a_task_of_its_own)
{
    BEGIN;
    self->taker = create_task(lock_acquire(&self->lock));
    tell("calling it took nothing: %s", truth(!lock_locked(&self->lock)));
    AWAIT(self->taker);
    tell("locked: %s", truth(lock_locked(&self->lock)));
    coro_close(lock_acquire(&self->lock));
    tell("any task may give it back: %d", lock_release(&self->lock));
    END;
}

SCENE(lock_in_a_task_of_its_own,
      "0 calling it took nothing: True\n0 locked: True\n"
      "0 any task may give it back: 0\n")

/* --- deadlock, and how it reads ------------------------------------------ */

struct both {
    CORO;
    struct lock *first, *second;
};

ASYNC(both)
{
    BEGIN;
    AWAIT(lock_acquire(self->first));
    AWAIT(async_sleep(0.010));
    AWAIT(lock_acquire(self->second));
    END;
}

struct two_locks_in_two_orders {
    CORO;
    struct lock left, right;
    struct task *one, *other;
};

ASYNC(two_locks_in_two_orders)
{
    BEGIN;
    self->one = create_task_named(
        coro(both, .first = &self->left, .second = &self->right), "one");
    self->other = create_task_named(
        coro(both, .first = &self->right, .second = &self->left), "other");
    AWAIT(self->one);
    END;
}

SCENE_SAYS(two_locks_in_two_orders,
           "10 the scene ended with CancelledError\n",
           ") waits for the lock self->second, which task 'other' (both, "
           "tests/runtime/test_sync.c:")

struct nobody_gives_it_back {
    CORO;
    struct lock lock;
    struct event door;
    struct semaphore places;
    struct condition news;
    struct value results[3];
};

ASYNC(nobody_gives_it_back)
{
    BEGIN;
    AWAIT(create_task(lock_acquire(&self->lock)));
    AWAIT(condition_acquire(&self->news));
    TRY_AWAIT(gather(self->results, event_wait(&self->door),
                     semaphore_acquire(&self->places),
                     condition_wait(&self->news)));
    RERAISE;
    END;
}

static int run_nobody(void *arg)
{
    (void)arg;
    return play(coro(nobody_gives_it_back));
}

START_TEST(reports_name_what_is_waited_for)
{
    struct captured seen = capture_run(run_nobody, NULL);
    ck_assert_says(seen, "waits for the event self->door\n");
    ck_assert_says(seen, "waits for the semaphore self->places\n");
    ck_assert_says(seen, "waits for word of self->news\n");
}
END_TEST

struct holder_has_ended {
    CORO;
    struct lock lock;
};

ASYNC(holder_has_ended)
{
    BEGIN;
    AWAIT(create_task(lock_acquire(&self->lock)));
    AWAIT(lock_acquire(&self->lock));
    END;
}

SCENE_SAYS(holder_has_ended, "0 the scene ended with CancelledError\n",
           "the lock self->lock, which a task holds that has ended")

/* --- semaphore ----------------------------------------------------------- */

struct semaphore_fifo {
    CORO;
    struct semaphore places;
    struct task *drivers[4];
};

ASYNC(semaphore_fifo)
{
    BEGIN;
    semaphore_init(&self->places, 0);
    for (int i = 0; i < 4; i++)
        self->drivers[i] = create_task(
            coro(driver, .name = names[i], .places = &self->places, .ms = 10));
    AWAIT(async_sleep(0.010));
    semaphore_release(&self->places);
    semaphore_release(&self->places);
    tell("given, but not used: locked %s",
         truth(semaphore_locked(&self->places)));
    AWAIT(settle(self->drivers[0], self->drivers[1], self->drivers[2],
                 self->drivers[3]));
    tell("free: %u", self->places.free);
    END;
}

SCENE(semaphore_fifo, "10 given, but not used: locked True\n"
                      "10 A: in\n10 B: in\n20 C: in\n20 D: in\n30 free: 2\n")

struct semaphore_nobody_overtakes {
    CORO;
    struct semaphore places;
    struct task *waiting;
};

ASYNC(semaphore_nobody_overtakes)
{
    BEGIN;
    semaphore_init(&self->places, 0);
    self->waiting =
        create_task(coro(driver, .name = "A", .places = &self->places));
    AWAIT(async_sleep(0));
    semaphore_release(&self->places);
    semaphore_release(&self->places);
    AWAIT(semaphore_acquire(&self->places));
    tell("me, with the second permit");
    semaphore_release(&self->places);
    AWAIT(self->waiting);
    END;
}

SCENE(semaphore_nobody_overtakes, "0 A: in\n0 me, with the second permit\n")

struct semaphore_waiter_gives_up_its_place {
    CORO;
    struct semaphore places;
    struct task *drivers[3];
};

ASYNC(semaphore_waiter_gives_up_its_place)
{
    BEGIN;
    semaphore_init(&self->places, 1);
    for (int i = 0; i < 3; i++)
        self->drivers[i] = create_task(
            coro(driver, .name = names[i], .places = &self->places, .ms = 10));
    AWAIT(async_sleep(0.005));
    task_cancel(self->drivers[1]);
    AWAIT(settle(self->drivers[0], self->drivers[1], self->drivers[2]));
    tell("free: %u, called: %u", self->places.free, self->places.called);
    END;
}

SCENE(semaphore_waiter_gives_up_its_place,
      "0 A: in\n5 B: CancelledError\n10 C: in\n20 free: 1, called: 0\n")

struct semaphore_permit_goes_on {
    CORO;
    struct semaphore places;
    struct task *drivers[3];
};

ASYNC(semaphore_permit_goes_on)
{
    BEGIN;
    semaphore_init(&self->places, 0);
    for (int i = 0; i < 3; i++)
        self->drivers[i] = create_task(
            coro(driver, .name = names[i], .places = &self->places));
    AWAIT(async_sleep(0.010));
    semaphore_release(&self->places);
    semaphore_release(&self->places);
    task_cancel(self->drivers[0]);
    task_cancel(self->drivers[1]);
    AWAIT(settle(self->drivers[0], self->drivers[1], self->drivers[2]));
    tell("free: %u, called: %u", self->places.free, self->places.called);
    END;
}

SCENE(semaphore_permit_goes_on,
      "10 A: CancelledError\n10 B: CancelledError\n10 C: in\n"
      "10 free: 2, called: 0\n")

static struct coro parking(const char *name, struct semaphore *places)
{
    return coro(driver, .name = name, .places = places, .ms = 10);
}

/* B and C came while the permits were there, but A was called and had not run:
 * it lets in both at once. */
struct semaphore_lets_in_all_it_can {
    CORO;
    struct semaphore places;
    struct task *drivers[3];
};

ASYNC(semaphore_lets_in_all_it_can)
{
    BEGIN;
    self->drivers[0] = create_task(parking("A", &self->places));
    AWAIT(async_sleep(0));
    self->drivers[1] = create_task(parking("B", &self->places));
    self->drivers[2] = create_task(parking("C", &self->places));
    for (int i = 0; i < 3; i++)
        semaphore_release(&self->places);
    AWAIT(ticks(1));
    tell("A runs before this");
    AWAIT(ticks(1));
    tell("B and C before this");
    AWAIT(settle(self->drivers[0], self->drivers[1], self->drivers[2]));
    END;
}

SCENE(semaphore_lets_in_all_it_can,
      "0 A: in\n0 A runs before this\n0 B: in\n0 C: in\n"
      "0 B and C before this\n")

struct semaphore_bounded {
    CORO;
    struct semaphore places;
};

ASYNC(semaphore_bounded)
{
    BEGIN;
    bounded_semaphore_init(&self->places, 2);
    AWAIT(semaphore_acquire(&self->places));
    tell("%d", semaphore_release(&self->places));
    tell("%s", error_name(semaphore_release(&self->places)));
    tell("free: %u", self->places.free);
    semaphore_init(&self->places, 2);
    semaphore_release(&self->places);
    tell("unbounded: %u", self->places.free);
    END;
}

SCENE(semaphore_bounded, "0 0\n0 report: ValueError\n"
                         "0 Operation not permitted\n0 free: 2\n"
                         "0 unbounded: 3\n")

/* --- condition ----------------------------------------------------------- */

struct condition_notifies_in_order {
    CORO;
    struct condition news;
    struct task *listeners[4];
};

ASYNC(condition_notifies_in_order)
{
    BEGIN;
    for (int i = 0; i < 4; i++)
        self->listeners[i] =
            create_task(coro(news_listener, .name = names[i],
                             .news = &self->news, .keeps_ms = 10));
    AWAIT(async_sleep(0.010));
    AWAIT(condition_acquire(&self->news));
    tell("notify 2: %d", condition_notify(&self->news, 2));
    AWAIT(async_sleep(0.010));
    tell("they wait for the lock");
    condition_release(&self->news);
    AWAIT(async_sleep(0.050));
    AWAIT(condition_acquire(&self->news));
    condition_notify_all(&self->news);
    condition_release(&self->news);
    AWAIT(settle(self->listeners[2], self->listeners[3]));
    END;
}

SCENE(condition_notifies_in_order,
      "10 notify 2: 0\n20 they wait for the lock\n"
      "20 A: notified, locked: True\n30 B: notified, locked: True\n"
      "70 C: notified, locked: True\n80 D: notified, locked: True\n")

struct condition_needs_its_lock {
    CORO;
    struct condition news;
};

ASYNC(condition_needs_its_lock)
{
    BEGIN;
    TRY_AWAIT(condition_wait(&self->news));
    tell("%s", ended());
    tell("%s", error_name(condition_notify(&self->news, 1)));
    tell("%s", error_name(condition_notify_all(&self->news)));
    tell("%s", error_name(condition_release(&self->news)));
    END;
}

SCENE(condition_needs_its_lock,
      "0 Operation not permitted: condition_wait() without its lock\n"
      "0 report: RuntimeError\n0 Operation not permitted\n"
      "0 report: RuntimeError\n0 Operation not permitted\n"
      "0 report: RuntimeError\n0 Operation not permitted\n")

struct condition_with_a_given_lock {
    CORO;
    struct lock lock;
    struct condition full, empty;
};

ASYNC(condition_with_a_given_lock)
{
    BEGIN;
    condition_init(&self->full, &self->lock);
    condition_init(&self->empty, &self->lock);
    AWAIT(condition_acquire(&self->full));
    tell("one lock: %s, %s", truth(condition_locked(&self->empty)),
         truth(condition_lock(&self->empty) == &self->lock));
    lock_release(&self->lock);
    condition_init(&self->full, NULL);
    tell("its own: %s", truth(condition_lock(&self->full) != &self->lock));
    END;
}

SCENE(condition_with_a_given_lock, "0 one lock: True, True\n0 its own: True\n")

struct condition_cancelled_takes_the_lock_back {
    CORO;
    struct condition news;
    struct task *listener;
};

ASYNC(condition_cancelled_takes_the_lock_back)
{
    BEGIN;
    self->listener =
        create_task(coro(news_listener, .name = "A", .news = &self->news));
    AWAIT(async_sleep(0.010));
    AWAIT(condition_acquire(&self->news));
    task_cancel(self->listener);
    AWAIT(async_sleep(0.010));
    tell("asked once more, while it waits for the lock");
    task_cancel(self->listener);
    AWAIT(async_sleep(0.010));
    condition_release(&self->news);
    AWAIT(settle(self->listener));
    tell("free: %s", truth(!condition_locked(&self->news)));
    END;
}

SCENE(condition_cancelled_takes_the_lock_back,
      "20 asked once more, while it waits for the lock\n"
      "30 A: CancelledError, locked: True\n30 free: True\n")

/* One who was notified and then cancelled passes the word on; one who was only
 * cancelled wakes nobody. */
struct condition_word_passes_on {
    CORO;
    struct condition news;
    struct task *listeners[3];
};

ASYNC(condition_word_passes_on)
{
    BEGIN;
    for (int i = 0; i < 3; i++)
        self->listeners[i] = create_task(
            coro(news_listener, .name = names[i], .news = &self->news));
    AWAIT(async_sleep(0.010));
    task_cancel(self->listeners[0]);
    AWAIT(async_sleep(0.010));
    AWAIT(condition_acquire(&self->news));
    condition_notify(&self->news, 1);
    condition_release(&self->news);
    task_cancel(self->listeners[1]);
    AWAIT(settle(self->listeners[1], self->listeners[2]));
    END;
}

SCENE(condition_word_passes_on, "10 A: CancelledError, locked: True\n"
                                "20 B: CancelledError, locked: True\n"
                                "20 C: notified, locked: True\n")

struct condition_word_passes_on_from_the_lock {
    CORO;
    struct condition news;
    struct task *listeners[2];
};

ASYNC(condition_word_passes_on_from_the_lock)
{
    BEGIN;
    for (int i = 0; i < 2; i++)
        self->listeners[i] = create_task(
            coro(news_listener, .name = names[i], .news = &self->news));
    AWAIT(async_sleep(0.010));
    AWAIT(condition_acquire(&self->news));
    condition_notify(&self->news, 1);
    AWAIT(async_sleep(0.010));
    task_cancel(self->listeners[0]);
    condition_release(&self->news);
    AWAIT(settle(self->listeners[0], self->listeners[1]));
    END;
}

SCENE(condition_word_passes_on_from_the_lock,
      "20 A: CancelledError, locked: True\n20 B: notified, locked: True\n")

/* --- a cancellation at every turn ----------------------------------------
 *
 * Four tasks share a lock, a semaphore and a condition; the one named victim
 * is cancelled at turn n, for every n.  The others must get through, and all
 * must be free in the end.
 */
struct shared {
    struct lock lock;
    struct semaphore places;
    struct condition news;
    int through;
};

struct sharer {
    CORO;
    struct shared *shared;
    bool has_lock, has_place, has_news;
    struct error *why;
};

ASYNC(sharer)
{
    BEGIN;
    TRY_AWAIT(lock_acquire(&self->shared->lock));
    if (failure())
        goto leave;
    self->has_lock = true;
    TRY_AWAIT(async_sleep(0.001));
    if (failure())
        goto leave;
    lock_release(&self->shared->lock);
    self->has_lock = false;
    TRY_AWAIT(semaphore_acquire(&self->shared->places));
    if (failure())
        goto leave;
    self->has_place = true;
    TRY_AWAIT(condition_acquire(&self->shared->news));
    if (failure())
        goto leave;
    self->has_news = true;
    TRY_AWAIT(condition_wait(&self->shared->news));
    if (!failure())
        self->shared->through++;
leave:
    self->why = caught();
    if (self->has_lock)
        lock_release(&self->shared->lock);
    if (self->has_place)
        semaphore_release(&self->shared->places);
    if (self->has_news)
        condition_release(&self->shared->news);
    if (self->why)
        RAISE_ERROR(self->why);
    END;
}

struct sharing {
    CORO;
    struct shared *shared;
    struct task **tasks;
    int i;
};

ASYNC(sharing)
{
    BEGIN;
    semaphore_init(&self->shared->places, 2);
    for (int i = 0; i < 4; i++)
        self->tasks[i] = create_task(coro(sharer, .shared = self->shared));
    for (self->i = 0; self->i < 10; self->i++) {
        AWAIT(async_sleep(0.003));
        AWAIT(condition_acquire(&self->shared->news));
        condition_notify(&self->shared->news, 1);
        condition_release(&self->shared->news);
    }
    AWAIT(settle(self->tasks[0], self->tasks[1], self->tasks[2],
                 self->tasks[3]));
    END;
}

struct victim {
    struct task **tasks;
    int which;
    uint64_t turn;
    bool reached, cancelled;
};

static void cancel_victim(void *arg, const struct loop_event *event)
{
    struct victim *victim = arg;
    struct task *task = victim->tasks[victim->which];
    if (event->kind != EVENT_TURN || event->turn != victim->turn)
        return;
    victim->reached = true;
    victim->cancelled = task && task_cancel(task);
}

static void check_sharing(struct victim *victim)
{
    struct shared shared = {.through = 0};
    struct loop_options options = {
        .virtual_clock = true, .observer = {cancel_victim, victim}};
    int code = loop_run(
        &options, coro(sharing, .shared = &shared, .tasks = victim->tasks),
        NULL);
    int turn = (int)victim->turn;
    ck_assert_msg(code == 0, "task %d, turn %d: %d", victim->which, turn, code);
    ck_assert_msg(shared.through >= 4 - victim->cancelled,
                  "task %d, turn %d: only %d are through", victim->which, turn,
                  shared.through);
    ck_assert(!shared.lock.locked && !shared.lock.line.first);
    ck_assert(!shared.news.own.locked && !shared.news.line.first);
    ck_assert(shared.places.free == 2 && shared.places.called == 0 &&
              !shared.places.line.first);
}

START_TEST(a_cancellation_at_every_turn_loses_nothing)
{
    for (int which = 0; which < 4; which++) {
        struct task *tasks[4] = {NULL};
        struct victim victim = {
            .tasks = tasks, .which = which, .reached = true};
        while (victim.reached) {
            victim.reached = victim.cancelled = false;
            victim.turn++;
            check_sharing(&victim);
            memset(tasks, 0, sizeof tasks);
        }
        ck_assert_int_gt((int)victim.turn, 15);
    }
}
END_TEST

Suite *sync_suite(void)
{
    Suite *suite = suite_create("sync");
    TCase *event = tcase_create("event");
    tcase_add_test(event, test_event_states);
    tcase_add_test(event, test_event_that_is_set_does_not_yield);
    tcase_add_test(event, test_event_cleared_at_once_wakes_all_the_same);
    tcase_add_test(event, test_event_waiter_cancelled_when_already_called);
    tcase_add_test(event, test_event_with_a_limit);
    suite_add_tcase(suite, event);

    TCase *lock = tcase_create("lock");
    tcase_add_test(lock, test_lock_first_come_first_served);
    tcase_add_test(lock, test_lock_nobody_overtakes);
    tcase_add_test(lock, test_lock_waiter_gives_up_its_place);
    tcase_add_test(lock, test_lock_handed_to_one_who_is_cancelled);
    tcase_add_test(lock, test_lock_given_back_to_one_who_leaves);
    tcase_add_test(lock, test_lock_with_only_leavers_is_free);
    tcase_add_test(lock, test_lock_released_twice);
    tcase_add_test(lock, test_lock_in_a_task_of_its_own);
    suite_add_tcase(suite, lock);

    TCase *deadlock = tcase_create("deadlock");
    tcase_add_test(deadlock, test_two_locks_in_two_orders);
    tcase_add_test(deadlock, reports_name_what_is_waited_for);
    tcase_add_test(deadlock, test_holder_has_ended);
    suite_add_tcase(suite, deadlock);

    TCase *semaphore = tcase_create("semaphore");
    tcase_add_test(semaphore, test_semaphore_fifo);
    tcase_add_test(semaphore, test_semaphore_nobody_overtakes);
    tcase_add_test(semaphore, test_semaphore_waiter_gives_up_its_place);
    tcase_add_test(semaphore, test_semaphore_permit_goes_on);
    tcase_add_test(semaphore, test_semaphore_lets_in_all_it_can);
    tcase_add_test(semaphore, test_semaphore_bounded);
    suite_add_tcase(suite, semaphore);

    TCase *condition = tcase_create("condition");
    tcase_add_test(condition, test_condition_notifies_in_order);
    tcase_add_test(condition, test_condition_needs_its_lock);
    tcase_add_test(condition, test_condition_with_a_given_lock);
    tcase_add_test(condition, test_condition_cancelled_takes_the_lock_back);
    tcase_add_test(condition, test_condition_word_passes_on);
    tcase_add_test(condition, test_condition_word_passes_on_from_the_lock);
    suite_add_tcase(suite, condition);

    TCase *sweep = tcase_create("sweep");
    tcase_add_test(sweep, a_cancellation_at_every_turn_loses_nothing);
    suite_add_tcase(suite, sweep);
    return suite;
}
