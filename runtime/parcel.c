/* parcel.c - a value on its way to another thread or process. */
#include "parcel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int parcel_pack_bytes(struct parcel *parcel, const void *bytes, size_t size)
{
    *parcel = (struct parcel){.kind = VALUE_POINTER, .size = size};
    parcel->bytes = malloc(size > 0 ? size : 1);
    if (!parcel->bytes)
        return ENOMEM;
    memcpy(parcel->bytes, bytes, size);
    return 0;
}

static int pack_text(struct parcel *parcel, const char *text)
{
    return parcel_pack_bytes(parcel, text, strlen(text) + 1);
}

static int pack_error(struct parcel *parcel, const struct error *error)
{
    int failed = pack_text(parcel, error->message);
    parcel->code = error->code;
    return failed;
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

struct value parcel_look(const struct parcel *parcel)
{
    switch (parcel->kind) {
    case VALUE_INT:
        return value_int(parcel->integer);
    case VALUE_REAL:
        return value_real(parcel->real);
    case VALUE_TEXT:
    case VALUE_JSON:
        return (struct value){.kind = parcel->kind, .text = parcel->bytes};
    case VALUE_POINTER:
        return value_pointer(parcel->bytes ? parcel->bytes : parcel->pointer);
    default:
        return value_none();
    }
}

/* An error may have found no memory for its message. */
static const char *words(const struct parcel *parcel)
{
    return parcel->bytes ? parcel->bytes : "";
}

struct value parcel_unpack(const struct parcel *parcel)
{
    switch (parcel->kind) {
    case VALUE_TEXT:
    case VALUE_JSON:
        return (struct value){.kind = parcel->kind,
                              .text = textf("%s", parcel->bytes)};
    case VALUE_ERROR:
        return value_error(error_new(parcel->code, "%s", words(parcel)));
    case VALUE_RAISED:
        return value_raised(error_new(parcel->code, "%s", words(parcel)));
    default:
        return parcel_look(parcel);
    }
}

void parcel_free(struct parcel *parcel)
{
    free(parcel->bytes);
    parcel->bytes = NULL;
}
