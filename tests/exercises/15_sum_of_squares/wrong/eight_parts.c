/* wants: known mistake: too-many-parts; given away in 16 calls */
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

enum { PARTS = 8 };

struct total_of_squares {
    CORO;
    int n, i;
    int64_t total;
    struct range part;
    struct future *jobs[PARTS];
};

ASYNC(total_of_squares)
{
    BEGIN;
    for (int i = 0; i < PARTS; i++) {
        self->part = (struct range){i * self->n / PARTS + 1,
                                    (i + 1) * self->n / PARTS};
        self->jobs[i] = run_in_executor_with(cores, sum_of_squares, &self->part,
                                             sizeof self->part);
    }
    for (self->i = 0; self->i < PARTS; self->i++) {
        AWAIT(self->jobs[self->i]);
        self->total += as_int(awaited());
    }
    RETURN(self->total);
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
