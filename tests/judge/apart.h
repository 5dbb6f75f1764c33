/* apart.h - run a function in a process of its own, whatever becomes of it. */
#ifndef HANDLOOP_APART_H
#define HANDLOOP_APART_H

enum { CAME_BACK = 0, TOO_LATE = -1, NOT_BEGUN = -2 };

/* function(arg) in a child of ours; what it starts itself ends with it.
 *
 * Gives CAME_BACK (also if it called exit()), the number of the signal that
 * ended it, TOO_LATE if it was ended after so many seconds, or NOT_BEGUN if
 * there can be no other process. */
int run_apart(void (*function)(int arg), int arg, unsigned seconds);

#endif
