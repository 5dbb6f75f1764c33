/* series.h - one more in each row of statements that are alike. */
#ifndef HANDLOOP_SERIES_H
#define HANDLOOP_SERIES_H

#include <stddef.h>

struct place;

/* Behind this statement, which is like the one in front of it. */
void continue_row(struct place *place);
void forget_rows(void);

/* The change of that number as a patch; NULL: it is none of these. */
const char *rows_as_patch(size_t number, int columns);

#endif
