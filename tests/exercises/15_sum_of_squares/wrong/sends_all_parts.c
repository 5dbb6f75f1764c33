/* wants: known mistake: other-size; sends 32 bytes (`sizeof self->parts`) */
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

static struct executor *two;

bool open_cores(void)
{
    two = process_pool(2);
    return two;
}

struct total_of_squares {
    CORO;
    int n;
    struct range parts[4];
    struct value sums[4];
    struct future *jobs[4];
    int i;
    int64_t total;
};

ASYNC(total_of_squares)
{
    BEGIN;
    for (int i = 0; i < 4; i++) {
        self->parts[i].first = self->n / 4 * i + 1;
        self->parts[i].last = self->n / 4 * (i + 1);
        self->jobs[i] = run_in_executor_with(two, sum_of_squares,
                                             &self->parts, sizeof self->parts);
    }
    for (self->i = 0; self->i < 4; self->i++) {
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
