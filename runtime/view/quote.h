/* quote.h - texts as JSON and HTML have them.
 *
 * A text of so many bytes, with a NUL somewhere behind them.  What is no UTF-8
 * in it, in a program's output perhaps, becomes U+FFFD.
 */
#ifndef HANDLOOP_VIEW_QUOTE_H
#define HANDLOOP_VIEW_QUOTE_H

#include <stddef.h>
#include <stdio.h>

/* Without the quotation marks.  No '<' is left in it, so that it may stand in
 * a script element of HTML. */
void quote_json(FILE *out, const char *text, size_t length);

void quote_html(FILE *out, const char *text, size_t length);

#endif
