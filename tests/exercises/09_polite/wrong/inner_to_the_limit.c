/* also wants: known mistake: yields-too-seldom; In between is the loop of line */
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
    long n, total;
    long end;
};

ASYNC(count_primes)
{
    BEGIN;
    self->n = 2;
    while (self->n <= self->limit) {
        self->end = self->n + 10;
        for (; self->n <= self->limit; self->n++)
            self->total += is_prime(self->n);
        AWAIT(async_sleep(0));
    }
    RETURN(self->total);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
