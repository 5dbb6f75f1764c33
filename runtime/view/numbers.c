/* numbers.c - numbers for things: a table with open addressing. */
#include "view/numbers.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory/array.h"

/* FNV-1a. */
static uint64_t hash_of(const void *bytes, size_t size)
{
    uint64_t hash = 0xCBF29CE484222325;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001B3;
    return hash;
}

static bool equal(const struct thing *thing, const void *bytes, size_t size)
{
    return thing->size == size && memcmp(thing->bytes, bytes, size) == 0;
}

/* Where a thing is, or belongs. */
static size_t *bucket_of(const struct numbers *numbers, const void *bytes,
                       size_t size)
{
    size_t mask = numbers->bucket_count - 1;
    size_t at = (size_t)hash_of(bytes, size) & mask;
    while (numbers->buckets[at] &&
           !equal(&numbers->things[numbers->buckets[at] - 1], bytes, size))
        at = (at + 1) & mask;
    return &numbers->buckets[at];
}

/* At most half of the buckets are used. */
static bool have_buckets(struct numbers *numbers)
{
    if (2 * numbers->count < numbers->bucket_count)
        return true;
    size_t count = numbers->bucket_count ? 2 * numbers->bucket_count : 64;
    size_t *buckets = calloc(count, sizeof *buckets);
    if (!buckets)
        return false;
    free(numbers->buckets);
    numbers->buckets = buckets;
    numbers->bucket_count = count;
    for (size_t i = 0; i < numbers->count; i++) {
        const struct thing *thing = &numbers->things[i];
        *bucket_of(numbers, thing->bytes, thing->size) = i + 1;
    }
    return true;
}

static bool have_room(struct numbers *numbers)
{
    struct thing *things = array_with_room(numbers->things, &numbers->room,
                                           numbers->count, sizeof *things);
    if (things)
        numbers->things = things;
    return things && have_buckets(numbers);
}

size_t number_of(struct numbers *numbers, const void *bytes, size_t size)
{
    if (!have_room(numbers)) {
        numbers->incomplete = true;
        return 0;
    }
    size_t *bucket = bucket_of(numbers, bytes, size);
    if (*bucket)
        return *bucket - 1;
    void *copy = malloc(size ? size : 1);
    if (!copy) {
        numbers->incomplete = true;
        return 0;
    }
    if (size)
        memcpy(copy, bytes, size);
    numbers->things[numbers->count] = (struct thing){copy, size};
    *bucket = ++numbers->count;
    return *bucket - 1;
}

void numbers_free(struct numbers *numbers)
{
    for (size_t i = 0; i < numbers->count; i++)
        free(numbers->things[i].bytes);
    free(numbers->things);
    free(numbers->buckets);
    *numbers = (struct numbers){0};
}
