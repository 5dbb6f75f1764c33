/* python.c - the Python of a program's header comment, beside its C. */
#include "watch/python.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "watch/source.h"

enum { NAME = 80 };

/* --- its lines ----------------------------------------------------------- */

/* Behind the line that speaks of Python, the indented lines of the comment. */
const char *python_line(const char *file, int line)
{
    bool inside = false;
    int number = 0;
    for (int i = 1; i <= source_length(file); i++) {
        const char *text = source_line(file, i);
        bool blank = strcmp(text, " *") == 0;
        bool indented = strncmp(text, " *      ", 8) == 0;
        if (strstr(text, "*/"))
            break;
        if (inside && number > 0 && !indented && !blank)
            break;
        if (inside && (indented || number > 0) && number++ == line)
            return indented ? text + 8 : "";
        inside |= strstr(text, "Python") != NULL;
    }
    return NULL;
}

static int indent_of(const char *text)
{
    return (int)strspn(text, " ");
}

/* The lines of a function, its "def" at from, to what is not of it any more.
 * False if there is none of that name. */
static bool find_def(const char *file, const char *coro, int *from, int *to)
{
    char wanted[NAME];
    const char *line;
    snprintf(wanted, sizeof wanted, "def %.60s(",
             strcmp(coro, "async_main") == 0 ? "main" : coro);
    for (*from = 0; (line = python_line(file, *from)); ++*from)
        if (strstr(line, wanted))
            break;
    if (!line)
        return false;
    int indent = indent_of(line);
    for (*to = *from + 1; (line = python_line(file, *to)); ++*to)
        if (*line && indent_of(line) <= indent)
            break;
    return true;
}

int python_def(const char *file, const char *coro)
{
    int from, to;
    return find_def(file, coro, &from, &to) ? from : 0;
}

/* Is this line a part of some function but main, which speaks for many? */
static bool inside_a_def(const char *file, int line)
{
    int def = -1;               /* its indent; -1: outside */
    for (int i = 0; i <= line; i++) {
        const char *text = python_line(file, i);
        if (*text && indent_of(text) <= def)
            def = -1;
        if (strstr(text, "def ") && !strstr(text, "def main("))
            def = indent_of(text);
    }
    return def >= 0;
}

/* --- which line of it? ---------------------------------------------------
 *
 * An AWAIT in C and an await in Python correspond if they are the same one,
 * counted in the same function, of those that await the same thing.  What
 * stands in no function of the Python may stand in any of the C.
 */
struct wait {
    char word[NAME];            /* "gather": what is awaited, */
    const char *call;           /* and how that looks in Python */
    bool own;                   /* or a variable of the coroutine's */
    double seconds;             /* of a sleep; -1 */
};

/* What asyncio calls it, where that is another word. */
static const struct {
    const char *c, *python;
} called[] = {
    {"gather", "gather("},               {"event_wait", ".wait("},
    {"semaphore_acquire", "async with"}, {"lock_acquire", "async with"},
    {"async_queue_put", ".put("},        {"async_queue_get", ".get("},
    {"group_exit", "TaskGroup("},        {"stream_readline", ".readline("},
    {"stream_drain", ".drain("},         {"wait_tasks", ".wait("},
};

static const char *behind(const char *text, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : text;
}

/* What an AWAIT in this line awaits; false if there is none. */
static bool find_wait(const char *line, struct wait *wait)
{
    const char *from = line ? strstr(line, "AWAIT(") : NULL;
    if (!from)
        return false;
    from = behind(behind(from, "AWAIT("), "coro(");
    *wait = (struct wait){.own = strncmp(from, "self->", 6) == 0,
                          .seconds = -1};
    from = behind(from, "self->");
    sscanf(from, "async_sleep(%lf)", &wait->seconds);
    if (strncmp(from, "async_queue", 11) != 0)
        from = behind(from, "async_");
    size_t length = 0;
    while ((isalnum((unsigned char)from[length]) || from[length] == '_') &&
           length + 1 < NAME)
        length++;
    snprintf(wait->word, NAME, "%.*s", (int)length, from);
    for (size_t i = 0; i < sizeof called / sizeof *called; i++)
        if (strncmp(wait->word, called[i].c, strlen(called[i].c)) == 0) {
            wait->call = called[i].python;
            strcpy(wait->word, called[i].c);
        }
    return length > 0;
}

static const char *find_call(const char *line, const struct wait *wait)
{
    const char *await = strstr(line, "await ");
    if (wait->call && strcmp(wait->call, "async with") == 0)
        return strstr(line, wait->call);
    if (wait->call && strcmp(wait->call, "TaskGroup(") == 0)
        return strstr(line, wait->call);
    if (await && wait->own && behind(await + 6, wait->word) == await + 6)
        await = NULL;
    return await ? strstr(await, wait->call ? wait->call : wait->word) : NULL;
}

static bool awaits_it(const char *line, const struct wait *wait)
{
    const char *found = find_call(line, wait);
    if (!found || wait->call)
        return found;
    char next = found[strlen(wait->word)];
    return !isalnum((unsigned char)next) && next != '_';
}

/* Is it a sleep of as many seconds? */
static bool sleeps_as_long(const char *line, const struct wait *wait)
{
    double seconds = -1;
    const char *sleep = strstr(line, "sleep(");
    if (sleep)
        sscanf(sleep, "sleep(%lf)", &seconds);
    return wait->seconds >= 0 && seconds >= wait->seconds &&
           seconds <= wait->seconds;
}

/* How many of those that await the same stand above it, from a line on. */
static int rank_in_c(const char *file, int from, int line,
                     const struct wait *wait)
{
    int rank = 0;
    struct wait other;
    for (int i = from; i < line; i++)
        rank += find_wait(source_line(file, i), &other) &&
                strcmp(other.word, wait->word) == 0;
    return rank;
}

/* An AWAIT over several lines stands at the first for gcc, at the last for
 * clang. */
static int first_line_of(const char *file, int line)
{
    int first = line;
    while (first > 1 && !strstr(source_line(file, first), "AWAIT(") &&
           !strchr(source_line(file, first - 1), ';'))
        first--;
    return first;
}

static int find_in_def(const char *file, const char *coro, int line,
                         const struct wait *wait, int from, int to)
{
    int rank = rank_in_c(file, source_beginning(file, coro), line, wait);
    for (int i = from; i < to; i++)
        if (awaits_it(python_line(file, i), wait) && rank-- == 0)
            return i;
    return -1;
}

static int find_outside(const char *file, int line, const struct wait *wait)
{
    bool sleep = strcmp(wait->word, "sleep") == 0;
    int rank = sleep ? 0 : rank_in_c(file, header_end(file), line, wait);
    for (int i = 0; python_line(file, i); i++) {
        const char *text = python_line(file, i);
        if (inside_a_def(file, i) || !awaits_it(text, wait) ||
            (sleep && !sleeps_as_long(text, wait)))
            continue;
        if (rank-- == 0)
            return i;
    }
    return -1;
}

int python_of(const char *file, const char *coro, int line)
{
    struct wait wait;
    int from, to;
    if (line < 1 || line > source_length(file))
        return -1;
    line = first_line_of(file, line);
    if (!find_wait(source_line(file, line), &wait))
        return -1;
    if (find_def(file, coro, &from, &to))
        return find_in_def(file, coro, line, &wait, from, to);
    return find_outside(file, line, &wait);
}
