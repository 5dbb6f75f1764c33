/* also wants: known mistake: lost-local; its locals are gone */
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
    long count;
};

ASYNC(count_primes)
{
    BEGIN;
    for (long n = 2; n <= self->limit; n++) {
        self->count += is_prime(n);
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
