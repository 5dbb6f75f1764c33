/* Lesson 18: sharing.
 *
 * The question: nothing interrupts a task between two awaits, so when do tasks
 * that share something have to take turns?
 *
 * In Python:
 *
 *      await online.wait()                 # asyncio.Event
 *      async with calls:                   # asyncio.Semaphore(2), or Lock()
 *          await fetch(page)
 *      await pages.put(page)               # asyncio.Queue(maxsize=1)
 *
 * C has no "async with": acquire; TRY_AWAIT what may fail; release, whatever
 * happened; and only then hand the failure on.
 *
 * Watch: two deposits of 10 make 10, because both read the balance before one
 * of them wrote it; with a lock they make 20.  Then three pages are fetched,
 * never more than two at once, and handed to main, a slow reader.
 *
 * Try: read the balance behind the await: is the lock still needed?  Three at
 * once.  Leave out semaphore_release(): who waits for what?
 */
#include "runtime.h"

/* --- a lock: what has to stay the same across an await ------------------- */

struct account {
    int balance;
    struct lock lock;
};

struct deposit { CORO; struct account *account; bool careful; int balance; };
ASYNC(deposit)
{
    BEGIN;
    if (self->careful)
        AWAIT(lock_acquire(&self->account->lock));
    self->balance = self->account->balance;
    TRY_AWAIT(async_sleep(0.1));            /* ask the bank */
    if (!failure())
        self->account->balance = self->balance + 10;
    if (self->careful)
        lock_release(&self->account->lock);
    if (failure())
        RERAISE;
    END;
}

/* --- an event, a semaphore, a queue -------------------------------------- */

struct site {
    struct event online;
    struct semaphore calls;     /* how many it allows at once */
    struct async_queue pages;   /* that were fetched */
};

struct fetch { CORO; struct site *site; int page; };
ASYNC(fetch)
{
    struct site *site = self->site;
    BEGIN;
    AWAIT(event_wait(&site->online));
    AWAIT(semaphore_acquire(&site->calls));
    say("page %d: fetching...", self->page);
    TRY_AWAIT(async_sleep(1.0));
    semaphore_release(&site->calls);
    if (failure())
        RERAISE;
    AWAIT(async_queue_put(&site->pages, self->page));
    END;
}

struct async_main {
    CORO;
    struct account account;
    struct site site;
    struct value done[3];
    struct future *fetches;
    int i;
};

ASYNC(async_main)
{
    struct account *account = &self->account;
    struct site *site = &self->site;
    BEGIN;
    AWAIT(gather(self->done, coro(deposit, .account = account),
                 coro(deposit, .account = account)));
    say("two deposits: %d", account->balance);
    account->balance = 0;
    AWAIT(gather(self->done, coro(deposit, .account = account, .careful = true),
                 coro(deposit, .account = account, .careful = true)));
    say("two deposits, with a lock: %d", account->balance);

    semaphore_init(&site->calls, 2);
    async_queue_init(&site->pages, 1);
    self->fetches = gather(self->done, coro(fetch, .site = site, .page = 1),
                           coro(fetch, .site = site, .page = 2),
                           coro(fetch, .site = site, .page = 3));
    AWAIT(async_sleep(0.7));
    event_set(&site->online);
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(async_queue_get(&site->pages));
        say("main: reading page %d", (int)as_int(awaited()));
        AWAIT(async_sleep(0.8));
    }
    AWAIT(self->fetches);
    END;
}

int main(void)
{
    return run(coro(async_main));
}
