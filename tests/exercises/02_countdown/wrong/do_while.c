/* wants: known mistake: gives-before-it-asks; runs its body once */
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

enum { AT_START, COUNTING, OVER };

int next(struct countdown *self)
{
    switch (self->place) {
    case AT_START:
        puts("begin");
        self->n = self->start;
        do {
            self->place = COUNTING;
            return self->n;
    case COUNTING:
            printf("%d is over\n", self->n);
            self->n -= 1;
        } while (self->n > 0);
        puts("lift-off");
        self->place = OVER;
        break;
    default:
        break;
    }
    return FINISHED;
}
