/* paper.c - where the feedback is written. */
#include "paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDENT "      "

enum { WIDTH = 78, LABEL = 11, LINE_LENGTH = 1000, LINES_IN_ALL = 20 };

static int lines;
static bool is_empty;           /* the last one */

static void end_line(void)
{
    putchar('\n');
    lines++;
    is_empty = false;
}

int lines_left(void)
{
    return lines < LINES_IN_ALL ? LINES_IN_ALL - lines : 0;
}

void print_empty_line(void)
{
    if (!is_empty)
        end_line();
    is_empty = true;
}

/* --- colours ------------------------------------------------------------ */

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

/* --- paragraphs --------------------------------------------------------- */

/* How many bytes the UTF-8 character there has; 0: it is none. */
static int character_length(const unsigned char *at, int most)
{
    int length = *at < 0x80 ? 1 : *at < 0xC2 ? 0 : *at < 0xE0 ? 2
                 : *at < 0xF0 ? 3 : *at < 0xF5 ? 4 : 0;
    if (length > most || *at < ' ' || *at == 0x7F)
        return 0;
    for (int i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

/* What a wrong program gives may be anything: what is no text is shown as ?,
 * one for a row of them. */
static void print_bytes(const char *text, int count)
{
    bool was_text = true;
    while (count > 0) {
        int length = character_length((const unsigned char *)text, count);
        if (length > 0)
            fwrite(text, 1, (size_t)length, stdout);
        else if (was_text)
            putchar('?');
        was_text = length > 0;
        text += length > 0 ? length : 1;
        count -= length > 0 ? length : 1;
    }
}

/* A word that is longer than a line is cut. */
static int length_of_word(const char *text, int from)
{
    int word = (int)strcspn(text, " \n");
    return word > WIDTH - from ? WIDTH - from : word;
}

static bool needs_new_line(int word, int column, int from)
{
    return column > from && column + 1 + word > WIDTH;
}

static int lines_of_words(const char *text, int from)
{
    int column = from, count = 1;
    while (*text) {
        int word = length_of_word(text, from);
        if (needs_new_line(word, column, from)) {
            count++;
            column = from;
        }
        column += word + (column > from);
        text += word;
        text += strspn(text, " \n");
    }
    return count;
}

/* Words, from that column on; the lines behind the first one begin there,
 * too. */
static void print_words(const char *text, int from)
{
    int column = from;
    while (*text) {
        int word = length_of_word(text, from);
        if (needs_new_line(word, column, from)) {
            end_line();
            printf("%*s", from, "");
            column = from;
        }
        if (column > from)
            putchar(' ');
        print_bytes(text, word);
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

int lines_of_row(const char *text)
{
    return lines_of_words(text, LABEL);
}

int lines_of_wrapped(const char *text)
{
    return text && *text ? lines_of_words(text, (int)strlen(INDENT)) : 0;
}

void print_wrapped(const char *text)
{
    if (!*text)
        return;
    fputs(INDENT, stdout);
    print_words(text, (int)strlen(INDENT));
}

/* --- lines -------------------------------------------------------------- */

static const char *behind_line(const char *text)
{
    text += strcspn(text, "\n");
    return text + (*text == '\n');
}

void print_lines(const char *text, int most)
{
    for (; *text && most > 0; most--) {
        int length = (int)strcspn(text, "\n");
        if (length > LINE_COLUMNS)
            length = LINE_COLUMNS;
        if (length > 0)
            printf("%s  %.*s", INDENT, length, text);
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
