/* book.c - the course as a book for a browser: NOTES.md, a page a chapter, with
 * the source of its lesson and the run to be played.
 *
 *   book NOTES.md README.md RUNS TO     RUNS has 06.run, as SHOW=page writes
 *                                       it; the pages go to TO
 *   book NOTES.md README.md             only look whether that can be done
 *
 * All links are relative, so that any web server, or none, can show it.
 */
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "markdown.h"
#include "text.h"

/* A chapter is what stands below a heading "## ...". */
struct chapter {
    const char *title;
    char slug[SLUG], file[SLUG + 8];
    char number[4];             /* "06", "36b"; or "" */
    bool in_front;              /* it stands on the first page */
    int first, end;             /* its lines, without the heading */
};

enum { CHAPTERS = 100, PATH = 400 };

static struct {
    struct text notes, readme;
    struct chapter chapters[CHAPTERS];
    int count;
    const char *runs, *to;
} book;

/* --- chapters ------------------------------------------------------------ */

/* They stand on the first page, in this order. */
static const char *const in_front[] = {
    "contents", "how-to-use-this-course", "the-machine-in-one-picture"};
enum { IN_FRONT = sizeof in_front / sizeof *in_front };

static void add_chapter(int line)
{
    if (book.count == CHAPTERS)
        refuse(&book.notes, line, "there are too many chapters");
    struct chapter *chapter = &book.chapters[book.count++];
    chapter->title = book.notes.lines[line] + 3;
    chapter->first = line + 1;
    chapter->end = book.notes.count;
    markdown_slug(chapter->title, chapter->slug);
    size_t digits = strspn(chapter->title, "0123456789");
    size_t word = strcspn(chapter->title, " ");
    if (digits == 2 && word <= 3)
        snprintf(chapter->number, sizeof chapter->number, "%.*s", (int)word,
                 chapter->title);
    for (int i = 0; i < IN_FRONT; i++)
        chapter->in_front |= strcmp(chapter->slug, in_front[i]) == 0;
    snprintf(chapter->file, sizeof chapter->file, "%s.html",
             chapter->in_front    ? "index"
             : chapter->number[0] ? chapter->number
                                  : chapter->slug);
}

static void find_chapters(void)
{
    bool code = false;
    for (int i = 0; i < book.notes.count; i++) {
        const char *line = book.notes.lines[i];
        code ^= is_fence(line);
        if (code || !begins(line, "## "))
            continue;
        if (book.count > 0)
            book.chapters[book.count - 1].end = i;
        add_chapter(i);
    }
}

static const struct chapter *chapter_called(const char *slug)
{
    for (int i = 0; i < book.count; i++)
        if (strcmp(book.chapters[i].slug, slug) == 0)
            return &book.chapters[i];
    fprintf(stderr, "book: NOTES.md has no chapter \"%s\"\n", slug);
    exit(1);
}

/* --- links --------------------------------------------------------------- */

/* The chapter with a heading of this name; NULL: none. */
static const struct chapter *chapter_with(const char *slug)
{
    for (int i = 0; i < book.count; i++) {
        const struct chapter *chapter = &book.chapters[i];
        if (strcmp(chapter->slug, slug) == 0)
            return chapter;
        for (int line = chapter->first; line < chapter->end; line++) {
            char other[SLUG];
            if (!begins(book.notes.lines[line], "### "))
                continue;
            markdown_slug(book.notes.lines[line] + 4, other);
            if (strcmp(other, slug) == 0)
                return chapter;
        }
    }
    return NULL;
}

static void put_link(const struct text *text, int line, const char *link,
                     FILE *out)
{
    if (begins(link, "http://") || begins(link, "https://")) {
        put(out, link);
        return;
    }
    if (begins(link, "NOTES.md#"))
        link += strlen("NOTES.md");
    const struct chapter *chapter =
        link[0] == '#' ? chapter_with(link + 1) : NULL;
    if (!chapter)
        refuse(text, line, "this link leads nowhere in NOTES.md");
    put(out, chapter->file);
    if (chapter->in_front || strcmp(chapter->slug, link + 1) != 0)
        put(out, link);
}

/* Everything is on one page there. */
static void put_link_within(const struct text *text, int line,
                            const char *link, FILE *out)
{
    if (link[0] == '#' && !chapter_with(link + 1))
        refuse(text, line, "this link leads nowhere in NOTES.md");
    put(out, link);
}

