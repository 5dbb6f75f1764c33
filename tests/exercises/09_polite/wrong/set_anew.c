/* wants: known mistake: set-anew; sets 'without_pause' anew in each round */
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
    long total, candidate;
    int without_pause;
};

ASYNC(count_primes)
{
    BEGIN;
    self->candidate = 2;
    while (self->candidate <= self->limit) {
        if (is_prime(self->candidate))
            self->total = self->total + 1;
        self->candidate = self->candidate + 1;
        self->without_pause++;
        if (self->without_pause >= 10) {
            AWAIT(async_sleep(0));
        }
        self->without_pause = 0;
    }
    RETURN(self->total);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
