/* wants: known mistake: shifted-parts; Each begins 1 too early; 251 to 500, 501 to 750 */
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
    cores = process_pool(2);
    return cores != NULL;
}

struct total_of_squares {
    CORO;
    int n;
    struct range part;
    struct awaitable jobs[4];
    struct value sums[4];
};

ASYNC(total_of_squares)
{
    BEGIN;
    for (int i = 0; i < 4; i++) {
        self->part = (struct range){i * self->n / 4, (i + 1) * self->n / 4};
        self->jobs[i] = awaitable(run_in_executor_with(
            cores, sum_of_squares, &self->part, sizeof self->part));
    }
    AWAIT(gather_array(self->sums, 4, self->jobs));
    RETURN(as_int(self->sums[0]) + as_int(self->sums[1]) +
           as_int(self->sums[2]) + as_int(self->sums[3]));
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
