/* utf8.h - characters as bytes: UTF-8. */
#ifndef HANDLOOP_IO_UTF8_H
#define HANDLOOP_IO_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The bytes of the character at the beginning of a text, 1 to 4; 0 if there is
 * none.  The text ends with a NUL, which is a character of one byte. */
size_t utf8_length(const char *text);

/* Write a character, up to U+10FFFF, without a NUL behind it.  How many bytes
 * it has. */
size_t utf8_write(char *to, uint32_t character);

#endif
