/* alike.h - what two rows have in common, in the same order. */
#ifndef HANDLOOP_ALIKE_H
#define HANDLOOP_ALIKE_H

#include <stddef.h>
#include <stdint.h>

/* Of some bytes; never 0. */
uint64_t hash_of(const void *bytes, size_t count);

enum { LONGEST_ROW = 700 };

struct row_of_words {
    uint64_t word[LONGEST_ROW];     /* the same number for what is alike */
    size_t count;
};

/* Their longest common subsequence: gives its length, and in partner[i], unless
 * that is NULL, which one of the other row is the partner of one->word[i]; -1:
 * none. */
size_t align(const struct row_of_words *one, const struct row_of_words *other,
             int *partner);

#endif
