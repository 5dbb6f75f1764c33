/* also wants: known mistake: numbers-left-out; goes on only below self->limit */
#include "runtime.h"

static bool is_prime(long n)
{
    blocking_sleep(0.001);      /* stands for the computing of a slow machine */
    for (long divisor = 2; divisor * divisor <= n; divisor++)
        if (n % divisor == 0)
            return false;
    return n >= 2;
}

struct chunk {
    CORO;
    long a, b, hits;
};

ASYNC(chunk)
{
    BEGIN;
    for (; self->a < self->b; self->a++)
        self->hits += is_prime(self->a);
    AWAIT(async_sleep(0));
    RETURN(self->hits);
    END;
}

struct count_primes {
    CORO;
    long limit;
    long sum, start;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->start = 2; self->start < self->limit; self->start += 8) {
        AWAIT(coro(chunk, .a = self->start,
                   .b = self->start + 8 < self->limit ? self->start + 8
                                                      : self->limit));
        self->sum += as_int(awaited());
    }
    RETURN(self->sum);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
