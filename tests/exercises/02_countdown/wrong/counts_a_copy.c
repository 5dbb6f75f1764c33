/* also wants: known mistake: counts-a-copy; takes a copy, n, and line */
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
    int n = self->n;
    switch (self->place) {
    case 0:
        puts("begin");
        self->place = 1;
        self->n = self->start;
        break;
    case 1:
        printf("%d is over\n", n);
        n = n - 1;
        break;
    case 2:
        return FINISHED;
    }
    if (self->place == 1 && n == 0 && self->n != self->start) {
        self->place = 2;
        puts("lift-off");
        return FINISHED;
    }
    return self->n;
}
