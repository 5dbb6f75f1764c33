/* wants: known mistake: counts-its-copy; is a copy of what line */
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
    long n, primes;
};

static void test(long n, long primes)
{
    if (is_prime(n))
        primes++;
}

ASYNC(count_primes)
{
    BEGIN;
    for (self->n = 2; self->n <= self->limit; self->n++) {
        test(self->n, self->primes);
        if (self->n % 8 == 0)
            AWAIT(async_sleep(0));
    }
    RETURN(self->primes);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
