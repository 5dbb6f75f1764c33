/* http_text.c - tokens, hosts, lists, percent-escapes. */
#include "web/http_text.h"

#include <arpa/inet.h>
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

/* --- kinds of characters ------------------------------------------------- */

static bool is_one_of(char c, const char *others)
{
    return text_is_digit(c) || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c && strchr(others, c));
}

static bool is_token(char c)
{
    return is_one_of(c, "!#$%&'*+-.^_`|~");
}

bool text_is_unreserved(char c)
{
    return is_one_of(c, "-._~");
}

bool text_is_token(const char *text)
{
    const char *end = text;
    while (is_token(*end))
        end++;
    return end > text && *end == '\0';
}

bool text_has_control(const char *text)
{
    for (; *text; text++)
        if (((unsigned char)*text < ' ' && *text != '\t') || *text == 127)
            return true;
    return false;
}

bool text_is_visible(const char *text)
{
    while (*text > ' ' && *text < 127)
        text++;
    return *text == '\0';
}

/* --- hosts --------------------------------------------------------------- */

/* "[::1]": how many characters that is; 0: it is none. */
static size_t address_length(const char *text, size_t length)
{
    char address[INET6_ADDRSTRLEN];
    struct in6_addr parsed;
    const char *end = memchr(text, ']', length);
    if (!end || (size_t)(end - text) > sizeof address)
        return 0;
    size_t inside = (size_t)(end - text) - 1;
    memcpy(address, text + 1, inside);
    address[inside] = '\0';
    return inet_pton(AF_INET6, address, &parsed) == 1 ? inside + 2 : 0;
}

static bool is_escape(const char *text, size_t length)
{
    return length >= 3 && text_hex_digit(text[1]) >= 0 &&
           text_hex_digit(text[2]) >= 0;
}

/* "example.org", "127.0.0.1": the characters up to one that cannot be in it. */
static size_t name_length(const char *text, size_t length)
{
    size_t i = 0;
    while (i < length && (text[i] == '%' ? is_escape(text + i, length - i)
                                         : is_one_of(text[i],
                                                     "-._~!$&'()*+,;=")))
        i++;
    return i;
}

bool text_is_host(const char *text, size_t length)
{
    bool is_address = length > 0 && *text == '[';
    size_t i = is_address ? address_length(text, length)
                          : name_length(text, length);
    if (i == length)
        return true;
    if (text[i] != ':' || (is_address && i == 0))
        return false;
    while (++i < length)
        if (!text_is_digit(text[i]))
            return false;
    return true;
}

/* --- chunk extensions ---------------------------------------------------- */

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

/* What stands behind a token, or behind a quoted text; NULL: it is none. */
static const char *skip_token(const char *text)
{
    const char *end = text;
    while (is_token(*end))
        end++;
    return end > text ? end : NULL;
}

static const char *skip_quoted(const char *text)
{
    for (text++; *text && *text != '"'; text++)
        if (*text == '\\' && *++text == '\0')
            return NULL;
    return *text ? text + 1 : NULL;
}

/* ";name", ";name=token", ";name=\"quoted\"" */
static const char *skip_extension(const char *text)
{
    text = skip_blanks(text);
    const char *name_end = *text == ';' ? skip_token(skip_blanks(text + 1))
                                        : NULL;
    if (!name_end || *skip_blanks(name_end) != '=')
        return name_end;
    const char *value = skip_blanks(skip_blanks(name_end) + 1);
    return *value == '"' ? skip_quoted(value) : skip_token(value);
}

bool text_is_extensions(const char *text)
{
    bool has_control = text_has_control(text);
    while (text && *text)
        text = skip_extension(text);
    return text && !has_control;
}

/* --- taking apart, in place ---------------------------------------------- */

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
        if (low < 0)
            continue;
        *to = (char)(high * 16 + low);
        from += 2;
        if (*to == '\0')
            return false;
    }
    *to = '\0';
    return true;
}

/* --- lists --------------------------------------------------------------- */

bool text_is(const char *text, size_t length, const char *other)
{
    return strlen(other) == length && strncasecmp(text, other, length) == 0;
}

const char *text_list_next(const char **list, size_t *length)
{
    const char *member = *list + strspn(*list, " \t,");
    size_t count = strcspn(member, ",");
    *list = member + count;
    while (count > 0 && strchr(" \t", member[count - 1]))
        count--;
    *length = count;
    return count > 0 ? member : NULL;
}

bool text_list_has(const char *list, const char *member)
{
    const char *found;
    size_t length;
    while ((found = text_list_next(&list, &length)))
        if (text_is(found, length, member))
            return true;
    return false;
}
