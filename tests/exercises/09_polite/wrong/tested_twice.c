/* wants: known mistake: tested-twice; called 361 times */
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
    long n, result;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->n = 2; self->n <= self->limit; self->n++) {
        if (is_prime(self->n))
            self->result += is_prime(self->n);
        AWAIT(async_sleep(0));
    }
    RETURN(self->result);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
