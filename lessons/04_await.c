/* Lesson 04: await.
 *
 * The question: what does await do, and who awaits the first one?
 *
 * In Python:
 *
 *      async def get_burgers(number):
 *          print(f"Preparing {number} burgers...")
 *          await asyncio.sleep(1)
 *          return [f"Burger {i + 1}" for i in range(number)]
 *
 *      async def main():
 *          burgers = await get_burgers(2)
 *          print(f"Got: {burgers}")
 *
 *      asyncio.run(main())
 *
 * AWAIT may only stand in an async function, and an async function must be
 * awaited: the egg and the chicken.  run() is the way in: it makes a loop and
 * runs the first coroutine on it.
 *
 * Watch: the time in front of each line.  The second order is not placed
 * before the first one is there: one await after another takes the sum.
 *
 * Try: a third order.  Then write AWAIT(async_sleep(1.0)) into main() below:
 * which name does the compiler miss?
 */
#include "runtime.h"

enum { MOST_BURGERS = 3 };

/* --- one order ----------------------------------------------------------- */

struct get_burgers {
    CORO;
    int number;                 /* the arguments: how many, */
    const char **burgers;       /* and where to put them */
    int i;
};

ASYNC(get_burgers)
{
    BEGIN;
    say("Preparing %d burgers...", self->number);
    AWAIT(async_sleep(1.0));
    for (self->i = 0; self->i < self->number; self->i++)
        self->burgers[self->i] = textf("Burger %d", self->i + 1);
    RETURN(self->number);
    END;
}

/* --- two orders, one after the other ------------------------------------- */

static const char *list(const char **names, int64_t count)
{
    const char *text = "";
    for (int64_t i = 0; i < count; i++)
        text = textf("%s%s'%s'", text, i ? ", " : "", names[i]);
    return textf("[%s]", text);
}

struct async_main {
    CORO;
    const char *burgers[MOST_BURGERS];  /* must be there after the await */
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(coro(get_burgers, .number = 2, .burgers = self->burgers));
    say("Got: %s", list(self->burgers, as_int(awaited())));

    AWAIT(coro(get_burgers, .number = 3, .burgers = self->burgers));
    say("Got: %s", list(self->burgers, as_int(awaited())));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
