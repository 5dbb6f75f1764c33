/* why.h - why a scene is wrong, in words. */
#ifndef HANDLOOP_WHY_H
#define HANDLOOP_WHY_H

#include "exercise.h"

/* It was played, and perhaps once more. */
struct scene {
    const struct play *play;
    const struct run *run;          /* the one that is judged */
    int number;                     /* from 0, */
    int count, right;               /* of so many, of which so many are right */
};

/* Tell why it is not right. */
void explain_failure(const struct scene *scene);

/* It is right; but if memory was used that is gone, tell that: true. */
bool explain_deadly(const struct scene *scene);

/* Tell of a part that was given, and is another one now; false: none is. */
bool say_given_changed(void);

/* How maintainers call what was told, if the environment asks for LABELS. */
void say_label(const char *name);

#endif
