/* also wants: known mistake: end-not-noted; got call 2, next(a): "begin"; 37 | return FINISHED */
#include <stdio.h>
#include <stdlib.h>

enum { FINISHED = -1, TO_DO = -1000 };

struct countdown;
struct countdown *countdown(int start);
int next(struct countdown *self);

struct countdown {
    _Bool started, over;
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
    if (!self->started) {
        puts("begin");
        self->n = self->start;
        if (self->n > 0) {
            self->started = 1;
            return self->n;
        }
        puts("lift-off");
        return FINISHED;
    }
    if (self->over)
        return FINISHED;
    printf("%d is over\n", self->n);
    self->n -= 1;
    if (self->n == 0) {
        puts("lift-off");
        self->over = 1;
        return FINISHED;
    }
    return self->n;
}
