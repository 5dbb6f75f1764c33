/* numbers.h - numbers that are texts, as Pydantic reads them: blanks around
 * them mean nothing, nor does "_" between two digits.
 */
#ifndef HANDLOOP_WEB_NUMBERS_H
#define HANDLOOP_WEB_NUMBERS_H

#include <stdint.h>

enum number_fit { FITS, NO_NUMBER, TOO_LARGE, NO_MEMORY };

/* "-7", and "-7.00", too.  TOO_LARGE: it has more than 64 bits. */
enum number_fit number_int(const char *text, int64_t *number);

/* Neither hexadecimal nor infinite. */
enum number_fit number_real(const char *text, double *number);

#endif
