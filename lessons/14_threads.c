/* Lesson 14: threads.
 *
 * The question: what if the library can only block?
 *
 * In Python:
 *
 *      def query(user_id):                 # a driver without async
 *          time.sleep(0.5)
 *          return f"user {user_id}"
 *
 *      async def main():
 *          query(1)                                    # freezes everybody
 *          await asyncio.to_thread(query, 1)           # freezes a thread
 *
 *          pool = ThreadPoolExecutor(max_workers=2)
 *          await loop.run_in_executor(pool, query, 1)  # two at a time
 *
 * A thread may block, for it is not the loop's.  to_thread() hands the call to
 * one of a pool and gives a future; the loop goes on.  It is the loop that
 * hands out the pool's slots, first come, first served: who finds none free
 * stands in line.
 *
 * Watch: the heartbeat stands still through the direct call and beats through
 * the wrapped one.  Then five queries in two slots: 0.5 s, 1.0 s, 1.5 s.  The
 * last one is cancelled, and ends at once; its query does not: nothing stops
 * a thread from outside, and the slot is taken until it is done.
 *
 * Try: a pool of 5, and of 1.  SHOW=timeline in front of the command.  Let
 * query() call spawn(async_sleep(1)): the loop is not there, in a thread.
 */
#include "runtime.h"

/* --- a library that blocks: plain C, it knows nothing of the loop -------- */

static struct value query(struct value user_id)
{
    if (as_int(user_id) > 9)
        return job_raise(EINVAL, "no user %d", (int)as_int(user_id));
    blocking_sleep(0.5);
    return value_text(textf("user %d, by %s", (int)as_int(user_id),
                            running_in()));
}

/* --- called directly, and in a thread ------------------------------------ */

struct heartbeat { CORO; };
ASYNC(heartbeat)
{
    BEGIN;
    while (true) {
        say("  beat");
        AWAIT(async_sleep(0.2));
    }
    END;
}

struct one_by_one { CORO; };
ASYNC(one_by_one)
{
    BEGIN;
    AWAIT(async_sleep(0));
    say("called directly:");
    say("%s", as_text(query(value_int(1))));
    AWAIT(async_sleep(0.2));

    say("in a thread:");
    AWAIT(to_thread(query, 1));
    say("%s", as_text(awaited()));

    TRY_AWAIT(to_thread(query, 12));
    say("%s", error_to_text(caught()));
    END;
}

/* --- five queries, two slots --------------------------------------------- */

struct ask { CORO; struct executor *pool; int user_id; };
ASYNC(ask)
{
    BEGIN;
    AWAIT(run_in_executor(self->pool, query, self->user_id));
    say("%s", as_text(awaited()));
    END;
}

struct async_main {
    CORO;
    struct executor *pool;
    struct task *heart, *queries[5];
};

ASYNC(async_main)
{
    BEGIN;
    self->heart = create_task(coro(heartbeat));
    AWAIT(coro(one_by_one));
    task_cancel(self->heart);

    self->pool = thread_pool(2);
    say("five queries, two slots:");
    for (int i = 0; i < 5; i++)
        self->queries[i] = create_task(
            coro(ask, .pool = self->pool, .user_id = i + 1));
    AWAIT(async_sleep(1.2));
    say("running: %u, in line: %u", executor_running(self->pool),
        executor_waiting(self->pool));
    task_cancel(self->queries[4]);
    TRY_AWAIT(self->queries[4]);
    say("query 5: %s; still running: %u", error_to_text(caught()),
        executor_running(self->pool));
    AWAIT(executor_shutdown(self->pool));
    say("the pool is closed");
    END;
}

int main(void)
{
    return run(coro(async_main));
}
