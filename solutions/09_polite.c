/* Solution 09: polite.
 *
 *      async def count_primes(limit):
 *          count = 0
 *          for n in range(2, limit + 1):
 *              count += is_prime(n)
 *              if n % 10 == 0:
 *                  await asyncio.sleep(0)
 *          return count
 *
 * async_sleep(0) takes no time, only the way to the end of the ready queue:
 * whoever is ready runs first.  n and count have to survive that, so they
 * live in the struct now.
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
        if (self->n % 10 == 0)
            AWAIT(async_sleep(0));
    }
    RETURN(self->count);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
