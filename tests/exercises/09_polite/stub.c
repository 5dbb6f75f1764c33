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
};

ASYNC(count_primes)
{
    long count = 0;
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, then be polite */
    for (long n = 2; n <= self->limit; n++)
        count += is_prime(n);
    RETURN(count);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
