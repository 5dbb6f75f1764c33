/* given.h - what an exercise gives, and what it leaves to the learner: told by
 * its stub, its solution and its check. */
#ifndef HANDLOOP_GIVEN_H
#define HANDLOOP_GIVEN_H

#include "source.h"

/* The sources of this exercise, and of the answer. */
struct sources {
    struct source stub, solution, check, answer;
};

/* Read once; source.file is NULL of what cannot be read. */
const struct sources *sources(void);

/* The right answers' sources: the solution, and those of the tests. */
const struct source *right_sources(size_t *count);

/* What the answer is compiled from: "exercises/04_in_sequence.c". */
const char *answer_file(void);

/* The program that is this answer, as it was called. */
void answer_is(const char *program);
const char *answer_program(void);

/* What its right answers did: see facts.h. */
const char *right_facts_file(void);

/* "04_in_sequence" */
const char *exercise_name(void);

/* A coroutine or function that is given: by the stub, whose solution leaves it
 * alone, or by the check, which the stub then speaks of. */
bool is_given(const char *name);

/* A coroutine of the stub that is for the learner to write. */
bool is_asked_for(const char *name);

/* What was given, and is another one in the answer; NULL: nothing.  Then
 * *here is the answer's, NULL if it is not there. */
const struct item *given_changed(const struct item **here);

/* What the stub asks of this function: the words of its TODOs; "" if there are
 * none, or too many to be quoted. */
const char *asked_of(const char *function);

/* A function that the stub has as the solution has it. */
bool is_given_whole(const char *function);

/* Is this the answer's file? */
bool is_answer(const char *file);

/* Has the stub this very line, in the same item? */
bool line_is_given(int line);

/* Has nothing to stay as it is in the stub?  (The machine of exercises 31 to
 * 36.) */
bool is_free_answer(void);

#endif
