/* wants: known mistake: ends-at-once; has to begin with start; ok 1 of 5 scenes */
/* Exercise 02: a countdown by hand.
 *
 * In Python:
 *
 *      def countdown(start):
 *          print("begin")
 *          for n in range(start, 0, -1):
 *              yield n
 *              print(f"{n} is over")
 *          print("lift-off")
 *
 *      >>> c = countdown(2)
 *      >>> next(c)
 *      begin
 *      2
 *      >>> next(c)
 *      2 is over
 *      1
 *      >>> next(c)
 *      1 is over
 *      lift-off
 *      StopIteration
 *
 * Given: the struct that remembers (add to it if you like), and countdown(),
 * which makes one, as the call in Python does: nothing is printed yet.
 * To write: next().  It returns the numbers, one a call, and prints the lines
 * between; it gives FINISHED when there are no more, and at each call after
 * that again, without a word.  Use a switch of your own, as by_hand() in lesson
 * 02 does; no macros yet.
 *
 * Check it: make exercise-02        Stuck: make hint-02, lesson 02
 */
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
    switch (self->place) {
    case 0:
        puts("begin");
        for (; self->n > 0; self->n--) {
            self->place = 1;
            return self->n;
    case 1:
            printf("%d is over\n", self->n);
        }
        puts("lift-off");
        self->place = 2;
    }
    return FINISHED;
}
