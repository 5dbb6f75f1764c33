/* also wants: known mistake: ends-too-early; without having printed "1 is over" */
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


static int give(struct countdown *self)
{
    self->place = self->n > 1 ? 1 : 2;
    return self->n;
}

int next(struct countdown *self)
{
    if (self->place == 2)
        return FINISHED;
    if (self->place == 1) {
        printf("%d is over\n", self->n);
        self->n--;
    } else {
        puts("begin");
        self->n = self->start;
    }
    if (self->n > 0)
        return give(self);
    puts("lift-off");
    self->place = 2;
    return FINISHED;
}