/* --- a page -------------------------------------------------------------- */

static FILE *create(const char *file)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/%s", book.to, file);
    FILE *out = fopen(path, "w");
    if (out)
        return out;
    fprintf(stderr, "book: cannot write %s: %s\n", path, strerror(errno));
    exit(1);
}

static void finish(FILE *out, const char *file)
{
    if (!ferror(out) && fclose(out) == 0)
        return;
    fprintf(stderr, "book: cannot write %s: %s\n", file, strerror(errno));
    exit(1);
}

/* The list of chapters, this one marked. */
static void put_contents(const struct chapter *here, FILE *out)
{
    fprintf(out, "<nav class=\"contents\" aria-label=\"chapters\">\n<ul>\n"
                 "<li><a href=\"index.html\"%s>Contents</a></li>\n",
            here ? "" : " aria-current=\"page\"");
    for (int i = 0; i < book.count; i++) {
        const struct chapter *chapter = &book.chapters[i];
        if (chapter->in_front)
            continue;
        fprintf(out, "<li><a href=\"%s\"%s>", chapter->file,
                chapter == here ? " aria-current=\"page\"" : "");
        put(out, chapter->title);
        fputs("</a></li>\n", out);
    }
    fputs("</ul>\n</nav>\n", out);
}

static void begin_page(const char *title, const struct chapter *here, FILE *out)
{
    fputs("<!doctype html>\n<html lang=\"en\">\n<head>\n"
          "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
          "content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n<title>", out);
    put(out, title);
    fputs("</title>\n<link rel=\"stylesheet\" href=\"player.css\">\n"
          "<link rel=\"stylesheet\" href=\"book.css\">\n</head>\n"
          "<body class=\"book\">\n<header class=\"top\">\n"
          "<a class=\"home\" href=\"index.html\">Handloop</a>\n"
          "<form role=\"search\" hidden><input type=\"search\" "
          "aria-label=\"search the book\" placeholder=\"search\"></form>\n"
          "</header>\n"
          "<div class=\"found\" role=\"status\" hidden></div>\n", out);
    put_contents(here, out);
    fputs("<main>\n", out);
}

static void end_page(FILE *out)
{
    fputs("</main>\n<script src=\"player.js\" defer></script>\n"
          "<script src=\"book.js\" defer></script>\n</body>\n</html>\n", out);
}

/* --- what belongs to a chapter ------------------------------------------- */

/* The first file of that pattern, with the number in it; NULL: none. */
static const char *file_of(const char *pattern, const char *number)
{
    static char found[PATH];
    char wanted[PATH];
    glob_t files;
    snprintf(wanted, sizeof wanted, pattern, number);
    if (number[0] == '\0' || glob(wanted, 0, NULL, &files) != 0)
        return NULL;
    snprintf(found, sizeof found, "%s", files.gl_pathv[0]);
    globfree(&files);
    return found;
}

static void put_source(const char *title, const char *name, FILE *out)
{
    if (!name)
        return;
    struct text source = text_read(name);
    fprintf(out, "<details class=\"code\">\n<summary>%s <code>", title);
    put(out, name);
    fputs("</code></summary>\n<pre class=\"numbered\">", out);
    for (int i = 0; i < source.count; i++) {
        fputs("<span>", out);
        put(out, source.lines[i]);
        fputs("</span>\n", out);
    }
    fputs("</pre>\n</details>\n", out);
}

/* The run, as SHOW=page has written it. */
static void put_run(const char *number, FILE *out)
{
    char name[PATH];
    snprintf(name, sizeof name, "%s/%s.run", book.runs, number);
    struct text run = text_read(name);
    fprintf(out, "<section class=\"watch\" id=\"run\">\n");
    for (int i = 0; i < run.count; i++)
        fprintf(out, "%s\n", run.lines[i]);
    fputs("</section>\n", out);
}

static void put_neighbour(const struct chapter *chapter, const char *relation,
                          FILE *out)
{
    fprintf(out, "<a rel=\"%s\" href=\"%s\">", relation, chapter->file);
    put(out, chapter->title);
    fputs("</a>\n", out);
}

static void put_neighbours(int index, FILE *out)
{
    fputs("<nav class=\"neighbours\" aria-label=\"before and after\">\n", out);
    if (index > 0 && !book.chapters[index - 1].in_front)
        put_neighbour(&book.chapters[index - 1], "prev", out);
    if (index + 1 < book.count)
        put_neighbour(&book.chapters[index + 1], "next", out);
    fputs("</nav>\n", out);
}

