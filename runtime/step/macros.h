/* macros.h - what the macros of coro.h and resume.h stand for. */
#ifndef HANDLOOP_STEP_MACROS_H
#define HANDLOOP_STEP_MACROS_H

/* The lines that a macro stands for, with @ for the number of its line, $ for
 * what stands in its parentheses, or # and ~ for the first of these and the
 * rest.  NULL: not a macro of those. */
const char *macro_text(const char *name);

#endif
