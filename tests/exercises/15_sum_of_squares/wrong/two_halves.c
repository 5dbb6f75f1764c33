/* wants: known mistake: too-few-parts; given away in 4 calls */
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

bool open_cores(void)
{
    cores = process_pool(4);
    return cores != NULL;
}

struct total_of_squares {
    CORO;
    int n;
    struct range a, b;
    struct value sums[2];
};

ASYNC(total_of_squares)
{
    BEGIN;
    self->a = (struct range){1, self->n / 2};
    self->b = (struct range){self->n / 2 + 1, self->n};
    AWAIT(gather(self->sums, run_in_executor_with(cores, sum_of_squares, &self->a, sizeof self->a),
                 run_in_executor_with(cores, sum_of_squares, &self->b, sizeof self->b)));
    RETURN(as_int(self->sums[0]) + as_int(self->sums[1]));
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
