/* web.h - asking the app that an exercise is about, while a heart beats. */
#ifndef HANDLOOP_WEB_H
#define HANDLOOP_WEB_H

#include "web/app.h"
#include "exercise.h"

/* --- in the child ------------------------------------------------------- */

enum { MOST_AT_ONCE = 10 };

/* GET path so many times at once, and right behind them once what stands in
 * behind, if anything.  Gives the last answer, and notes it as "answer"; as
 * "took" how many seconds it was there after; as "behind" the same of the one
 * behind; and as "late" by how much the heart was, at most. */
MUST_USE
struct coro ask_at_once(struct app *app, int count, const char *path,
                        const char *behind);

/* GET path twice, the second time half a second later: "first; second". */
MUST_USE
struct coro ask_staggered(struct app *app, const char *path);

/* GET path of an app whose answers may take that long: gives the answer. */
MUST_USE
struct coro ask_within(struct app *app, double limit, const char *path);

/* In main: what the app reports goes to stderr, and the stub's ENOSYS makes
 * the run one that is to do. */
void hear_the_app(void);

/* --- judging ------------------------------------------------------------ */

/* What was noted as a number, -1 if nothing; and as a text, "" if nothing. */
double noted_seconds(const struct run *run, const char *key);
const char *noted_text(const struct run *run, const char *key);

/* These say yours().  Are the words in the answer?  Did it take that long?
 * Did the heart go on beating? */
bool answer_has(const struct run *run, const char *words);
bool answered_after(const struct run *run, double seconds);
bool others_went_on(const struct run *run);

/* "nobody else could run for 1.5 s" */
const char *standstill_text(const struct run *run);

bool nearly(double a, double b);      /* to the hundredth */

#endif
