/* patch.c - several changes of an answer as a patch.  See patch.h.
 *
 * What is changed are ranges of the answer's text.  Those that touch the same
 * lines are one hunk: its old lines, and its new ones, without what both begin
 * and end with.
 */
#include "patch.h"

#include <runtime.h>

#include <string.h>

#include "given.h"
#include "statements.h"

enum { STEP = 4 };

/* --- code ---------------------------------------------------------------- */

static const char *spaces(int count)
{
    return textf("%*s", count > 0 ? count : 0, "");
}

/* Up to what a line ends with: a statement, or the brace of a block; what else
 * stands in brackets is not parted. */
static const struct token *end_of_line(const struct token *t,
                                       const struct token *last)
{
    bool has_block = is_control(t);
    for (; t < last && !token_is(t, ";") && !token_is(t, "}"); t++) {
        if (has_block && token_is(t, "{"))
            break;
        if (is_open(t) && closing(t) <= last)
            t = closing(t);
    }
    return t < last ? t : last;
}

const char *code_of(const struct token *first, const struct token *last)
{
    const char *text = "";
    int depth = 0;
    for (const struct token *t = first, *end; t <= last; t = end + 1) {
        end = end_of_line(t, last);
        depth -= token_is(t, "}");
        text = textf("%s%s%s%s", text, t > first ? "\n" : "",
                     spaces(depth * STEP), quote(t, end));
        depth += token_is(end, "{");
    }
    return text;
}

/* --- what is changed ----------------------------------------------------- */

enum { MOST_PIECES = 20 };

/* Of the answer's text: instead of this there is that. */
static struct piece {
    const char *from, *to, *code;
} pieces[MOST_PIECES];
static size_t count;

void patch_begin(void)
{
    count = 0;
}

static const char *answer_text(void)
{
    return sources()->answer.tokens.source;
}

static const char *line_of(const char *at)
{
    while (at > answer_text() && at[-1] != '\n')
        at--;
    return at;
}

static const char *end_of(const char *at)
{
    return at + strcspn(at, "\n");
}

static int indentation(const char *line)
{
    return (int)strspn(line, " ");
}

/* Its lines behind the first one as far to the right. */
static const char *indented(const char *code, int columns)
{
    const char *text = "";
    for (size_t length; *code; code += length + (code[length] == '\n')) {
        length = strcspn(code, "\n");
        text = textf("%s%s%.*s", text,
                     *text ? textf("\n%s", spaces(columns)) : "",
                     (int)length, code);
    }
    return text;
}

/* In the order in which they stand there, and as they came at one place. */
static void add(const char *from, const char *to, const char *code)
{
    size_t i = count;
    if (count == MOST_PIECES)
        return;
    count++;
    for (; i > 0 && pieces[i - 1].from > from; i--)
        pieces[i] = pieces[i - 1];
    pieces[i] = (struct piece){from, to, code};
}

void patch_instead(const struct token *first, const struct token *last,
                   const char *code)
{
    add(first->text, last->text + last->length,
        indented(code, indentation(line_of(first->text))));
}

/* At the end of a block, as far to the right as the block. */
void patch_in_front(const struct token *t, const char *code)
{
    const char *line = line_of(t->text);
    int columns = indentation(line), deeper = token_is(t, "}") ? STEP : 0;
    bool begins_line = line + columns == t->text;
    if (begins_line)
        add(line, line,
            textf("%s%s\n", spaces(columns + deeper),
                  indented(code, columns + deeper)));
    else
        add(t->text, t->text, textf("%s ", indented(code, columns)));
}

void patch_behind(const struct token *t, const char *code)
{
    int columns = indentation(line_of(t->text));
    add(t->text + t->length, t->text + t->length,
        textf("\n%s%s", spaces(columns), indented(code, columns)));
}

/* --- hunks --------------------------------------------------------------- */

/* Whole lines of the answer, from which on so many pieces are in them, and what
 * they are with these. */
struct hunk {
    const char *from, *to;
    size_t pieces;
    const char *code;
};

static struct hunk hunk_at(size_t first)
{
    struct hunk hunk = {line_of(pieces[first].from), NULL, 0, ""};
    const char *at = hunk.from;
    hunk.to = end_of(at);
    for (size_t i = first; i < count && pieces[i].from <= hunk.to; i++) {
        hunk.pieces++;
        if (pieces[i].from < at)
            continue;
        hunk.code = textf("%s%.*s%s", hunk.code, (int)(pieces[i].from - at), at,
                          pieces[i].code);
        at = pieces[i].to;
        if (at > hunk.to)
            hunk.to = end_of(at);
    }
    hunk.code = textf("%s%.*s", hunk.code, (int)(hunk.to - at), at);
    return hunk;
}

