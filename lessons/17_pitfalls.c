/* Lesson 17: pitfalls.
 *
 * The question: four mistakes everybody makes once.  How do they look?
 *
 * In Python:
 *
 *      data = get_data()               # 1: a coroutine object, not data
 *      data = requests.get(url)        # 2: a library that blocks
 *      data = asyncio.run(get_data())  # 3: a loop inside the loop
 *      total = sum_of_squares(n)       # 4: work without an await
 *
 *      data = await get_data()                             # 1, 3: mended
 *      data = await asyncio.to_thread(requests.get, url)   # 2
 *      total = await loop.run_in_executor(processes, sum_of_squares, n)  # 4
 *
 * No compiler sees them; the runtime does.  In 2 and 4 the result is right, but
 * everybody else waits: DEBUG=1, which the program sets, says for how long.
 *
 * Watch: what stands behind "handloop:".  It names the coroutine and the line.
 *
 * Try: await the object of 1 twice.  Leave DEBUG out: which mistakes are silent
 * now?  In 4, cut the work into parts, sleep(0) between: politer, but faster?
 */
#include <stdlib.h>
#include <unistd.h>

#include "runtime.h"

struct get_data { CORO; };
ASYNC(get_data)
{
    BEGIN;
    AWAIT(async_sleep(0.1));
    RETURN("{'key': 'value'}");
    END;
}

struct forgets { CORO; struct coro data; };
ASYNC(forgets)
{
    BEGIN;
    puts("1. Forgetting to await");
    self->data = coro(get_data);
    say("data: <coroutine object %s>",
        self->data.awaitable.frame->type->name);
    END;
}

struct awaits { CORO; };
ASYNC(awaits)
{
    BEGIN;
    AWAIT(coro(get_data));
    say("mended: %s", as_text(awaited()));
    END;
}

static struct value requests_get(struct value url)
{
    blocking_sleep(0.5);
    return value_text(textf("a page of %s", as_text(url)));
}

struct blocks { CORO; };
ASYNC(blocks)
{
    BEGIN;
    puts("2. A library that blocks");
    say("%s", as_text(requests_get(value_text("example.org"))));
    AWAIT(to_thread(requests_get, "example.org"));
    say("mended: %s", as_text(awaited()));
    END;
}

struct nests { CORO; };
ASYNC(nests)
{
    BEGIN;
    puts("3. A loop inside the loop");
    if (run(coro(get_data)) == EBUSY)
        say("no data");
    AWAIT(coro(get_data));
    say("mended: %s", as_text(awaited()));
    END;
}

static struct value sum_of_squares(struct value count)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < as_int(count); i++)
        sum += i * i;
    blocking_sleep(1.0);                /* on a slow machine */
    return value_int(sum);
}

struct computes { CORO; struct executor *processes; };
ASYNC(computes)
{
    BEGIN;
    puts("4. Work without an await");
    say("%lld", (long long)as_int(sum_of_squares(value_int(10000))));
    self->processes = process_pool(1);
    if (!self->processes)
        RAISE(errno, "no pool of processes");
    AWAIT(run_in_executor(self->processes, sum_of_squares, 10000));
    say("mended: %lld", (long long)as_int(awaited()));
    END;
}

int main(void)
{
    setenv("DEBUG", "1", 1);
    setvbuf(stdout, NULL, _IOLBF, 0);
    dup2(STDOUT_FILENO, STDERR_FILENO);     /* the messages are the lesson */
    run(coro(forgets));
    run(coro(awaits));
    run(coro(blocks));
    run(coro(nests));
    return run(coro(computes));
}
