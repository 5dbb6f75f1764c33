/* Exercise 15: the sum of squares, on two processors.
 *
 * Computing 1*1 + 2*2 + ... + n*n takes four milliseconds a number, on a slow
 * machine.  In Python:
 *
 *      pool = ProcessPoolExecutor(2)           # once, for all who ask
 *
 *      parts = [loop.run_in_executor(pool, sum_of_squares, range(...)), ...]
 *      total = sum(await asyncio.gather(*parts))
 *
 * Given: sum_of_squares, the work, and struct range, its argument.
 * To write: open_cores, which is called once, before anybody asks; what it
 * makes lasts as long as the loop.  And total_of_squares, which returns the sum
 * for 1 to n.
 *      - Two processes work at the same time, however many ask, and this one
 *        does none of it.
 *      - In four parts, so that both have enough to do: 1 to n/4, and so on.  n
 *        is a multiple of four.
 *      - If a part fails, the failure is for the caller.
 *
 * An argument that is more than a number goes there as bytes:
 *
 *      run_in_executor_with(pool, sum_of_squares, &part, sizeof part)
 *
 * Check it: make exercise-15        Stuck: make hint-15, lesson 15
 */
#include "runtime.h"

bool open_cores(void);                      /* the check calls this first, */
struct coro ask_for_total(int n);           /* then this, */
extern int calls_here;                      /* and looks at that */

/* --- the work ------------------------------------------------------------ */

struct range {
    int first, last;
};

enum { LARGEST = 100000 };

int calls_here;                 /* of sum_of_squares, in this process */

static struct value sum_of_squares(struct value bytes)
{
    const struct range *range = as_pointer(bytes);
    long sum = 0;
    calls_here++;
    if (range->last > LARGEST)
        return job_raise(ERANGE, "%d is too large", range->last);
    for (long i = range->first; i <= range->last; i++)
        sum += i * i;
    blocking_sleep(0.004 * (range->last - range->first + 1));
    return value_int(sum);
}

/* --- yours --------------------------------------------------------------- */

static struct executor *cores;

/* Are they there? */
bool open_cores(void)
{
    cores = NULL;               /* TODO: two processes */
    return true;
}

struct total_of_squares {
    CORO;
    int n;
    struct range all;
};

ASYNC(total_of_squares)
{
    BEGIN;
    RAISE(ENOSYS, "TODO");      /* TODO: delete this line, and share the work */
    self->all = (struct range){1, self->n};
    RETURN(as_int(sum_of_squares(value_pointer(&self->all))));
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
