/* markdown.c - the Markdown of NOTES.md as HTML. */
#include "markdown.h"

#include <ctype.h>
#include <string.h>

struct writer {
    const struct text *text;
    int line, end;              /* the next one, and behind the last one */
    link_writer *put_link;
    FILE *out;
};

static const char *line_at(const struct writer *writer, int line)
{
    return line < writer->end ? writer->text->lines[line] : "";
}

static const char *here(const struct writer *writer)
{
    return line_at(writer, writer->line);
}

/* --- in a line -----------------------------------------------------------
 *
 * A piece of text may go on in the next line: a newline counts it.
 */
struct inline_text {
    const struct writer *writer;
    int line;                   /* where the piece begins */
};

static _Noreturn void refuse_inline(const struct inline_text *at,
                                    const char *why)
{
    refuse(at->writer->text, at->line, why);
}

static void put_inline(struct inline_text at, const char *text, size_t length);

/* Where it stands; length: nowhere. */
static size_t find(const char *text, size_t length, const char *what)
{
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= length; i++)
        if (memcmp(text + i, what, size) == 0)
            return i;
    return length;
}

/* What stands between two marks, the first of which is at the beginning; it
 * gives the length with both. */
static size_t put_between(struct inline_text at, const char *text,
                          size_t length, const char *mark, const char *element)
{
    size_t size = strlen(mark);
    size_t end = find(text + size, length - size, mark);
    if (end == length - size)
        refuse_inline(&at, "a mark is opened here, and not closed");
    fprintf(at.writer->out, "<%s>", element);
    if (strcmp(element, "code") == 0)
        put_part(at.writer->out, text + size, end);
    else
        put_inline(at, text + size, end);
    fprintf(at.writer->out, "</%s>", element);
    return end + 2 * size;
}

/* [words](where) */
static size_t put_anchor(struct inline_text at, const char *text, size_t length)
{
    char where[300];
    size_t middle = find(text, length, "](");
    size_t end = middle + find(text + middle, length - middle, ")");
    if (end == length || end - middle - 2 >= sizeof where)
        refuse_inline(&at, "this is no link: [words](where)");
    snprintf(where, sizeof where, "%.*s", (int)(end - middle - 2),
             text + middle + 2);
    fputs("<a href=\"", at.writer->out);
    at.writer->put_link(at.writer->text, at.line, where, at.writer->out);
    fputs("\">", at.writer->out);
    put_inline(at, text + 1, middle - 1);
    fputs("</a>", at.writer->out);
    return end + 1;
}

/* Something that HTML, or another kind of Markdown, would understand. */
static bool is_unknown(const char *text, size_t length)
{
    return (text[0] == '<' && length > 1 &&
            (isalpha((unsigned char)text[1]) || text[1] == '/')) ||
           (text[0] == '!' && length > 1 && text[1] == '[') ||
           (text[0] == '\\' && length > 1 && ispunct((unsigned char)text[1]));
}

static int newlines(const char *text, size_t length)
{
    int count = 0;
    for (size_t i = 0; i < length; i++)
        count += text[i] == '\n';
    return count;
}

static size_t put_piece(struct inline_text at, const char *text, size_t length)
{
    if (is_unknown(text, length))
        refuse_inline(&at, "the book knows no such mark");
    if (*text == '`')
        return put_between(at, text, length, "`", "code");
    if (begins(text, "**"))
        return put_between(at, text, length, "**", "strong");
    if (*text == '*' && length > 1 && !isspace((unsigned char)text[1]))
        return put_between(at, text, length, "*", "em");
    if (*text == '[' && find(text, length, "](") < length)
        return put_anchor(at, text, length);
    size_t plain = 1 + strcspn(text + 1, "`*[<!\\\n");
    if (plain > length)
        plain = length;
    put_part(at.writer->out, text, plain);
    return plain;
}

static void put_inline(struct inline_text at, const char *text, size_t length)
{
    size_t size;
    for (size_t i = 0; i < length; i += size) {
        size = put_piece(at, text + i, length - i);
        at.line += newlines(text + i, size);
    }
}

