/* json_read.c - JSON that somebody sent: a recursive descent over the text.
 *
 *      value    object, list, text, number, true, false, null
 *      object   "{" "}", or "{" text ":" value "," ... "}"
 *      list     "[" "]", or "[" value "," ... "]"
 *
 * Nothing is built: what is wanted is found again in the text.
 */
#include "web/json_read.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory/arena.h"
#include "core/internal.h"
#include "io/utf8.h"
#include "web/http_text.h"

struct reader {
    const char *at;
    int depth;
    const char *why;            /* it cannot go on */
};

static bool fail(struct reader *reader, const char *why)
{
    reader->why = why;
    return false;
}

static void skip_blanks(struct reader *reader)
{
    reader->at += strspn(reader->at, " \t\n\r");
}

/* Skip blanks and this character. */
static bool skip_end(struct reader *reader, char end)
{
    skip_blanks(reader);
    if (*reader->at != end)
        return false;
    reader->at++;
    return true;
}

/* The same, and the blanks behind it. */
static bool skip_sign(struct reader *reader, char sign)
{
    bool is_there = skip_end(reader, sign);
    skip_blanks(reader);
    return is_there;
}

/* --- texts --------------------------------------------------------------- */

/* The four digits of "\u00fc"; -1: they are none. */
static int32_t read_hex(const char *digits)
{
    int32_t number = 0;
    for (int i = 0; i < 4; i++) {
        int digit = text_hex_digit(digits[i]);
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

static bool skip_escape(struct reader *reader)
{
    char kind = reader->at[1];
    if (kind == 'u' && read_hex(reader->at + 2) > 0)
        reader->at += 6;
    else if (kind && strchr("\"\\/bfnrt", kind))
        reader->at += 2;
    else
        return fail(reader, kind == 'u' ? "Invalid \\uXXXX escape"
                                        : "Invalid \\escape");
    return true;
}

static bool skip_character(struct reader *reader)
{
    size_t length = utf8_length(reader->at);
    if (*reader->at == '\\')
        return skip_escape(reader);
    if (*reader->at == '\0')
        return fail(reader, "Unterminated string");
    if ((unsigned char)*reader->at < ' ')
        return fail(reader, "Invalid control character");
    if (length == 0)
        return fail(reader, "Invalid UTF-8");
    reader->at += length;
    return true;
}

static bool skip_text(struct reader *reader)
{
    reader->at++;
    while (*reader->at != '"')
        if (!skip_character(reader))
            return false;
    reader->at++;
    return true;
}

/* --- numbers and names --------------------------------------------------- */

static bool skip_digits(struct reader *reader)
{
    const char *begin = reader->at;
    while (text_is_digit(*reader->at))
        reader->at++;
    return reader->at > begin;
}

/* "-0.5e+3": no zero in front, digits behind "." and "e". */
static bool skip_number(struct reader *reader)
{
    reader->at += *reader->at == '-';
    if (*reader->at == '0')
        reader->at++;
    else if (!skip_digits(reader))
        return fail(reader, "Expecting value");
    if (*reader->at == '.' && text_is_digit(reader->at[1])) {
        reader->at++;
        skip_digits(reader);
    }
    if (*reader->at == 'e' || *reader->at == 'E') {
        size_t sign = strspn(reader->at + 1, "+-") == 1;
        if (text_is_digit(reader->at[1 + sign])) {
            reader->at += 1 + sign;
            skip_digits(reader);
        }
    }
    return true;
}

static bool skip_name(struct reader *reader)
{
    static const char *const names[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(reader->at, names[i], strlen(names[i])) == 0) {
            reader->at += strlen(names[i]);
            return true;
        }
    return fail(reader, "Expecting value");
}

/* --- objects, lists, values ---------------------------------------------- */

static bool skip_value(struct reader *reader);

static bool skip_member(struct reader *reader)
{
    if (*reader->at != '"')
        return fail(reader, "Expecting property name enclosed in double "
                            "quotes");
    if (!skip_text(reader))
        return false;
    if (!skip_sign(reader, ':'))
        return fail(reader, "Expecting ':' delimiter");
    return skip_value(reader);
}

/* From "[" to "]", or from "{" to "}". */
static bool skip_items(struct reader *reader, char end,
                       bool (*skip_item)(struct reader *reader))
{
    reader->at++;
    if (skip_end(reader, end))
        return true;
    do {
        if (!skip_item(reader))
            return false;
        if (skip_end(reader, end))
            return true;
    } while (skip_sign(reader, ','));
    return fail(reader, "Expecting ',' delimiter");
}

static bool skip_value(struct reader *reader)
{
    bool right;
    if (reader->depth == JSON_DEPTH)
        return fail(reader, "Too deep");
    reader->depth++;
    if (*reader->at == '{')
        right = skip_items(reader, '}', skip_member);
    else if (*reader->at == '[')
        right = skip_items(reader, ']', skip_value);
    else if (*reader->at == '"')
        right = skip_text(reader);
    else if (*reader->at == '-' || text_is_digit(*reader->at))
        right = skip_number(reader);
    else
        right = skip_name(reader);
    reader->depth--;
    return right;
}

bool json_check(const char *text, size_t size, struct json_mistake *mistake)
{
    struct reader reader = {.at = text};
    skip_blanks(&reader);
    bool right = skip_value(&reader);
    if (right)
        skip_blanks(&reader);
    if (right && reader.at != text + size)
        right = fail(&reader, "Extra data");
    if (!right)
        *mistake = (struct json_mistake){(size_t)(reader.at - text),
                                         reader.why};
    return right;
}

/* --- what there is in it ------------------------------------------------- */

/* Where the value ends that begins here. */
static const char *end_of(const char *text)
{
    struct reader reader = {.at = text};
    skip_value(&reader);
    return reader.at;
}

/* The character of an escape, and what stands behind it.  Two surrogates are
 * one character; one alone is none. */
static uint32_t read_escape(const char **at)
{
    static const char kinds[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *escape = *at;
    *at += escape[1] == 'u' ? 6 : 2;
    if (escape[1] != 'u')
        return (uint32_t)meant[strchr(kinds, escape[1]) - kinds];
    uint32_t first = (uint32_t)read_hex(escape + 2);
    if (first < 0xD800 || first > 0xDFFF)
        return first;
    int32_t second = strncmp(*at, "\\u", 2) == 0 ? read_hex(*at + 2) : -1;
    if (first > 0xDBFF || second < 0xDC00 || second > 0xDFFF)
        return 0xFFFD;
    *at += 6;
    return 0x10000 + ((first - 0xD800) << 10) + ((uint32_t)second - 0xDC00);
}

static struct value no_memory(void)
{
    return value_raised(error_new(ENOMEM, "no memory for JSON"));
}

/* An escape is longer than what it stands for. */
static struct value read_text(const char *quoted)
{
    char *text = arena_get((size_t)(end_of(quoted) - quoted));
    char *to = text;
    if (!text)
        return no_memory();
    for (const char *from = quoted + 1; *from != '"';) {
        if (*from == '\\')
            to += utf8_write(to, read_escape(&from));
        else
            *to++ = *from++;
    }
    *to = '\0';
    return value_text(text);
}

/* An integer that is too large is a real. */
static struct value read_number(const char *text)
{
    size_t length = (size_t)(end_of(text) - text);
    errno = 0;
    long long integer = strtoll(text, NULL, 10);
    if (strcspn(text, ".eE") < length || errno)
        return value_real(strtod(text, NULL));
    return value_int(integer);
}

static struct value copy_json(const char *from)
{
    size_t length = (size_t)(end_of(from) - from);
    char *text = arena_get(length + 1);
    if (!text)
        return no_memory();
    memcpy(text, from, length);
    text[length] = '\0';
    return (struct value){.kind = VALUE_JSON, .text = text};
}

struct value json_value(const char *text)
{
    text += strspn(text, " \t\n\r");
    if (*text == '"')
        return read_text(text);
    if (*text == '-' || text_is_digit(*text))
        return read_number(text);
    return *text == 'n' ? value_none() : copy_json(text);
}

static bool is_named(const char *quoted, const char *name)
{
    struct value value = read_text(quoted);
    return value.kind == VALUE_TEXT && strcmp(value.text, name) == 0;
}

const char *json_member(const char *text, const char *name)
{
    struct reader reader = {.at = text};
    const char *found = NULL;
    if (!skip_sign(&reader, '{'))
        return NULL;
    while (*reader.at == '"') {
        bool is_it = is_named(reader.at, name);
        skip_text(&reader);
        skip_sign(&reader, ':');
        if (is_it)
            found = reader.at;
        skip_value(&reader);
        skip_sign(&reader, ',');
    }
    return found;
}
