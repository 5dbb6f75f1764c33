/* wants: known mistake: starts-again; C forgets where a function was */
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
    puts("begin");
    for (self->n = self->start; self->n > 0; self->n--) {
        return self->n;
        printf("%d is over\n", self->n);
    }
    puts("lift-off");
    return FINISHED;
}
