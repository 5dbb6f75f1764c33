/* Two tasks share each turn, five numbers each. */
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
    for (; self->n <= self->to; self->n++) {
        self->count += is_prime(self->n);
        if (self->n % 5 == 0)
            AWAIT(async_sleep(0));
    }
    RETURN(self->count);
    END;
}

struct count_primes {
    CORO;
    long limit;
    struct value counts[2];
};

ASYNC(count_primes)
{
    BEGIN;
    AWAIT(gather(self->counts,
                 coro(count_part, .n = 2, .to = self->limit / 2),
                 coro(count_part, .n = self->limit / 2 + 1,
                      .to = self->limit)));
    RETURN(as_int(self->counts[0]) + as_int(self->counts[1]));
    END;
}

struct coro prime_counter(long limit);

struct coro prime_counter(long limit)
{
    return coro(count_primes, .limit = limit);
}
