/* fields.c - what a coroutine was called with.  See fields.h. */
#include "fields.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../inside.h"
#include "tokens.h"

enum { FILES = 4, LONGEST_NAME = 300, MOST_FIELDS = 4, MOST_ELEMENTS = 4 };

/* --- sources, each read once -------------------------------------------- */

/* The name is a copy: a text of textf() is gone when the loop has ended. */
static struct source {
    char file[LONGEST_NAME];
    struct tokens tokens;
} sources[FILES];

static const struct token *source_of(const char *file)
{
    for (int i = 0; i < FILES; i++) {
        if (!*sources[i].file) {
            snprintf(sources[i].file, LONGEST_NAME, "%s", file);
            sources[i].tokens = tokens_of_file(file);
        }
        if (strcmp(sources[i].file, file) == 0)
            return sources[i].tokens.first;
    }
    return NULL;
}

void fields_read(const char *file)
{
    source_of(file);
}

/* Behind "struct name { CORO ;", NULL if it is not there. */
static const struct token *fields_of(const struct coro_type *type, size_t *head)
{
    const struct token *t = source_of(type->file);
    for (; t && t->kind != TOKEN_END; t++) {
        if (!token_is(t, "struct") || !token_is(t + 1, type->name) ||
            !token_is(t + 2, "{"))
            continue;
        bool is_handler = token_is(t + 3, "HANDLER");
        if (!is_handler && !token_is(t + 3, "CORO"))
            return NULL;
        *head = sizeof(struct coro_frame) + (is_handler ? sizeof(void *) : 0);
        return t + 5;
    }
    return NULL;
}

/* --- one field ---------------------------------------------------------- */

enum type {
    UNKNOWN, BOOLEAN, CHARACTER, INT, UNSIGNED, LONG, REAL, TEXT, POINTER,
    VALUE,
};

static const struct {
    const char *spelling;
    enum type type;
} plain[] = {
    {"bool", BOOLEAN}, {"int", INT}, {"unsigned", UNSIGNED}, {"long", LONG},
    {"size_t", LONG}, {"int64_t", LONG}, {"double", REAL}, {"char", TEXT},
};

static size_t size_of(enum type type)
{
    return type == BOOLEAN                   ? sizeof(bool)
           : type == CHARACTER               ? 1
           : type == INT || type == UNSIGNED ? sizeof(int)
           : type == VALUE                   ? sizeof(struct value)
                                             : 8;
}

bool is_readable(const char *text)
{
    return text && (access(text, F_OK) == 0 || errno != EFAULT);
}

static const char *text_of(const char *text)
{
    return !text               ? "NULL"
           : !is_readable(text) ? "a pointer that leads nowhere"
                                : textf("\"%.60s\"", text);
}

static const char *words_of(enum type type, const void *at)
{
    bool boolean;
    int whole;
    int64_t large;
    double real;
    const char *text;
    switch (type) {
    case BOOLEAN:
        memcpy(&boolean, at, sizeof boolean);
        return boolean ? "true" : "false";
    case INT:
    case UNSIGNED:
        memcpy(&whole, at, sizeof whole);
        return textf("%d", whole);
    case LONG:
        memcpy(&large, at, sizeof large);
        return textf("%lld", (long long)large);
    case REAL:
        memcpy(&real, at, sizeof real);
        return textf("%g", real);
    case TEXT:
        memcpy(&text, at, sizeof text);
        return text_of(text);
    case UNKNOWN:
    case CHARACTER:
    case POINTER:
    case VALUE:
        break;
    }
    return NULL;
}

/* --- all of them -------------------------------------------------------- */

