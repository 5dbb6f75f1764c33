/* Lesson 24: async generators.
 *
 * The question: how does a coroutine give many values, one after the other, and
 * wait in between - for the next one, and for whoever takes it?
 *
 * In Python:
 *
 *      async def measure(room, times):
 *          say("opens the sensor")
 *          try:
 *              for i in range(times):
 *                  await asyncio.sleep(1)
 *                  yield 20 + i
 *          finally:
 *              await asyncio.sleep(0.5)
 *              say("closes the sensor")
 *
 *      async for degrees in measure("kitchen", 3):
 *          say(degrees)
 *
 *      values = measure("cellar", 100)
 *      async for degrees in values:
 *          if degrees > 21:
 *              break
 *      await values.aclose()
 *
 * Watch: nothing is measured before somebody wants a value, and nothing while
 * somebody is busy with one: the generator stands at its YIELD, in the line
 * that Duff's device remembers, as in lesson 02.  It has no task: it runs in
 * the turn of whoever takes a value.  A loop that is left early does not end
 * it; closing it does, with its cleanup.
 *
 * Try: leave out async_close().  Let the consumer sleep 3 s instead of 0.2.
 * SHOW=timeline: who waits while measure sleeps?
 */
#include "runtime.h"

struct measure {
    CORO;
    const char *room;
    int times, i;
    struct error *closed;
};

ASYNC(measure)
{
    BEGIN;
    say("%s: opens the sensor", self->room);
    for (; self->i < self->times && !self->closed; self->i++) {
        AWAIT(async_sleep(1));
        YIELD(20 + self->i);
        self->closed = caught();    /* NULL: one more is wanted */
    }
    AWAIT(async_sleep(0.5));        /* finally: */
    say("%s: closes the sensor", self->room);
    if (self->closed)
        RAISE_ERROR(self->closed);
    END;
}

struct async_main {
    CORO;
    struct async_generator *kitchen, *cellar;
};

ASYNC(async_main)
{
    BEGIN;
    say("--- all of them");
    self->kitchen = async_generator(
        coro(measure, .room = "kitchen", .times = 3));
    say("nothing has begun");
    ASYNC_FOR(self->kitchen) {
        say("%d degrees", (int)as_int(awaited()));
        AWAIT(async_sleep(0.2));    /* meanwhile nobody measures */
    }

    say("--- until it is warm");
    self->cellar = async_generator(
        coro(measure, .room = "cellar", .times = 100));
    ASYNC_FOR(self->cellar) {
        say("%d degrees", (int)as_int(awaited()));
        if (as_int(awaited()) > 21)
            break;
    }
    say("the loop is over, the sensor open");
    AWAIT(async_close(self->cellar));
    say("closed");
    END;
}

int main(void)
{
    return run(coro(async_main));
}
