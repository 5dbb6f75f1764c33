/* page.h - a recording as a page of the browser shows it.
 *
 * What is written is a piece of HTML: the steps as an ordered list, which needs
 * no script, and the recording as JSON, which player.js plays.  The build puts
 * it into page.html, and a chapter of the book into its text.
 */
#ifndef HANDLOOP_VIEW_PAGE_H
#define HANDLOOP_VIEW_PAGE_H

#include <stdio.h>

#include "watch/recording.h"

/* Write it.  0, or ENOMEM: then what was written is worth nothing. */
int page_write(const struct recording *recording, FILE *out);

/* The list alone, and the JSON alone. */
void page_list(const struct recording *recording, FILE *out);
int page_json(const struct recording *recording, FILE *out);

#endif
