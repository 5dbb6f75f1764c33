/* markdown.h - the Markdown of NOTES.md as HTML.
 *
 * It knows what NOTES.md uses: headings (#, ##, ###), paragraphs, lists with -
 * and 1., tables, code (fenced by ```, or indented by four spaces), and in a
 * line `code`, **strong**, *emphasis* and [links](to).  Anything else is
 * refused, with the number of its line: a page shows nothing that was not
 * meant.
 */
#ifndef BOOK_MARKDOWN_H
#define BOOK_MARKDOWN_H

#include <stdio.h>

#include "text.h"

/* Writes where a link leads to; "#06-gather" is the heading "06 gather". */
typedef void link_writer(const struct text *text, int line, const char *link,
                         FILE *out);

/* Write the lines from first to the one before end. */
void markdown_write(const struct text *text, int first, int end,
                    link_writer *put_link, FILE *out);

/* "06 gather" as GitHub names it: "06-gather". */
enum { SLUG = 120 };
void markdown_slug(const char *heading, char slug[SLUG]);

/* Does a fence begin, or end, in this line? */
bool is_fence(const char *line);

#endif
