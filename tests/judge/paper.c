/* paper.c - where the feedback is written. */
#include "paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDENT "      "

enum { WIDTH = 78, LABEL = 11, LINE_LENGTH = 1000, LINES_IN_ALL = 20 };

static int lines;

static void end_line(void)
{
    putchar('\n');
    lines++;
}

int lines_left(void)
{
    return lines < LINES_IN_ALL ? LINES_IN_ALL - lines : 0;
}

void print_empty_line(void)
{
    end_line();
}

/* --- colours ------------------------------------------------------------- */

/* Whoever called us knows whether there is a terminal. */
static const char *colour(const char *escape)
{
    const char *wanted = getenv("COLOURS");
    return wanted && strcmp(wanted, "yes") == 0 ? escape : "";
}

const char *green(void)
{
    return colour("\033[32m");
}

const char *red(void)
{
    return colour("\033[31m");
}

const char *bold(void)
{
    return colour("\033[1m");
}

const char *plain(void)
{
    return colour("\033[0m");
}

/* --- paragraphs ---------------------------------------------------------- */

/* Words, from that column on; the lines behind the first one begin there, too.
 * A word that is longer than a line is cut. */
static void print_words(const char *text, int from)
{
    int column = from;
    while (*text) {
        int word = (int)strcspn(text, " \n");
        if (word > WIDTH - from)
            word = WIDTH - from;
        if (column > from && column + 1 + word > WIDTH) {
            end_line();
            printf("%*s", from, "");
            column = from;
        }
        if (column > from)
            putchar(' ');
        printf("%.*s", word, text);
        column += word + (column > from);
        text += word;
        text += strspn(text, " \n");
    }
    end_line();
}

void print_row(const char *paint, const char *label, const char *text)
{
    printf("  %s%-8s%s ", paint, label, plain());
    print_words(text, LABEL);
}

void print_wrapped(const char *text)
{
    if (!*text)
        return;
    fputs(INDENT, stdout);
    print_words(text, (int)strlen(INDENT));
}

/* --- lines --------------------------------------------------------------- */

static const char *behind_line(const char *text)
{
    text += strcspn(text, "\n");
    return text + (*text == '\n');
}

void print_lines(const char *text, int most)
{
    for (; *text && most > 0; most--) {
        int length = (int)strcspn(text, "\n");
        int room = WIDTH - (int)strlen(INDENT) - 2;
        if (length > 0)
            printf("%s  %.*s", INDENT, length < room ? length : room, text);
        end_line();
        text = behind_line(text);
    }
    if (*text) {
        printf("%s  ...", INDENT);
        end_line();
    }
}

int count_lines(const char *text)
{
    int count = 0;
    for (; *text; text = behind_line(text))
        count++;
    return count;
}

void print_around(const char *text, int line, int most)
{
    int skipped = line - most * 2 / 3, all = count_lines(text);
    if (skipped > all - most)
        skipped = all - most;
    if (skipped > 0) {
        printf("%s  ...", INDENT);
        end_line();
    }
    for (int i = 0; i < skipped; i++)
        text = behind_line(text);
    print_lines(text, most);
}

/* Without the space in front of it, so that it is not too long. */
void print_source(const char *name, int number)
{
    char text[LINE_LENGTH] = "";
    FILE *file = name ? fopen(name, "r") : NULL;
    if (!file)
        return;
    for (int line = 0; line < number; line++)
        if (!fgets(text, sizeof text, file))
            text[0] = '\0';
    fclose(file);
    text[strcspn(text, "\n")] = '\0';
    const char *code = text + strspn(text, " \t");
    if (number <= 0 || !*code)
        return;
    printf("%s%s%4d |%s %.*s", INDENT, bold(), number, plain(),
           WIDTH - (int)strlen(INDENT) - 7, code);
    end_line();
}
