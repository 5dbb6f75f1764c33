/* Counting up what is over; goto; a local that does not have to survive. */
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
    int left;
    switch (self->place) {
    case 0:
        break;
    case 1:
        goto back;
    default:
        return FINISHED;
    }
    puts("begin");
    self->n = 0;
    while ((left = self->start - self->n) > 0) {
        self->place = 1;
        return left;
back:
        printf("%d is over\n", self->start - self->n);
        self->n++;
    }
    puts("lift-off");
    self->place = 2;
    return FINISHED;
}
