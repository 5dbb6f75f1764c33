/* http_text.c - tokens, lists, percent-escapes. */
#include "web/http_text.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

int text_hex_digit(char c)
{
    if (text_is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

uint64_t text_to_number(const char *text, int base, uint64_t most,
                        const char **end)
{
    uint64_t number = 0;
    for (; text_hex_digit(*text) >= 0 && text_hex_digit(*text) < base; text++)
        if (number <= most)                     /* so it cannot overflow */
            number = number * (uint64_t)base + (uint64_t)text_hex_digit(*text);
    *end = text;
    return number;
}

/* Has it nothing but letters, digits, and these? */
static bool consists_of(const char *text, const char *others)
{
    for (; *text; text++)
        if (!text_is_digit(*text) && !(*text >= 'a' && *text <= 'z') &&
            !(*text >= 'A' && *text <= 'Z') && !strchr(others, *text))
            return false;
    return true;
}

bool text_is_token(const char *text)
{
    return *text && consists_of(text, "!#$%&'*+-.^_`|~");
}

bool text_is_host(const char *text)
{
    return consists_of(text, "-._~%!$&'()*+,;=:[]");
}

bool text_has_control(const char *text)
{
    for (; *text; text++)
        if (((unsigned char)*text < ' ' && *text != '\t') || *text == 127)
            return true;
    return false;
}

char *text_cut(char *text, char separator)
{
    char *found = strchr(text, separator);
    if (!found)
        return NULL;
    *found = '\0';
    return found + 1;
}

char *text_trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t", text[length - 1]))
        length--;
    text[length] = '\0';
    return text;
}

bool text_percent_decode(char *text, bool plus_is_space)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        *to = *from++;
        if (*to == '+' && plus_is_space)
            *to = ' ';
        if (*to != '%')
            continue;
        int high = text_hex_digit(from[0]);
        int low = high < 0 ? -1 : text_hex_digit(from[1]);
        if (low < 0 || high + low == 0)
            return false;
        *to = (char)(high * 16 + low);
        from += 2;
    }
    *to = '\0';
    return true;
}

bool text_list_has(const char *list, const char *member)
{
    size_t length = strlen(member);
    while (*list) {
        list += strspn(list, " \t,");
        size_t found = strcspn(list, " \t,");
        if (found == length && strncasecmp(list, member, length) == 0)
            return true;
        list += found;
    }
    return false;
}
