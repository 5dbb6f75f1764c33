/* json.h - values as JSON, written as FastAPI writes it.
 *
 *      dict("name", "Ada", "age", 36)      {"name":"Ada","age":36}
 *      json_list(1, 2.5, "x")              [1,2.5,"x"]
 *      dict("ok", json_bool(true), "user", dict("id", 3))
 *
 * These are values, too (VALUE_JSON), so that they can be returned, and stand
 * inside each other.  Their texts live as those by textf() do.  Without memory
 * they are an error, and whoever returns it fails with ENOMEM.
 */
#ifndef HANDLOOP_WEB_JSON_H
#define HANDLOOP_WEB_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "io/byte_buffer.h"
#include "asyncio/each.h"
#include "core/value.h"

/* Names and values in turn; at most 16 of each. */
#define dict(...)                                                            \
    json_object((struct value[]){HANDLOOP_EACH(value_of, __VA_ARGS__)},      \
                HANDLOOP_COUNT(__VA_ARGS__))
struct value json_object(const struct value *names_and_values, size_t count);

#define json_list(...)                                                       \
    json_array((struct value[]){HANDLOOP_EACH(value_of, __VA_ARGS__)},       \
               HANDLOOP_COUNT(__VA_ARGS__))
struct value json_array(const struct value *values, size_t count);

/* C's bool is an int to value_of(). */
static inline struct value json_bool(bool truth)
{
    return (struct value){.kind = VALUE_JSON, .text = truth ? "true" : "false"};
}

/* Write any value.  Texts are quoted, and what is no UTF-8 in them becomes
 * U+FFFD; infinities, not-a-number, and pointers become null. */
void json_write(struct byte_buffer *out, struct value value);

/* The same as a text; NULL without memory. */
const char *json_text(struct value value);

#endif