static void write_chapter(int index)
{
    const struct chapter *chapter = &book.chapters[index];
    FILE *out = create(chapter->file);
    bool lesson = file_of("lessons/%s_*.c", chapter->number);
    begin_page(chapter->title, chapter, out);
    fprintf(out, "<h1 id=\"%s\">", chapter->slug);
    put(out, chapter->title);
    fputs("</h1>\n", out);
    if (lesson)
        fputs("<p class=\"see\"><a href=\"#run\">See it run</a></p>\n", out);
    markdown_write(&book.notes, chapter->first, chapter->end, put_link, out);
    if (lesson) {
        put_run(chapter->number, out);
        put_source("The lesson", file_of("lessons/%s_*.c", chapter->number),
                   out);
    }
    put_source("The exercise", file_of("exercises/%s_*.c", chapter->number),
               out);
    put_neighbours(index, out);
    end_page(out);
    finish(out, chapter->file);
}

/* --- the first page, and all on one -------------------------------------- */

static void put_chapter(const char *slug, FILE *out)
{
    const struct chapter *chapter = chapter_called(slug);
    markdown_write(&book.notes, chapter->first - 1, chapter->end, put_link,
                   out);
}

/* Up to the first "## ". */
static int end_of_front(const struct text *text)
{
    int end = 0;
    while (end < text->count && !begins(text->lines[end], "## "))
        end++;
    return end;
}

/* What it is: the README's front; a run to play; how to begin;
 * the map of the course. */
static void write_index(void)
{
    FILE *out = create("index.html");
    begin_page("Handloop", NULL, out);
    markdown_write(&book.readme, 0, end_of_front(&book.readme), put_link, out);
    fputs("<p>This is a run of lesson 06, three fetches at once: press the "
          "blue button.</p>\n", out);
    put_run("06", out);
    for (int i = 0; i < IN_FRONT; i++)
        put_chapter(in_front[i], out);
    fputs("<p><a href=\"print.html\">All chapters on one page</a>, to be "
          "printed.</p>\n", out);
    end_page(out);
    finish(out, "index.html");
}

static void write_one_page(void)
{
    FILE *out = create("print.html");
    begin_page("Handloop: all chapters", NULL, out);
    markdown_write(&book.notes, 0, book.notes.count, put_link_within, out);
    end_page(out);
    finish(out, "print.html");
}

/* --- what is searched ---------------------------------------------------- */

static void put_json(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            putc('\\', out);
        putc((unsigned char)*text < ' ' ? ' ' : *text, out);
    }
}

/* The text of the chapters, as it stands in NOTES.md. */
static void write_search(void)
{
    FILE *out = create("search.js");
    fputs("\"use strict\";\nconst CHAPTERS = [", out);
    for (int i = 0; i < book.count; i++) {
        const struct chapter *chapter = &book.chapters[i];
        fprintf(out, "%s\n{\"file\": \"%s\", \"title\": \"", i > 0 ? "," : "",
                chapter->file);
        put_json(out, chapter->title);
        fputs("\", \"text\": \"", out);
        for (int line = chapter->first; line < chapter->end; line++) {
            put_json(out, book.notes.lines[line]);
            fputs("\\n", out);
        }
        fputs("\"}", out);
    }
    fputs("];\n", out);
    finish(out, "search.js");
}

static void write_book(void)
{
    write_index();
    for (int i = 0; i < book.count; i++)
        if (!book.chapters[i].in_front)
            write_chapter(i);
    write_one_page();
    write_search();
}

/* What the Markdown does not know ends the program. */
static void look_at(const struct text *text, int end)
{
    FILE *nowhere = tmpfile();
    if (nowhere) {
        markdown_write(text, 0, end, put_link, nowhere);
        fclose(nowhere);
    }
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 3) {
        fputs("usage: book NOTES.md README.md [RUNS TO]\n", stderr);
        return 2;
    }
    book.notes = text_read(argv[1]);
    book.readme = text_read(argv[2]);
    find_chapters();
    if (argc == 3) {
        look_at(&book.notes, book.notes.count);
        look_at(&book.readme, end_of_front(&book.readme));
        return 0;
    }
    book.runs = argv[3];
    book.to = argv[4];
    write_book();
    return 0;
}
