/* wants: known mistake: runs-on */
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
    case 1:
        printf("%d is over\n", self->n);
        self->n--;
        break;
    default:
        return FINISHED;
    }
    if (self->n > 0) {
        self->place = 1;
        return self->n;
    }
    puts("lift-off");
    self->place = 2;
    return FINISHED;
}
