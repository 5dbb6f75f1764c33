/* wants: known mistake: place-never-noted; call 2, next(a): "begin" instead of "3 is over"; C forgets where a function was */
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
    switch (self->place) {
    default:
        return FINISHED;
    case 0:
        puts("begin");
        for (self->n = self->start; self->n > 0; self->n--) {
            return self->n;
    case 1:
            printf("%d is over\n", self->n);
        }
        puts("lift-off");
    }
    self->place = 2;
    return FINISHED;
}
