/* wants: known mistake: parts; comes to END gives None; RETURN(x) */
/* Exercise 09: polite.
 *
 * This coroutine counts prime numbers.  It waits for nothing, so it has
 * nothing to await, and while it counts, nobody else runs:
 *
 *      async def count_primes(limit):
 *          count = 0
 *          for n in range(2, limit + 1):
 *              count += is_prime(n)            # a millisecond of computing
 *          return count
 *
 * Make it polite: everybody else gets a turn after 10 milliseconds at most.
 * The count stays right, and it takes no longer than the computing itself.
 *
 * Given: is_prime(), which takes a millisecond on this slow computer, and
 * prime_counter(), with which the check makes the coroutine.  Leave them as
 * they are.
 * To write: count_primes.
 *
 * Check it: make exercise-09        Stuck: make hint-09, lesson 09
 */
#include "runtime.h"

static bool is_prime(long n)
{
    blocking_sleep(0.001);      /* stands for the computing of a slow machine */
    for (long divisor = 2; divisor * divisor <= n; divisor++)
        if (n % divisor == 0)
            return false;
    return n >= 2;
}

struct count_primes {
    CORO;
    long limit;
    long n, count;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->n = 2; self->n <= self->limit; self->n++) {
        self->count += is_prime(self->n);
        AWAIT(async_sleep(0));
    }
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
