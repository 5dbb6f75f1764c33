/* http_text.h - the small print of HTTP: tokens, lists, percent-escapes.
 *
 * Nothing here asks the locale, as isalnum() and friends would.
 */
#ifndef HANDLOOP_WEB_HTTP_TEXT_H
#define HANDLOOP_WEB_HTTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool text_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 0 to 15; -1 if c is no hexadecimal digit. */
int text_hex_digit(char c);

/* The number that the text begins with, in base 10 or 16; *end is behind it.
 * Beyond most it is some number beyond most. */
uint64_t text_to_number(const char *text, int base, uint64_t most,
                        const char **end);

/* What is never escaped in a target: letters, digits, and four others. */
bool text_is_unreserved(char c);

/* A method's or a header's name. */
bool text_is_token(const char *text);

/* Are these characters what may stand in a Host: a name or an address, and a
 * port?  None at all may. */
bool text_is_host(const char *text, size_t length);

/* ";name=token;name="quoted"", as behind the size of a chunk?  Or nothing. */
bool text_is_extensions(const char *text);

/* Any control character but tab? */
bool text_has_control(const char *text);

/* Nothing but visible ASCII? */
bool text_is_visible(const char *text);

/* Cut the text in place at the first separator.  What stands behind it, NULL
 * if it has none. */
char *text_cut(char *text, char separator);

/* Take away blanks on both sides, in place. */
char *text_trim(char *text);

/* Replace %41 by A, in place.  What is no escape stays as it is, as in Python.
 * False if one stands for NUL. */
bool text_percent_decode(char *text, bool plus_is_space);

/* --- lists, as in "keep-alive, Upgrade" ---------------------------------- */

/* The next member, of so many characters; *list is behind it.  Empty ones are
 * left out.  NULL: there is none. */
const char *text_list_next(const char **list, size_t *length);

/* Is there one that is this, in any case of letters? */
bool text_list_has(const char *list, const char *member);

/* Are these characters this text, in any case of letters? */
bool text_is(const char *text, size_t length, const char *other);

#endif
