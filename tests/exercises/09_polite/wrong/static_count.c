/* wants: known mistake: left-over; The first time it is right; one for all calls */
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
};

ASYNC(count_primes)
{
    static long n, count;
    BEGIN;
    for (n = 2; n <= self->limit; n++) {
        count += is_prime(n);
        if (n % 10 == 0)
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
