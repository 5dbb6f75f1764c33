/* When it has been long enough, by the clock: ten times 0.001 may be a little
 * less than 0.01. */
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
    long n, count;
    double began;
};

ASYNC(count_primes)
{
    BEGIN;
    self->began = loop_time();
    for (self->n = 2; self->n <= self->limit; self->n++) {
        self->count += is_prime(self->n);
        if (loop_time() - self->began < 0.01)
            continue;
        AWAIT(async_sleep(0));
        self->began = loop_time();
    }
    RETURN(self->count);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
