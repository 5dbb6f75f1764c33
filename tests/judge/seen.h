/* seen.h - what the acts of a run show, and the text of the answer beside them.
 */
#ifndef HANDLOOP_SEEN_H
#define HANDLOOP_SEEN_H

#include "exercise.h"
#include "given.h"

#define EACH_ACT(run, each)                                                  \
    for (const struct act *each = (run)->acts->act,                          \
                          *each##_end = each + act_count((run)->acts);       \
         each < each##_end; each++)

/* In a line of the learner's own. */
bool is_learners(const struct act *act);

void point_at_act(const struct act *act);

/* The last act of the learner's that has a line; NULL: there is none. */
const struct act *last_of_learners(const struct run *run);

/* The learner's own RAISE(code, ...) that was come to; NULL: none was. */
const struct act *own_raise(const struct run *run, int code);

/* The latest await of that frame that gave something before an act; the await
 * itself; and how what it waited for, called so, had ended.  NULL: none. */
const struct act *gave_before(const struct run *run, const struct act *read);
const struct act *await_of(const struct run *run, const struct act *gave);
const struct act *end_before(const struct run *run, const struct act *gave,
                             const char *name);

/* The line of the first await in it that was not come to; 0: there is none. */
int await_never_reached(const struct run *run, const struct item *item);

/* Did the loop give up, since nobody could become ready any more? */
bool is_deadlock(const struct run *run);

/* "0.5 s" */
const char *seconds_of(double seconds);

/* The learner's own that kept the loop first, NULL: nothing did. */
const struct act *own_block(const struct run *run);

/* Point at that line, or the one that calls what keeps the loop, and give the
 * coroutine or function that it is in; NULL: there is none. */
const struct item *point_at_own_block(const struct run *run);

/* Point at the line of the second thing that the coroutine of that name waits
 * for, which may be the line of the first. */
void point_at_second_await(const struct run *run, const char *name);

/* "line 30: 0.4 s, line 43: 0.1 s": each line that sleeps, once. */
const char *sleeps_text(const struct run *run);

/* Did the learner's code await something whose result it never read, and then
 * something else? */
bool left_a_result_unread(const struct run *run);

/* And was the result of the last one read more than once instead?  Says which,
 * and points there. */
bool reads_again(const struct run *run);

/* Where a statement of its own ended that coroutine, RETURN or RAISE, in front
 * of the one that has these tokens: what that does is left out.  NULL: it has
 * not.  line: of that statement. */
const struct act *ended_before(const struct run *run, const char *coroutine,
                               const char *tokens, int *line);

/* Has the coroutine of that name an AWAIT at all? */
bool has_await(const char *coroutine);

#endif
