/* predict.h - who runs next?  The question, and whether the answer was
 * right. */
#ifndef HANDLOOP_STEP_PREDICT_H
#define HANDLOOP_STEP_PREDICT_H

#include <stdbool.h>
#include <stddef.h>

#include "step/view.h"

enum { GUESSES = 9 };

struct question {
    struct standing choices[GUESSES];   /* 1 is the first */
    size_t count;
    size_t next;                        /* the moment that is asked for */
    char why[200];                      /* that one */
};

/* Who runs in the step behind this one?  False: nobody, it is the last. */
bool predict_ask(const struct view *view, struct question *question);

/* The question, where the panel was. */
void view_question(struct view *view, const struct question *question);

/* Was this choice (0 is the first) the right one?  The words are for the view's
 * message; it counts all answers. */
void predict_judge(struct view *view, const struct question *question,
                   int choice);

#endif
