/* paper.h - where the feedback is written: 80 columns wide, and not long. */
#ifndef HANDLOOP_PAPER_H
#define HANDLOOP_PAPER_H

#include <stdbool.h>

/* The escape for a colour, "" where nobody sees it. */
const char *green(void);
const char *red(void);
const char *bold(void);
const char *plain(void);

/* "  ok       all three users": broken between words if it is long. */
void print_row(const char *paint, const char *label, const char *text);

/* A paragraph, broken between words. */
void print_wrapped(const char *text);

/* How many lines such a row takes, or such a text (NULL: none). */
int lines_of_row(const char *text);
int lines_of_wrapped(const char *text);

/* Some text as it is, indented: at most so many lines, which are cut behind
 * LINE_COLUMNS. */
enum { LINE_COLUMNS = 72 };
void print_lines(const char *text, int most);

/* Of some long text at most so many lines, around the one that matters. */
void print_around(const char *text, int line, int most);

/* A line of a file, as it stands there. */
void print_source(const char *file, int line);

void print_empty_line(void);

/* How many lines there are still to be. */
int lines_left(void);

int count_lines(const char *text);

#endif
