/* wants: known mistake: place-counts-calls; adds 1 to place at each call */
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
    switch (self->place++) {
    case 0:
        printf("begin\n");
        self->n = self->start;
        break;
    case 1:
        printf("%d is over\n", self->n);
        self->n--;
        break;
    default:
        return FINISHED;
    }
    if (self->n >= 1) {
        return self->n;
    }
    printf("lift-off\n");
    return FINISHED;
}
