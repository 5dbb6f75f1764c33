/* numbers.h - things that are written once and have a number from then on, in
 * the order in which they were first seen.
 *
 *      size_t number = number_of(&words, text, strlen(text) + 1);
 */
#ifndef HANDLOOP_VIEW_NUMBERS_H
#define HANDLOOP_VIEW_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

/* A thing is some bytes. */
struct thing {
    void *bytes;
    size_t size;
};

/* {0} is an empty one. */
struct numbers {
    struct thing *things;       /* things[number] */
    size_t count;
    bool incomplete;            /* memory ran out: numbers may be wrong */
    /* the rest is numbers.c's */
    size_t room;
    size_t *buckets;            /* number + 1 of the thing there, or 0 */
    size_t bucket_count;
};

/* The number of a thing, a new one if these bytes were not seen before. */
size_t number_of(struct numbers *numbers, const void *bytes, size_t size);

void numbers_free(struct numbers *numbers);

#endif
