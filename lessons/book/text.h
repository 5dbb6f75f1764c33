/* text.h - a file as lines, and pieces of them. */
#ifndef BOOK_TEXT_H
#define BOOK_TEXT_H

#include <stdbool.h>
#include <stdio.h>

struct text {
    const char *name;           /* of the file, for complaints */
    char **lines;               /* without their newlines */
    int count;
};

/* A file; the program ends if it cannot be read. */
struct text text_read(const char *name);

/* Does the text begin so? */
bool begins(const char *text, const char *with);

/* Say what is wrong, "NOTES.md:12: ...", and end the program. */
_Noreturn void refuse(const struct text *text, int line, const char *why);

/* A text as HTML, and so many bytes of one. */
void put(FILE *out, const char *text);
void put_part(FILE *out, const char *text, size_t length);

#endif
