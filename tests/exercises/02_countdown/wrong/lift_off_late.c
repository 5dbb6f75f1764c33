/* wants: known mistake: ends-too-early; without having printed "lift-off", and the next call prints it */
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
        self->n = self->start;
        self->place = 1;
        break;
    case 1:
        printf("%d is over\n", self->n--);
        break;
    case 2:
        puts("lift-off");
        self->place = 3;
        return FINISHED;
    default:
        return FINISHED;
    }
    if (self->n == 0) {
        self->place = 2;
        return FINISHED;
    }
    return self->n;
}
