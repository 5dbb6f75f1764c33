/* The number is told by how many calls there were. */
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
    int calls = self->place;
    if (calls > self->start && calls > 0)
        if (calls > self->start + 1 || self->start < 0)
            return FINISHED;
    if (calls == 0)
        puts("begin");
    else if (calls <= self->start)
        printf("%d is over\n", self->start - calls + 1);
    else
        return FINISHED;
    self->place++;
    if (calls < self->start)
        return self->start - calls;
    puts("lift-off");
    self->place = self->start + 2;
    return FINISHED;
}