static const char *next_line(const char *line)
{
    line = end_of(line);
    return line + (*line == '\n');
}

static bool is_blank(const char *line)
{
    return line + indentation(line) == end_of(line);
}

/* The lines of a text that are not blank. */
enum { MOST_LINES = 60 };

struct lines {
    const char *line[MOST_LINES];
    size_t count;
};

static struct lines lines_of(const char *from, const char *end)
{
    struct lines lines = {.count = 0};
    for (; from < end && lines.count < MOST_LINES; from = next_line(from))
        if (!is_blank(from))
            lines.line[lines.count++] = from;
    return lines;
}

/* Without the space behind it. */
static size_t length_of(const char *line)
{
    const char *end = end_of(line);
    while (end > line && end[-1] == ' ')
        end--;
    return (size_t)(end - line);
}

static bool same_line(const char *one, const char *other)
{
    return length_of(one) == length_of(other) &&
           memcmp(one, other, length_of(one)) == 0;
}

static int number_of(const char *line)
{
    int number = 1;
    for (const char *at = answer_text(); at < line; at = next_line(at))
        number++;
    return number;
}

/* --- shown --------------------------------------------------------------- */

static int margin;          /* what all of them are indented by */

/* "- 50 | ", and a long line is folded. */
static const char *shown(char sign, const char *number, const char *line,
                         int columns)
{
    const char *text = textf("%c%3s | ", sign, number);
    const char *end = line + length_of(line);
    int room = columns - (int)strlen(text);
    line += margin < indentation(line) ? margin : indentation(line);
    const char *deeper = spaces(indentation(line) + STEP);
    while (end - line > room) {
        const char *fold = line + room;
        while (fold > line + indentation(line) && *fold != ' ')
            fold--;
        if (fold == line + indentation(line))
            break;
        text = textf("%s%.*s\n%c%3s | %s", text, (int)(fold - line), line, sign,
                     "", deeper);
        line = fold + 1;
        room = columns - 7 - (int)strlen(deeper);
    }
    return textf("%s%.*s\n", text, (int)(end - line), line);
}

static const char *latest;  /* the line of the answer that was shown last */

static const char *numbered(char sign, const char *line, int columns)
{
    latest = line;
    return shown(sign, textf("%d", number_of(line)), line, columns);
}

/* The last one in front of this one that is not blank. */
static const char *line_before(const char *line)
{
    while (line > answer_text()) {
        line = line_of(line - 1);
        if (!is_blank(line))
            break;
    }
    return line;
}

static const char *hunk_shown(const struct hunk *hunk, int columns)
{
    const char *text = "";
    struct lines old = lines_of(hunk->from, hunk->to);
    struct lines new = lines_of(hunk->code, hunk->code + strlen(hunk->code));
    size_t head = 0, tail = 0;
    while (head < old.count && head < new.count &&
           same_line(old.line[head], new.line[head]))
        head++;
    while (tail + head < old.count && tail + head < new.count &&
           same_line(old.line[old.count - 1 - tail],
                     new.line[new.count - 1 - tail]))
        tail++;
    bool is_only_new = head + tail == old.count;
    const char *before =
        head > 0 ? old.line[head - 1] : line_before(hunk->from);
    if (is_only_new && before != latest)
        text = numbered(' ', before, columns);
    for (size_t i = head; i < old.count - tail; i++)
        text = textf("%s%s", text, numbered('-', old.line[i], columns));
    for (size_t i = head; i < new.count - tail; i++)
        text = textf("%s%s", text, shown('+', "", new.line[i], columns));
    return text;
}

static void find_margin(void)
{
    margin = 1000;
    for (size_t i = 0; i < count; i++) {
        const char *line = line_of(pieces[i].from);
        if (line == pieces[i].to)
            line = line_before(line);
        for (; *line && line <= pieces[i].to; line = next_line(line))
            if (!is_blank(line) && indentation(line) < margin)
                margin = indentation(line);
    }
}

const char *patch_text(int columns)
{
    const char *text = "";
    latest = NULL;
    find_margin();
    for (size_t i = 0; i < count;) {
        struct hunk hunk = hunk_at(i);
        text = textf("%s%s", text, hunk_shown(&hunk, columns));
        i += hunk.pieces;
    }
    return text;
}
