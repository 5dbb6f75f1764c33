/* source.h - the source that a program was compiled from, line by line. */
#ifndef HANDLOOP_WATCH_SOURCE_H
#define HANDLOOP_WATCH_SOURCE_H

/* The line of a file, the first being 1; NULL if it cannot be read.  A text
 * lasts until another file is asked for. */
const char *source_line(const char *file, int line);

/* How many lines it has; 0: it cannot be read. */
int source_length(const char *file);

/* The line of ASYNC(coro), or of the function of that name; 1 if there is none
 * of them. */
int source_beginning(const char *file, const char *coro);

/* The line where the header comment ends. */
int header_end(const char *file);

#endif
