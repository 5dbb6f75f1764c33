/* wants: known mistake: numbers-left-out; is_prime() was called 0 times */
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
};

ASYNC(count_primes)
{
    BEGIN;
    RETURN(62);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
