/* unfold.h - what the macros of coro.h and resume.h stand for. */
#ifndef HANDLOOP_WATCH_UNFOLD_H
#define HANDLOOP_WATCH_UNFOLD_H

#include <stdbool.h>
#include <stdio.h>

#include "watch/place.h"

/* The lines that a macro stands for, with @ for the number of its line, $ for
 * what stands in its parentheses, or # and ~ for the first of these and the
 * rest.  NULL: not a macro of those. */
const char *macro_text(const char *name);

/* Write what the first macro in a place's line stands for, with its number and
 * arguments; where the coroutine has not begun (line 0), BEGIN.  False: there
 * is none. */
bool macro_write(const struct place *place, FILE *out);

#endif
