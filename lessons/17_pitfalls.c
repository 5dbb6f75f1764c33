/* Lesson 17: pitfalls.
 *
 * The question: four mistakes everybody makes once.  How do they look?
 *
 * In Python:
 *
 *      data = get_data()               # 1: a coroutine object, not data
 *      data = requests.get(url)        # 2: a library that blocks
 *      data = asyncio.run(get_data())  # 3: a loop inside the loop
 *      total = sum(i * i for ...)      # 4: work without an await
 *
 *      data = await get_data()                     # the four, mended
 *      data = await asyncio.to_thread(requests.get, url)
 *      data = await get_data()
 *      total = await loop.run_in_executor(processes, sum_of_squares)
 *
 * Each is made once, and then mended.  No compiler can see these: the first
 * would be a warning if the object were not kept.  The runtime can; DEBUG=1,
 * which the program sets itself, makes it say who kept the loop for how long.
 *
 * Watch: what stands behind "handloop:".  It names the coroutine and the line.
 * In 2 and 4 the mistake is only a matter of time: the result is right.
 *
 * Try: await the object of 1 twice.  Leave DEBUG out: which mistakes are silent
 * now?  In 4, sleep(0) between the parts: the others run, but is it faster?
 */
#include <stdlib.h>
#include <unistd.h>

#include "runtime.h"

struct get_data {
    CORO;
};

ASYNC(get_data)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    RETURN("{'key': 'value'}");
    END;
}

/* --- 1: forgetting to await ----------------------------------------------------- */

struct forgets {
    CORO;
    struct coro data;
};

ASYNC(forgets)
{
    BEGIN;
    self->data = coro(get_data);
    say("data at %.1f s?", loop_time());
    END;
}

struct awaits {
    CORO;
};

ASYNC(awaits)
{
    BEGIN;
    AWAIT(coro(get_data));
    say("%s", as_text(awaited()));
    END;
}

/* --- 2: a library that blocks ------------------------------------------------------ */

static struct value requests_get(struct value url)
{
    blocking_sleep(0.5);
    return value_text(textf("a page of %s", as_text(url)));
}

struct blocks {
    CORO;
};

ASYNC(blocks)
{
    BEGIN;
    say("%s", as_text(requests_get(value_text("example.org"))));
    END;
}

struct wraps {
    CORO;
};

ASYNC(wraps)
{
    BEGIN;
    AWAIT(to_thread(requests_get, "example.org"));
    say("%s", as_text(awaited()));
    END;
}

/* --- 3: a loop inside the loop: mended as 1 is ---------------------------------------- */

struct nests {
    CORO;
};

ASYNC(nests)
{
    BEGIN;
    if (run(coro(get_data)) == EBUSY)
        say("no data");
    END;
}

/* --- 4: work without an await ------------------------------------------------------------ */

static struct value sum_of_squares(struct value parts)
{
    for (int i = 0; i < as_int(parts); i++)
        blocking_sleep(0.25);           /* stands for computing */
    return value_int(333283335000);
}

struct computes {
    CORO;
};

ASYNC(computes)
{
    BEGIN;
    say("%lld", (long long)as_int(sum_of_squares(value_int(4))));
    END;
}

struct hands_over {
    CORO;
    struct executor *processes;
};

ASYNC(hands_over)
{
    BEGIN;
    self->processes = process_pool(1);
    if (!self->processes)
        RAISE(errno, "no pool of processes");
    AWAIT(run_in_executor(self->processes, sum_of_squares, 4));
    say("%lld", (long long)as_int(awaited()));
    END;
}

/* --- all of them ---------------------------------------------------------------------------- */

static void show(const char *title, struct coro coro)
{
    printf("%s\n", title);
    run(coro);
}

int main(void)
{
    setenv("DEBUG", "1", 1);
    setvbuf(stdout, NULL, _IOLBF, 0);
    dup2(STDOUT_FILENO, STDERR_FILENO);     /* the messages are the lesson */
    show("1. Forgetting to await", coro(forgets));
    show("   mended", coro(awaits));
    show("2. A library that blocks", coro(blocks));
    show("   mended", coro(wraps));
    show("3. A loop inside the loop", coro(nests));
    show("   mended", coro(awaits));
    show("4. Work without an await", coro(computes));
    show("   mended", coro(hands_over));
    return 0;
}
