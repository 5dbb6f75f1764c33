/* text.c - a file as lines, and pieces of them. */
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view/quote.h"

static _Noreturn void give_up(const char *name, const char *why)
{
    fprintf(stderr, "book: %s: %s\n", name, why);
    exit(1);
}

/* All of a file, with a newline at its end. */
static char *read_all(const char *name)
{
    char *bytes = NULL;
    size_t used = 0, room = 0, got = 1;
    FILE *file = fopen(name, "r");
    if (!file)
        give_up(name, strerror(errno));
    while (got > 0) {
        if (room - used < 4096 &&
            !(bytes = realloc(bytes, room = 2 * room + 8192)))
            give_up(name, strerror(ENOMEM));
        got = fread(bytes + used, 1, room - used - 2, file);
        used += got;
    }
    fclose(file);
    if (used > 0 && bytes[used - 1] != '\n')
        bytes[used++] = '\n';
    bytes[used] = '\0';
    return bytes;
}

struct text text_read(const char *name)
{
    struct text text = {.name = name};
    char *bytes = read_all(name);
    for (const char *c = bytes; *c; c++)
        text.count += *c == '\n';
    text.lines = calloc((size_t)text.count + 1, sizeof *text.lines);
    if (!text.lines)
        give_up(name, strerror(ENOMEM));
    for (int i = 0; i < text.count; i++) {
        text.lines[i] = bytes;
        bytes = strchr(bytes, '\n');
        *bytes++ = '\0';
    }
    return text;
}

bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

void refuse(const struct text *text, int line, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", text->name, line + 1, why);
    exit(1);
}

void put(FILE *out, const char *text)
{
    quote_html(out, text, strlen(text));
}

void put_part(FILE *out, const char *text, size_t length)
{
    quote_html(out, text, length);
}