static void put_text(struct writer *writer, int line, const char *text)
{
    put_inline((struct inline_text){writer, line}, text, strlen(text));
}

/* --- which kind of block begins? ----------------------------------------- */

bool is_fence(const char *line)
{
    return begins(line, "```");
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " ")] == '\0';
}

/* Is it indented by so many spaces, or more? */
static bool is_indented(const char *line, size_t width)
{
    return strspn(line, " ") >= width && !is_blank(line);
}

/* Behind "- " or "12. "; 0: it is no item of a list. */
static size_t item_mark(const char *line)
{
    size_t digits = strspn(line, "0123456789");
    if (begins(line, "- "))
        return 2;
    return digits > 0 && begins(line + digits, ". ") ? digits + 2 : 0;
}

static bool is_block(const char *line)
{
    return is_blank(line) || is_fence(line) || line[0] == '#' ||
           line[0] == '|' || item_mark(line) > 0;
}

/* --- blocks -------------------------------------------------------------- */

enum { LONGEST = 8000 };

/* Lines as one text, up to one that is a block of its own. */
static void gather(struct writer *writer, char text[LONGEST], const char *first)
{
    size_t used = (size_t)snprintf(text, LONGEST, "%s", first);
    int line = writer->line++;
    while (writer->line < writer->end && !is_block(here(writer))) {
        const char *more = here(writer) + strspn(here(writer), " ");
        used += (size_t)snprintf(text + used, LONGEST - used, "\n%s", more);
        if (used >= LONGEST)
            refuse(writer->text, line, "this is too long for one paragraph");
        writer->line++;
    }
}

static void put_paragraph(struct writer *writer)
{
    char text[LONGEST];
    int line = writer->line;
    if (strchr("<>=+\t", here(writer)[0]) || begins(here(writer), "* "))
        refuse(writer->text, line, "the book knows no such block");
    gather(writer, text, here(writer) + strspn(here(writer), " "));
    fputs("<p>", writer->out);
    put_text(writer, line, text);
    fputs("</p>\n", writer->out);
}

void markdown_slug(const char *heading, char slug[SLUG])
{
    size_t used = 0;
    for (; *heading && used + 1 < SLUG; heading++) {
        unsigned char c = (unsigned char)*heading;
        if (isalnum(c) || c == '-' || c == '_')
            slug[used++] = (char)tolower(c);
        else if (c == ' ')
            slug[used++] = '-';
    }
    slug[used] = '\0';
}

static void put_heading(struct writer *writer)
{
    const char *line = here(writer);
    size_t level = strspn(line, "#");
    char slug[SLUG];
    if (level > 3 || line[level] != ' ')
        refuse(writer->text, writer->line, "a heading is #, ## or ###");
    markdown_slug(line + level + 1, slug);
    fprintf(writer->out, "<h%zu id=\"%s\">", level, slug);
    put_text(writer, writer->line, line + level + 1);
    fprintf(writer->out, "</h%zu>\n", level);
    writer->line++;
}

static void put_code_line(struct writer *writer, const char *line)
{
    put(writer->out, line);
    putc('\n', writer->out);
    writer->line++;
}

static void put_fenced(struct writer *writer)
{
    int opened = writer->line++;
    fputs("<pre><code>", writer->out);
    while (writer->line < writer->end && !is_fence(here(writer)))
        put_code_line(writer, here(writer));
    if (writer->line++ == writer->end)
        refuse(writer->text, opened, "code begins here, and does not end");
    fputs("</code></pre>\n", writer->out);
}

/* Code is indented by CODE more than what it stands in.  Blank lines belong to
 * it if more of it comes behind them. */
enum { CODE = 4 };

static void put_indented(struct writer *writer, size_t width)
{
    fputs("<pre><code>", writer->out);
    for (int next = writer->line; next < writer->end; next++) {
        if (is_blank(line_at(writer, next)))
            continue;
        if (!is_indented(line_at(writer, next), width))
            break;
        while (writer->line < next)
            put_code_line(writer, "");
        put_code_line(writer, line_at(writer, next) + width);
    }
    fputs("</code></pre>\n", writer->out);
}

