/* wants: n is a local variable: each call has a new one; self->n */
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
    int n;
    switch (self->place) {
    default:
        return FINISHED;
    case 0:
        puts("begin");
        for (n = self->start; n > 0; n--) {
            self->place = 1;
            return n;
    case 1:
            printf("%d is over\n", n);
        }
        puts("lift-off");
    }
    self->place = 2;
    return FINISHED;
}
