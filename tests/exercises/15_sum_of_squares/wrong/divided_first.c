/* also wants: known mistake: other-parts; q / 4 is 0 in C, as long as q is less than 4 */
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

struct quarter {
    CORO;
    struct range range;
};

ASYNC(quarter)
{
    BEGIN;
    AWAIT(run_in_executor_with(cores, sum_of_squares, &self->range,
                               sizeof self->range));
    RETURN(awaited());
    END;
}

struct total_of_squares {
    CORO;
    int n;
    struct task *quarters[4];
    int i;
    int64_t sum;
};

ASYNC(total_of_squares)
{
    BEGIN;
    for (int q = 0; q < 4; q++) {
        struct range its = {q / 4 * self->n + 1, (q + 1) / 4 * self->n};
        self->quarters[q] = create_task(coro(quarter, .range = its));
    }
    for (self->i = 0; self->i < 4; self->i++) {
        AWAIT(self->quarters[self->i]);
        self->sum += as_int(awaited());
    }
    RETURN(self->sum);
    END;
}

struct coro ask_for_total(int n)
{
    return coro(total_of_squares, .n = n);
}