/* --- lists --------------------------------------------------------------- */

/* Code and paragraphs behind a blank line belong to an item, if they are
 * indented as its text is. */
static void put_rest_of_item(struct writer *writer, size_t indent)
{
    while (is_blank(here(writer)) &&
           is_indented(line_at(writer, writer->line + 1), indent)) {
        writer->line++;
        if (is_indented(here(writer), indent + CODE))
            put_indented(writer, indent + CODE);
        else
            put_paragraph(writer);
    }
}

static void put_item(struct writer *writer)
{
    char text[LONGEST];
    int line = writer->line;
    size_t mark = item_mark(here(writer));
    gather(writer, text, here(writer) + mark);
    fputs("<li>", writer->out);
    put_text(writer, line, text);
    put_rest_of_item(writer, mark);
    fputs("</li>\n", writer->out);
}

/* Does another item come, be it behind a blank line? */
static bool goes_on(struct writer *writer)
{
    int next = writer->line + (is_blank(here(writer)) ? 1 : 0);
    if (item_mark(line_at(writer, next)) == 0)
        return false;
    writer->line = next;
    return true;
}

static void put_list(struct writer *writer)
{
    const char *element = here(writer)[0] == '-' ? "ul" : "ol";
    fprintf(writer->out, "<%s>\n", element);
    do
        put_item(writer);
    while (goes_on(writer));
    fprintf(writer->out, "</%s>\n", element);
}

/* --- tables -------------------------------------------------------------- */

/* How long the cell is that begins here: up to a bar outside of code. */
static size_t cell_length(const char *text)
{
    bool code = false;
    size_t length = 0;
    for (; text[length] && (code || text[length] != '|'); length++)
        code ^= text[length] == '`';
    return length;
}

static int put_row(struct writer *writer, const char *element)
{
    const char *line = here(writer) + 1;
    int cells = 0;
    fputs("<tr>", writer->out);
    for (; !is_blank(line); cells++) {
        size_t length = cell_length(line), to = length;
        size_t from = strspn(line, " ");
        if (line[length] != '|')
            refuse(writer->text, writer->line, "a row ends with a |");
        while (to > from && line[to - 1] == ' ')
            to--;
        fprintf(writer->out, "<%s>", element);
        if (to > from)
            put_inline((struct inline_text){writer, writer->line}, line + from,
                       to - from);
        fprintf(writer->out, "</%s>", element);
        line += length + 1;
    }
    fputs("</tr>\n", writer->out);
    writer->line++;
    return cells;
}

static void put_table(struct writer *writer)
{
    fputs("<div class=\"wide\"><table>\n<thead>", writer->out);
    int cells = put_row(writer, "th");
    if (!begins(here(writer), "| ---"))
        refuse(writer->text, writer->line, "a table has a line of | --- | "
                                           "below its head");
    writer->line++;
    fputs("</thead>\n<tbody>\n", writer->out);
    while (here(writer)[0] == '|')
        if (put_row(writer, "td") != cells)
            refuse(writer->text, writer->line - 1, "this row has another "
                                                   "number of cells");
    fputs("</tbody></table></div>\n", writer->out);
}

/* --- all of it ----------------------------------------------------------- */

void markdown_write(const struct text *text, int first, int end,
                    link_writer *put_link, FILE *out)
{
    struct writer writer = {text, first, end, put_link, out};
    while (writer.line < end) {
        const char *line = here(&writer);
        if (is_blank(line))
            writer.line++;
        else if (is_fence(line))
            put_fenced(&writer);
        else if (is_indented(line, CODE))
            put_indented(&writer, CODE);
        else if (line[0] == '#')
            put_heading(&writer);
        else if (line[0] == '|')
            put_table(&writer);
        else if (item_mark(line) > 0)
            put_list(&writer);
        else
            put_paragraph(&writer);
    }
}