static const struct token *read_type(const struct token *t, enum type *type)
{
    *type = UNKNOWN;
    while (token_is(t, "const") || token_is(t, "static"))
        t++;
    if (token_is(t, "struct")) {
        *type = token_is(t + 1, "value") ? VALUE
                : token_is(t + 2, "*")   ? POINTER
                                         : UNKNOWN;
        return t + 2;
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (token_is(t, plain[i].spelling))
            *type = plain[i].type;
    if (*type == TEXT && !token_is(t + 1, "*"))
        *type = CHARACTER;
    t++;
    return token_is(t, "const") ? t + 1 : t;
}

struct reading {
    const char *frame;
    size_t at;
    int fields;
    const char *words;
    const char *wanted;         /* a field's name, or NULL: is it NULL? */
    bool is_null;
    size_t which;               /* of an array */
    size_t none;                /* the first of its values that is None, */
    size_t values;              /* of so many, or */
    const void *inside;         /* an address: how much room has its array? */
    size_t room;
};

#define NO_PLACE SIZE_MAX

/* The array of characters, or the row of several, that has this address. */
static void look_for_room(struct reading *reading, size_t rows, size_t length)
{
    const char *first = reading->frame + reading->at;
    const char *inside = reading->inside;
    if (inside < first || inside >= first + rows * length)
        return;
    reading->room = length - (size_t)(inside - first) % length;
}

static void look_for_none(struct reading *reading, size_t count)
{
    struct value value;
    reading->values = count;
    for (size_t i = count; i-- > 0;) {
        memcpy(&value, reading->frame + reading->at + i * sizeof value,
               sizeof value);
        if (value.kind == VALUE_NONE)
            reading->none = i;
    }
}

static bool is_wanted(const struct reading *reading, const struct token *name)
{
    return reading->wanted && token_is(name, reading->wanted);
}

static void look_for_null(struct reading *reading, size_t count)
{
    const void *pointer;
    for (size_t i = count; i-- > 0;) {
        memcpy(&pointer, reading->frame + reading->at + i * sizeof pointer,
               sizeof pointer);
        if (pointer)
            continue;
        reading->is_null = true;
        reading->which = i;
    }
}

/* "name", or "name[3]"; false: it cannot be told how large it is. */
static bool read_field(struct reading *reading, const struct token **t,
                       enum type type)
{
    size_t stars = 0, count = 1, row = 1, size;
    for (; token_is(*t, "*"); (*t)++)
        stars++;
    if (stars > (type == TEXT) || (stars && type != TEXT))
        type = POINTER;
    const struct token *name = (*t)++;
    if (token_is(*t, "[")) {
        if ((*t)[1].kind != TOKEN_NUMBER || !token_is(*t + 2, "]"))
            return false;
        count = strtoul((*t)[1].text, NULL, 10);
        *t += 3;
    }
    if (token_is(*t, "[") && (*t)[1].kind == TOKEN_NUMBER) {
        row = strtoul((*t)[1].text, NULL, 10);
        *t += 3;
    }
    if (type == UNKNOWN || name->kind != TOKEN_NAME)
        return false;
    size = size_of(type);
    size_t align = size > 8 ? 8 : size;
    reading->at = (reading->at + align - 1) / align * align;
    const char *words = NULL;
    if (type == CHARACTER && reading->inside)
        look_for_room(reading, row > 1 ? count : 1, row > 1 ? row : count);
    count *= row;
    if ((type == POINTER || type == TEXT) && is_wanted(reading, name))
        look_for_null(reading, count);
    if (type == VALUE && is_wanted(reading, name))
        look_for_none(reading, count);
    for (size_t i = 0; i < count && i < MOST_ELEMENTS; i++) {
        const char *one = words_of(type, reading->frame + reading->at +
                                             i * size);
        words = !one ? NULL : words ? textf("%s, %s", words, one) : one;
    }
    reading->at += count * size;
    if (words && reading->fields++ < MOST_FIELDS)
        reading->words = textf(count > 1 ? "%s%s%.*s = {%s}" : "%s%s%.*s = %s",
                               reading->words, *reading->words ? ", " : "",
                               (int)name->length, name->text, words);
    return true;
}

static void read_fields(struct reading *reading, const struct coro_type *type)
{
    const struct token *t = fields_of(type, &reading->at);
    while (t && t->kind != TOKEN_END && !token_is(t, "}")) {
        enum type of;
        t = read_type(t, &of);
        do {
            t += token_is(t, ",");
            if (!read_field(reading, &t, of))
                return;
        } while (token_is(t, ","));
        if (!token_is(t, ";"))
            break;
        t++;
    }
}

const char *arguments_of(const struct coro_frame *frame)
{
    struct reading reading = {.frame = (const char *)frame, .words = ""};
    read_fields(&reading, frame->type);
    return reading.words;
}

bool field_is_null(const struct coro_type *type, const void *frame,
                   const char *name, size_t *which)
{
    struct reading reading = {.frame = frame, .words = "", .wanted = name};
    read_fields(&reading, type);
    *which = reading.which;
    return reading.is_null;
}

size_t field_with_none(const struct coro_type *type, const void *frame,
                       const char *name, size_t *values)
{
    struct reading reading = {.frame = frame, .words = "", .wanted = name,
                              .none = NO_PLACE};
    read_fields(&reading, type);
    *values = reading.values;
    return reading.none;
}

size_t room_in_frame(const struct coro_frame *frame, const void *place)
{
    struct reading reading = {.frame = (const char *)frame, .words = "",
                              .inside = place};
    read_fields(&reading, frame->type);
    return reading.room;
}
