/* paper.c - what the picture is drawn on: lines with styles, rules. */
#include <stdarg.h>
#include <string.h>

#include "step/view.h"

enum { TINTS = 8 };

/* What the bytes of step/view.h stand for: a style, or a sign. */
static const struct {
    const char *style, *utf8, *ascii;
} marks[' '] = {
    [0x01] = {.style = "\033[0m"},  [0x02] = {.style = "\033[1m"},
    [0x03] = {.style = "\033[2m"},  [0x04] = {.style = "\033[32m"},
    [0x05] = {.style = "\033[31m"}, [0x06] = {.style = "\033[7m"},
    [0x0e] = {.utf8 = "\u2500", .ascii = "-"},
    [0x0f] = {.utf8 = "\u2192", .ascii = ">"},
    [0x10] = {.utf8 = "\u2502", .ascii = "|"},
    [0x11] = {.style = "\033[36m"}, [0x12] = {.style = "\033[33m"},
    [0x13] = {.style = "\033[35m"}, [0x14] = {.style = "\033[34m"},
    [0x15] = {.style = "\033[32m"}, [0x16] = {.style = "\033[96m"},
    [0x17] = {.style = "\033[93m"}, [0x18] = {.style = "\033[95m"},
};

const char *view_tint(uint32_t task)
{
    static const char tints[TINTS][2] = {"\x11", "\x12", "\x13", "\x14",
                                         "\x15", "\x16", "\x17", "\x18"};
    return task == 0 ? DIM : tints[(task - 1) % TINTS];
}

/* One character of a text, however many bytes that is; the columns it takes.
 * What is no character, in a program's output perhaps, is a blank. */
static int put_character(struct view *view, const char **text)
{
    unsigned char byte = (unsigned char)**text;
    if (byte >= ' ') {
        do
            putc(*(*text)++, view->out);
        while (((unsigned char)**text & 0xC0) == 0x80);
        return 1;
    }
    ++*text;
    if (marks[byte].style) {
        if (view->colours || byte == REVERSE[0])
            fputs(marks[byte].style, view->out);
        return 0;
    }
    const char *sign = view->utf8 ? marks[byte].utf8 : marks[byte].ascii;
    fputs(sign ? sign : " ", view->out);
    return 1;
}

void view_line(struct view *view, const char *format, ...)
{
    char line[1024];
    va_list args;
    if (view->row >= view->rows)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    const char *text = line;
    for (int column = 0; *text && column < view->columns;)
        column += put_character(view, &text);
    fputs("\033[0m\033[K", view->out);
    if (++view->row < view->rows)
        fputs("\r\n", view->out);
}

void view_fill(struct view *view, int row)
{
    while (view->row < row)
        view_line(view, "%s", "");
}

/* --- a rule with words in it --------------------------------------------- */

struct rule rule_of(const struct view *view, char filling)
{
    int width = view->columns < WIDEST ? view->columns : WIDEST;
    struct rule rule = {.width = width};
    memset(rule.text, filling, (size_t)width);
    return rule;
}

void rule_write(struct rule *rule, int column, const char *words)
{
    int room = rule->width - column - 1, length = (int)strlen(words);
    if (room < 1)
        return;
    if (length > room)
        length = room;
    rule->text[column - 1] = ' ';
    memcpy(rule->text + column, words, (size_t)length);
    rule->text[column + length] = ' ';
}

void view_heading(struct view *view, const char *words)
{
    struct rule rule = rule_of(view, RULE[0]);
    rule_write(&rule, 2, words);
    view_line(view, DIM "%s", rule.text);
}
