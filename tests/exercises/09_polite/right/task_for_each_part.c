/* To wait for a task is a turn for the others, too. */
#include "runtime.h"

static bool is_prime(long n)
{
    blocking_sleep(0.001);
    for (long divisor = 2; divisor * divisor <= n; divisor++)
        if (n % divisor == 0)
            return false;
    return n >= 2;
}

struct count_part {
    CORO;
    long n, to, count;
};

ASYNC(count_part)
{
    BEGIN;
    for (; self->n <= self->to; self->n++)
        self->count += is_prime(self->n);
    RETURN(self->count);
    END;
}

static long smaller(long one, long other)
{
    return one < other ? one : other;
}

struct count_primes {
    CORO;
    long limit;
    long n, count;
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->n = 2; self->n <= self->limit; self->n += 10) {
        AWAIT(create_task(
            coro(count_part, .n = self->n,
                 .to = smaller(self->n + 9, self->limit))));
        self->count += (long)as_int(awaited());
    }
    RETURN(self->count);
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
