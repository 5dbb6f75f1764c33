/* Lesson 09: async in name only.
 *
 * The question: I declared it async and I await it.  Why does it block?
 *
 * In Python:
 *
 *      async def fake_async_work():
 *          return sum(range(1_000_000))        # no await in here
 *
 *      async def polite_work():
 *          result = 0
 *          for part in parts:
 *              result += sum(part)
 *              await asyncio.sleep(0)          # a turn for the others
 *          return result
 *
 * Awaiting a coroutine is a call: it runs here and now, and the loop sees
 * nothing of it unless something inside really waits.  async_sleep(0) does:
 * it takes no time, only the way to the end of the ready queue.
 *
 * The sum is real, and quick in C.  So that it takes a second everywhere, and
 * on the virtual clock too, a blocking_sleep() stands for a slower computer.
 *
 * Watch: no beat at all during the fake work.  During the polite work the
 * heart beats, though late: parts that are being summed go first.
 *
 * Try: PARTS = 50, each a tenth as long: how late are the beats now?
 */
#include "runtime.h"

enum { PARTS = 5, NUMBERS = 1000000 };

static const double BEAT = 0.3;

struct heartbeat {
    CORO;
    double due;
};

ASYNC(heartbeat)
{
    BEGIN;
    self->due = loop_time();
    while (true) {
        say("  beat, %.1f s late", loop_time() - self->due);
        self->due = loop_time() + BEAT;
        AWAIT(async_sleep(BEAT));
    }
    END;
}

/* --- the work ------------------------------------------------------------ */

/* The sum of every PARTS-th number, and the time it takes. */
static int64_t sum_part(int part)
{
    int64_t sum = 0;
    for (int64_t i = part; i < NUMBERS; i += PARTS)
        sum += i;
    blocking_sleep(1.0 / PARTS);
    return sum;
}

struct fake_async_work { CORO; };

ASYNC(fake_async_work)
{
    int64_t result = 0;         /* a local will do: no await, nothing lost */
    BEGIN;
    say("Doing synchronous work in async function...");
    for (int part = 0; part < PARTS; part++)
        result += sum_part(part);
    RETURN(result);
    END;
}

struct polite_work {
    CORO;
    int part;
    int64_t result;
};

ASYNC(polite_work)
{
    BEGIN;
    say("Doing the same work in parts...");
    for (self->part = 0; self->part < PARTS; self->part++) {
        self->result += sum_part(self->part);
        AWAIT(async_sleep(0));
    }
    RETURN(self->result);
    END;
}

/* --- both, while the heart beats ----------------------------------------- */

struct async_main { CORO; };

ASYNC(async_main)
{
    BEGIN;
    spawn(coro(heartbeat));
    AWAIT(async_sleep(0.5));

    say("Starting fake async work...");
    AWAIT(coro(fake_async_work));
    say("Result: %lld", (long long)as_int(awaited()));
    AWAIT(async_sleep(0.5));

    say("Starting polite work...");
    AWAIT(coro(polite_work));
    say("Result: %lld", (long long)as_int(awaited()));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
