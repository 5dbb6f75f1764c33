/* parcel.c - a value on its way to another thread or process. */
#include "pools/parcel.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/internal.h"

int parcel_pack_bytes(struct parcel *parcel, const void *bytes, size_t size)
{
    *parcel = (struct parcel){.kind = VALUE_POINTER, .size = size};
    parcel->bytes = malloc(size > 0 ? size : 1);
    if (!parcel->bytes)
        return ENOMEM;
    if (size > 0)
        memcpy(parcel->bytes, bytes, size);
    return 0;
}

static int pack_text(struct parcel *parcel, const char *text)
{
    return parcel_pack_bytes(parcel, text, strlen(text) + 1);
}

static int pack_error(struct parcel *parcel, const struct error *error)
{
    int failed = pack_text(parcel, error_words(error));
    parcel->code = error->code;
    return failed;
}

void parcel_raise(struct parcel *parcel, int code, const char *format, ...)
{
    char message[256];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    pack_text(parcel, message);
    parcel->kind = VALUE_RAISED;
    parcel->code = code;
}

int parcel_pack(struct parcel *parcel, struct value value)
{
    int failed = 0;
    *parcel = (struct parcel){.kind = value.kind};
    switch (value.kind) {
    case VALUE_NONE:
        break;
    case VALUE_INT:
        parcel->integer = value.integer;
        break;
    case VALUE_REAL:
        parcel->real = value.real;
        break;
    case VALUE_POINTER:
        parcel->pointer = value.pointer;
        break;
    case VALUE_TEXT:
    case VALUE_JSON:
        failed = pack_text(parcel, value.text ? value.text : "(null)");
        break;
    case VALUE_ERROR:
    case VALUE_RAISED:
        failed = pack_error(parcel, value.error);
        break;
    }
    parcel->kind = value.kind;
    return failed;
}

static struct error *error_of(const struct parcel *parcel)
{
    return error_new(parcel->code, "%s", parcel->bytes ? parcel->bytes : "");
}

struct value parcel_look(const struct parcel *parcel)
{
    switch (parcel->kind) {
    case VALUE_NONE:
        break;
    case VALUE_INT:
        return value_int(parcel->integer);
    case VALUE_REAL:
        return value_real(parcel->real);
    case VALUE_TEXT:
    case VALUE_JSON:
        return (struct value){.kind = parcel->kind, .text = parcel->bytes};
    case VALUE_POINTER:
        return value_pointer(parcel->bytes ? parcel->bytes : parcel->pointer);
    case VALUE_ERROR:
        return value_error(error_of(parcel));
    case VALUE_RAISED:
        return value_raised(error_of(parcel));
    }
    return value_none();
}

struct value parcel_unpack(const struct parcel *parcel)
{
    struct value value = parcel_look(parcel);
    if (value.kind == VALUE_TEXT || value.kind == VALUE_JSON)
        value.text = textf("%s", value.text);
    return value;
}

void parcel_free(struct parcel *parcel)
{
    free(parcel->bytes);
    parcel->bytes = NULL;
}
