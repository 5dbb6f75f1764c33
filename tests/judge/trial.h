/* trial.h - is there one small change with which an answer is right?  It is
 * tried out, so that what is said of it was seen. */
#ifndef HANDLOOP_TRIAL_H
#define HANDLOOP_TRIAL_H

#include "changes.h"

enum { MOST_AT_ONCE = 5 };

struct trial {
    int line;               /* 0: none was found */
    const char *words;      /* "`<=` instead of `<`", or "": it is */
    const char *patch;      /* a patch, see patch.h; or NULL */
    int right;              /* so many scenes are right then */
    const char *seen;       /* of a machine: where both part, see looked.h */
    bool adds;              /* a statement, or leaves one out */
    bool is_body;           /* all of a function */
    int places;             /* so many changes at once */
    struct change change[MOST_AT_ONCE];     /* it has no place: it needs more */
};

/* Of an answer that is wrong in this scene, and right in so many others: a
 * change with which all are right, or else one with which more are than now.
 * What is near this line is tried first; a patch is to have room in so many
 * lines.  How it is compiled and run is told by the environment, TRIAL: a command
 * for the shell, about the file $TRIED.c, whose last words call the program in
 * such a way that arguments may follow.  Without it nothing is tried. */
struct trial try_changes_of(int scene, int right, int line, int room);

#endif
