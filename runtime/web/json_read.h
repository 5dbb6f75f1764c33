/* json_read.h - JSON that somebody sent. */
#ifndef HANDLOOP_WEB_JSON_READ_H
#define HANDLOOP_WEB_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "core/value.h"

struct json_mistake {
    size_t at;                  /* so many bytes are right */
    const char *why;            /* "Expecting ',' delimiter", as Python says */
};

/* Is the text, with a NUL behind its size bytes, one JSON value?  If not,
 * mistake says where and why.  Values may stand in each other JSON_DEPTH deep,
 * and texts have no NUL in them. */
enum { JSON_DEPTH = 200 };
bool json_check(const char *text, size_t size, struct json_mistake *mistake);

/* The rest is for a text that json_check() found right. */

/* A number, a text or null as such a value; true and false, objects and lists
 * stay JSON.  Without memory it is an error. */
struct value json_value(const char *text);

/* The member with this name of an object, the last one as in Python; NULL if
 * there is none, or this is no object. */
const char *json_member(const char *text, const char *name);

#endif
