/* python.h - the Python that a program's header comment gives for it. */
#ifndef HANDLOOP_WATCH_PYTHON_H
#define HANDLOOP_WATCH_PYTHON_H

/* The Python in the header comment, line by line, the first being 0; NULL
 * behind the last. */
const char *python_line(const char *file, int line);

/* Which of these lines says what the AWAIT at this line of a coroutine says;
 * -1 if none does. */
int python_of(const char *file, const char *coro, int line);

/* Where the function of that name begins in the Python; 0 if there is none. */
int python_def(const char *file, const char *coro);

#endif
