/* wants: known mistake: crash */
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
    struct countdown *kept = NULL;
    if (self->place == 0)
        puts("begin");
    else
        printf("%d is over\n", kept->n);
    self->place = 1;
    return self->start;
}
