/* wants: known mistake: real-for-whole; a double */
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
    cores = process_pool(2);
    return cores != NULL;
}

struct total_of_squares {
    CORO;
    int n;
    struct range parts[4];
    struct future *sums[4];
    int i;
    int64_t total;
    double real;
};

ASYNC(total_of_squares)
{
    BEGIN;
    for (int i = 0; i < 4; i++)
        self->parts[i] = (struct range){i * self->n / 4 + 1, (i + 1) * self->n / 4};
    for (int i = 0; i < 4; i++)
        self->sums[i] = run_in_executor_with(cores, sum_of_squares,
                                             &self->parts[i], sizeof self->parts[i]);
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT(self->sums[self->i]);
        self->real += (double)as_int(awaited());
    }
    RETURN(self->real);
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
