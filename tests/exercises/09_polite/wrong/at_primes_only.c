/* wants: known mistake: yields-at-primes; not every number comes as far */
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
    long n, count;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->n = 2; self->n <= self->limit; self->n++) {
        if (!is_prime(self->n))
            continue;
        self->count++;
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
