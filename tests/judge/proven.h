/* proven.h - mistakes that prove themselves: the acts of the run and the text
 * of the source show them, whatever the exercise is about. */
#ifndef HANDLOOP_PROVEN_H
#define HANDLOOP_PROVEN_H

#include "exercise.h"

/* Wrong even if it went well this time: memory.c. */
extern const struct mistake deadly_mistakes[];

/* Does it use an array behind its end?  text.c. */
bool used_behind_its_end(const struct run *run);

/* A text with the right words, and other marks between them: nearly.c. */
extern const struct mistake nearly_mistakes[];

/* What is indented as if it stood in braces: indented.c. */
extern const struct mistake indented_mistakes[];

/* Asked when something is wrong: values.c, arithmetic.c, failures.c, waiting.c,
 * locals.c, tasks.c. */
extern const struct mistake value_mistakes[], arithmetic_mistakes[],
    failure_mistakes[], waiting_mistakes[], local_mistakes[], task_mistakes[];

/* Asked when the exercise knows nothing better: tasks.c, waiting.c,
 * failures.c. */
extern const struct mistake maker_mistakes[], unawaited_mistakes[],
    step_mistakes[], raised_mistakes[];

/* Proven, too, and yet there may be a small change that makes it right:
 * text.c. */
extern const struct mistake text_mistakes[];

/* What is read and was not set: unset.c. */
extern const struct mistake unset_mistakes[];

/* A loop that never comes to its second round: text.c. */
extern const struct mistake round_mistakes[];

/* A list whose links are changed while somebody walks along them: text.c. */
extern const struct mistake link_mistakes[];

/* An argument that is not given, or is a copy that is counted, or that no line
 * looks at: text.c. */
extern const struct mistake left_out_mistakes[], argument_mistakes[];

/* A number that no right answer has: values.c. */
extern const struct mistake number_mistakes[];

/* Asked when the exercise knows nothing better: broken.c. */
extern const struct mistake plain_mistakes[];

/* What no line does, and every right answer: neglected.c. */
extern const struct mistake neglected_mistakes[];

/* What the runtime said, in the line that has these words, is what was found;
 * point at the place behind them, "file.c:12", if it is the learner's; or say
 * who was running last.  known.c. */
bool complained(const struct run *run, const char *words);
void point_behind(const char *message, const char *words);
bool point_at_text(const char *place);
bool found_running(const struct run *run, const char *what);

/* The case that is being judged, from 0. */
extern int case_judged;

#endif
