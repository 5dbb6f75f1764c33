/* parcel.h - a value on its way to another thread or process.
 *
 * A value may point at texts and errors of the thread that made it.  Packed, it
 * carries a copy of them along.  Of an error, what travels are its code and its
 * words, in which a group names its members; the traceback is of no meaning
 * elsewhere.
 */
#ifndef HANDLOOP_POOLS_PARCEL_H
#define HANDLOOP_POOLS_PARCEL_H

#include <stddef.h>

#include "core/value.h"

struct parcel {
    enum value_kind kind;
    int code;                   /* of an error */
    union {
        int64_t integer;
        double real;
        void *pointer;
    };
    size_t size;                /* of the bytes: a text with its '\0', an */
    char *bytes;                /* error's message, or a program's own bytes */
};

/* Pack a value.  0, or ENOMEM. */
int parcel_pack(struct parcel *parcel, struct value value);

/* Pack bytes of the program's own: they arrive as a pointer to a copy. */
int parcel_pack_bytes(struct parcel *parcel, const void *bytes, size_t size);

/* Pack a failure.  Without memory it has no message. */
PRINTF_LIKE(3, 4)
void parcel_raise(struct parcel *parcel, int code, const char *format, ...);

/* The value, its text as long as the parcel lasts; for whoever it was sent
 * to. */
struct value parcel_look(const struct parcel *parcel);

/* The value, with its text copied to this thread's arena. */
struct value parcel_unpack(const struct parcel *parcel);

void parcel_free(struct parcel *parcel);

#endif
