/* wants: known mistake: goes-on-untested; begins the next round before line */
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

ASYNC(count_primes)
{
    BEGIN;
    self->n = 1;
    while (self->n < self->limit) {
        self->n++;
        if (self->n % 10 == 0) {
            AWAIT(async_sleep(0));
            continue;
        }
        if (is_prime(self->n) == true)
            self->primes++;
    }
    RETURN(self->primes);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
