/* utf8.c - characters as bytes: UTF-8. */
#include "io/utf8.h"

#include <stdbool.h>

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The least and the greatest byte that may follow this one; they keep out
 * characters written too long, surrogates, and what is beyond U+10FFFF. */
static bool may_follow(unsigned char first, unsigned char second)
{
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

size_t utf8_length(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80)
        return 1;
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4 || !may_follow(bytes[0], bytes[1]))
        return 0;
    if (bytes[0] < 0xE0)
        return 2;
    if (!is_continuation(bytes[2]))
        return 0;
    if (bytes[0] < 0xF0)
        return 3;
    return is_continuation(bytes[3]) ? 4 : 0;
}

size_t utf8_write(char *to, uint32_t character)
{
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2
                  : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    to[0] = (char)(first[length] | character);
    return length;
}
