/* numbers.c - numbers that are texts. */
#include "web/numbers.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "memory/arena.h"
#include "web/http_text.h"

static bool is_blank(char c)
{
    return c && strchr(" \t\n\r\v\f", c);
}

/* The text without blanks around it, and without each "_" between two digits.
 * NULL: without memory. */
static const char *plain_number(const char *text)
{
    while (is_blank(*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && is_blank(text[length - 1]))
        length--;
    char *plain = arena_get(length + 1);
    char *to = plain;
    for (size_t i = 0; plain && i < length; i++)
        if (text[i] != '_' || i == 0 || !text_is_digit(text[i - 1]) ||
            !text_is_digit(text[i + 1]))
            *to++ = text[i];
    if (plain)
        *to = '\0';
    return plain;
}

enum number_fit number_int(const char *text, int64_t *number)
{
    const char *plain = plain_number(text);
    char *end;
    if (!plain)
        return NO_MEMORY;
    errno = 0;
    *number = strtoll(plain, &end, 10);
    if (end > plain && *end == '.')
        end += 1 + strspn(end + 1, "0");
    if (end == plain || *end)
        return NO_NUMBER;
    return errno ? TOO_LARGE : FITS;
}

enum number_fit number_real(const char *text, double *number)
{
    const char *plain = plain_number(text);
    char *end;
    if (!plain)
        return NO_MEMORY;
    if (plain[strspn(plain, "0123456789+-.eE")])
        return NO_NUMBER;
    *number = strtod(plain, &end);
    return end > plain && *end == '\0' && isfinite(*number) ? FITS : NO_NUMBER;
}
