/* wants: known mistake: printed-only; printed 3, and returned 0 */
#include <stdio.h>
#include <stdlib.h>

enum { FINISHED = -1 };

struct countdown;
struct countdown *countdown(int start);
int next(struct countdown *self);

struct countdown {
    int place;          /* 0: the beginning */
    int start;
    int n;
};

/* A new one, which whoever called frees. */
struct countdown *countdown(int start)
{
    struct countdown *self = calloc(1, sizeof *self);
    if (self)
        self->start = start;
    return self;
}

int next(struct countdown *self)
{
    switch (self->place) {
    default:
        return FINISHED;                    /* it has been finished before */
    case 0:
        puts("begin");
        for (self->n = self->start; self->n > 0; self->n--) {
            self->place = 1;                /* note the place, */
            printf("%d\n", self->n);
            return 0;
    case 1:                                 /* and come back here */
            printf("%d is over\n", self->n);
        }
        puts("lift-off");
    }
    self->place = 2;                        /* the end is a place, too */
    return FINISHED;
}
