/* json.c - values as JSON. */
#include "web/json.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/internal.h"
#include "io/byte_buffer_private.h"
#include "io/utf8.h"
#include "memory/arena.h"

/* --- texts --------------------------------------------------------------- */

/* How an ASCII character is written in JSON if not as itself; else NULL. */
static const char *escaped(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

/* How many bytes at the beginning are ASCII that is written as it is. */
static size_t plain_length(const char *text)
{
    size_t length = 0;
    while ((unsigned char)text[length] >= ' ' &&
           (unsigned char)text[length] < 0x80 && !escaped(text[length]))
        length++;
    return length;
}

/* Write the character at the beginning, which is not plain.  What follows. */
static const char *write_character(struct byte_buffer *out, const char *text)
{
    size_t length = utf8_length(text);
    if (escaped(*text))
        buffer_add_text(out, escaped(*text));
    else if (length == 0)
        buffer_add_text(out, "\\ufffd");
    else if ((unsigned char)*text < ' ')
        buffer_printf(out, "\\u%04x", (unsigned)*text);
    else
        buffer_add(out, text, length);
    return text + (length ? length : 1);
}

static void write_text(struct byte_buffer *out, const char *text)
{
    buffer_add(out, "\"", 1);
    while (*text) {
        size_t plain = plain_length(text);
        buffer_add(out, text, plain);
        text += plain;
        if (*text)
            text = write_character(out, text);
    }
    buffer_add(out, "\"", 1);
}

/* --- numbers ------------------------------------------------------------- */

/* The shortest digits that give the same number again; a real stays one
 * ("1.0"), as in Python. */
static void write_real(struct byte_buffer *out, double real)
{
    char digits[40];
    if (!isfinite(real)) {
        buffer_add_text(out, "null");
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    buffer_add_text(out, digits);
    if (!strpbrk(digits, ".e"))
        buffer_add_text(out, ".0");
}

/* --- values -------------------------------------------------------------- */

void json_write(struct byte_buffer *out, struct value value)
{
    switch (value.kind) {
    case VALUE_INT:
        buffer_add_int(out, value.integer);
        break;
    case VALUE_REAL:
        write_real(out, value.real);
        break;
    case VALUE_TEXT:
        write_text(out, value.text ? value.text : "");
        break;
    case VALUE_JSON:
        buffer_add_text(out, value.text);
        break;
    case VALUE_ERROR:
        write_text(out, error_to_text(value.error));
        break;
    case VALUE_RAISED:
        out->incomplete = true;
        break;
    case VALUE_NONE:
    case VALUE_POINTER:
        buffer_add_text(out, "null");
        break;
    }
}

/* What is in the buffer as a text in the store; the buffer is given back.  NULL
 * without memory. */
static const char *keep(struct byte_buffer *buffer)
{
    char *text = buffer->incomplete ? NULL : arena_get(buffer->used + 1);
    if (text)
        memcpy(text, buffer->bytes, buffer->used + 1);
    buffer_free(buffer);
    return text;
}

static struct value keep_json(struct byte_buffer *buffer)
{
    const char *text = keep(buffer);
    if (!text)
        return value_raised(error_new(ENOMEM, "no memory for JSON"));
    return (struct value){.kind = VALUE_JSON, .text = text};
}

const char *json_text(struct value value)
{
    struct byte_buffer out = {0};
    if (value.kind == VALUE_JSON)
        return value.text;
    json_write(&out, value);
    return keep(&out);
}

struct value json_object(const struct value *names_and_values, size_t count)
{
    struct byte_buffer out = {0};
    buffer_add(&out, "{", 1);
    for (size_t i = 0; i + 1 < count; i += 2) {
        if (i > 0)
            buffer_add(&out, ",", 1);
        write_text(&out, value_to_text(names_and_values[i]));
        buffer_add(&out, ":", 1);
        json_write(&out, names_and_values[i + 1]);
    }
    buffer_add(&out, "}", 1);
    return keep_json(&out);
}

struct value json_array(const struct value *values, size_t count)
{
    struct byte_buffer out = {0};
    buffer_add(&out, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add(&out, ",", 1);
        json_write(&out, values[i]);
    }
    buffer_add(&out, "]", 1);
    return keep_json(&out);
}
