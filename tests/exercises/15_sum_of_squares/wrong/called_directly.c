/* wants: known mistake: blocking-sleep */
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

bool open_cores(void)
{
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
    self->all = (struct range){1, self->n};
    RETURN(as_int(sum_of_squares(value_pointer(&self->all))));
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
