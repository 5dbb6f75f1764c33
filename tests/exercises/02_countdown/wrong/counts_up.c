/* wants: known mistake: counts-up; counts up, from 1 to 3 */
#include <stdio.h>
#include <stdlib.h>

enum { FINISHED = -1, TO_DO = -1000 };

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
    case 0:
        puts("begin");
        for (self->n = 1; self->n <= self->start; self->n++) {
            self->place = 1;
            return self->n;
    case 1:
            printf("%d is over\n", self->n);
        }
        puts("lift-off");
        self->place = 2;
    case 2:
        break;
    }
    return FINISHED;
}
