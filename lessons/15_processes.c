/* Lesson 15: processes.
 *
 * The question: two computations take two seconds.  Who makes them take one?
 *
 * In Python:
 *
 *      def sum_of_squares(n):
 *          return sum(i * i for i in range(n))
 *
 *      await asyncio.gather(work(n), work(n))      # on the loop: the sum
 *      await asyncio.gather(                       # in threads: with the GIL,
 *          asyncio.to_thread(sum_of_squares, n),   # the sum again
 *          asyncio.to_thread(sum_of_squares, n))
 *      pool = ProcessPoolExecutor(2)               # in processes: half of it,
 *      await asyncio.gather(                       # if there are two cores
 *          loop.run_in_executor(pool, sum_of_squares, n),
 *          loop.run_in_executor(pool, sum_of_squares, n))
 *
 * Concurrency is dealing with many things at once: while one waits, another
 * goes on.  Who computes does not wait, and the loop has nothing to win.
 * Parallelism is doing many things at once, and that takes cores.  Here C is
 * unlike Python: without a GIL, its threads compute in parallel as well.
 *
 * What processes give on top is distance.  Nothing is shared: the argument
 * goes there, and the result comes back, as bytes; what work writes into a
 * variable stays in its process.  And what crashes takes only its own process
 * with it: BrokenProcessPool.  A thread would take the whole program.
 *
 * Watch: the times, as your machine measures them.  CLOCK=virtual makes it all
 * sleep for a second instead of computing, so that it is always the same.
 *
 * Try: four calls on two cores.  Give the second one half of the numbers.
 */
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "runtime.h"

enum { NUMBERS = 300000000 };

static atomic_int calls_done;    /* the threads share it, processes do not */

static struct value sum_of_squares(struct value count)
{
    volatile unsigned long sum = 0;
    const char *clock = getenv("CLOCK");
    if (clock && strcmp(clock, "virtual") == 0)
        blocking_sleep((double)as_int(count) / NUMBERS);
    else
        for (long i = 0; i < as_int(count); i++)
            sum = sum + (unsigned long)i * (unsigned long)i;
    return value_int(atomic_fetch_add(&calls_done, 1) + 1);
}

static struct value crash(struct value arg)
{
    (void)arg;
    raise(SIGSEGV);
    return value_none();
}

struct on_the_loop { CORO; };
ASYNC(on_the_loop)
{
    BEGIN;
    RETURN(sum_of_squares(value_int(NUMBERS)));
    END;
}

struct async_main {
    CORO;
    struct executor *threads, *processes;
    struct value results[2];
    double began;
};

ASYNC(async_main)
{
    BEGIN;
    self->processes = process_pool(2);
    self->threads = thread_pool(2);
    if (!self->processes || !self->threads)
        RAISE(errno, "no pool");

    self->began = loop_time();
    AWAIT(gather(self->results, coro(on_the_loop), coro(on_the_loop)));
    say("on the loop:  %.1f s", loop_time() - self->began);

    self->began = loop_time();
    AWAIT(gather(self->results,
                 run_in_executor(self->threads, sum_of_squares, NUMBERS),
                 run_in_executor(self->threads, sum_of_squares, NUMBERS)));
    say("in threads:   %.1f s", loop_time() - self->began);

    self->began = loop_time();
    AWAIT(gather(self->results,
                 run_in_executor(self->processes, sum_of_squares, NUMBERS),
                 run_in_executor(self->processes, sum_of_squares, NUMBERS)));
    say("in processes: %.1f s", loop_time() - self->began);

    say("calls done, says this process: %d; each of the others: %d and %d",
        atomic_load(&calls_done), (int)as_int(self->results[0]),
        (int)as_int(self->results[1]));

    TRY_AWAIT(run_in_executor(self->processes, crash, 0));
    say("%s", error_to_text(caught()));
    AWAIT(run_in_executor(self->processes, sum_of_squares, 10));
    say("a new worker is a copy of this process as it is now: %d",
        (int)as_int(awaited()));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
