/* wants: known mistake: local-behind-an-await; reads 0 again; long count = 0 */
#include "runtime.h"

static bool is_prime(long n)
{
    blocking_sleep(0.001);
    for (long divisor = 2; divisor * divisor <= n; divisor++)
        if (n % divisor == 0)
            return false;
    return n >= 2;
}

struct count_primes {
    CORO;
    long limit;
    long n;
};

ASYNC(count_primes)
{
    long count = 0;
    BEGIN;
    for (self->n = 2; self->n <= self->limit; self->n++) {
        count += is_prime(self->n);
        if (self->n % 10 == 0)
            AWAIT(async_sleep(0));
    }
    RETURN(count);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
