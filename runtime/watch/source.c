/* source.c - a program's source, line by line. */
#include "watch/source.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file that was asked for last is kept, cut into lines. */
static struct {
    char *name, *text;
    char **lines;
    int count;
} source;

static void forget_source(void)
{
    free(source.name);
    free(source.text);
    free(source.lines);
    memset(&source, 0, sizeof source);
}

static char *read_whole(const char *name)
{
    FILE *file = fopen(name, "r");
    if (!file)
        return NULL;
    size_t room = 1 << 20;
    char *text = calloc(1, room);
    if (text)
        text[fread(text, 1, room - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void cut_into_lines(void)
{
    for (const char *c = source.text; *c; c++)
        source.count += *c == '\n';
    source.lines = calloc((size_t)source.count + 1, sizeof *source.lines);
    char *line = source.text;
    for (int i = 0; source.lines && i < source.count; i++) {
        source.lines[i] = line;
        line = strchr(line, '\n');
        *line++ = '\0';
    }
}

static bool have_source(const char *name)
{
    if (source.name && strcmp(source.name, name) == 0)
        return source.lines != NULL;
    forget_source();
    source.name = malloc(strlen(name) + 1);
    if (source.name)
        strcpy(source.name, name);
    source.text = read_whole(name);
    if (source.text)
        cut_into_lines();
    return source.lines != NULL;
}

const char *source_line(const char *file, int line)
{
    if (!have_source(file) || line < 1 || line > source.count)
        return NULL;
    return source.lines[line - 1];
}

int source_length(const char *file)
{
    return have_source(file) ? source.count : 0;
}

int header_end(const char *file)
{
    int line = 1;
    while (line < source_length(file) && !strstr(source_line(file, line), "*/"))
        line++;
    return line;
}

/* Does this line begin a coroutine: ASYNC(coro), or, of one made by hand, the
 * function? */
static bool begins(const char *line, const char *coro)
{
    char async[80], function[80];
    snprintf(async, sizeof async, "ASYNC(%.60s)", coro);
    snprintf(function, sizeof function, "%.60s(", coro);
    const char *name = strstr(line, function);
    bool is_whole = name && (name == line || strchr(" *", name[-1]));
    return strncmp(line, async, strlen(async)) == 0 ||
           (is_whole && !strchr(" */#", line[0]) && !strchr(line, ';'));
}

int source_beginning(const char *file, const char *coro)
{
    for (int i = source_length(file); i > 1; i--)
        if (begins(source_line(file, i), coro))
            return i;
    return 1;
}
