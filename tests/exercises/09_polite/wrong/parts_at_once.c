/* wants: known mistake: all-in-one-turn; they keep it for 299 ms together; Many small tasks made at once are one long turn */
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
    long n, count, i;
    struct task *parts[100];
};

ASYNC(count_primes)
{
    BEGIN;
    for (self->i = 0; 10 * self->i + 2 <= self->limit; self->i++)
        self->parts[self->i] = create_task(
            coro(count_part, .n = 10 * self->i + 2,
                 .to = smaller(10 * self->i + 11, self->limit)));
    for (self->n = 0; self->n < self->i; self->n++) {
        AWAIT(self->parts[self->n]);
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
