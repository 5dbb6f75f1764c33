/* wants: known mistake: part-beyond-the-limit; the last one too */
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
    long limit, n, count;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->n = 2; self->n < self->limit; self->n += 10) {
        for (long i = self->n; i < self->n + 10; i++)
            self->count += is_prime(i);
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
