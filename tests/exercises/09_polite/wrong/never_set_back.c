/* wants: known mistake: never-set-back; Line 25 counts 'since' */
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
    long number, primes;
    int since;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->number = 2; self->number <= self->limit; self->number++) {
        self->primes += is_prime(self->number);
        self->since++;
        if (self->since == 10)
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
