/* wants: known mistake: returns-no-number */
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

enum { BEGINNING, COUNTING, OVER };

int next(struct countdown *self)
{
    if (self->place == OVER)
        return FINISHED;
    if (self->place == BEGINNING) {
        puts("begin");
        self->place = COUNTING;
        self->n = self->start;
    } else {
        printf("%d is over\n", self->n--);
    }
    puts("lift-off");
    self->place = OVER;
    return FINISHED;
}
