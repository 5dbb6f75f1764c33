/* wants: known mistake: never-polite; kept the loop for 299 ms in one step; async in name only */
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
    long count = 0;
    BEGIN;
    for (long n = 2; n <= self->limit; n++)
        count += is_prime(n);
    RETURN(count);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
