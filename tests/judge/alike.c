/* alike.c - what two rows have in common.  See alike.h. */
#include "alike.h"

#include <stdbool.h>

/* FNV-1a; never 0. */
uint64_t hash_of(const void *bytes, size_t count)
{
    const unsigned char *byte = bytes;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
    return hash | 1;
}

static uint16_t common[LONGEST_ROW + 1][LONGEST_ROW + 1];  /* from i and k on */

static void fill(const struct row_of_words *one,
                 const struct row_of_words *other)
{
    for (size_t i = one->count + 1; i-- > 0;)
        for (size_t k = other->count + 1; k-- > 0;)
            common[i][k] =
                i == one->count || k == other->count ? 0
                : one->word[i] == other->word[k]
                    ? (uint16_t)(1 + common[i + 1][k + 1])
                    : common[i + 1][k] > common[i][k + 1] ? common[i + 1][k]
                                                          : common[i][k + 1];
}

size_t align(const struct row_of_words *one, const struct row_of_words *other,
             int *partner)
{
    fill(one, other);
    for (size_t i = 0, k = 0; partner && i < one->count;) {
        bool is_pair = k < other->count && one->word[i] == other->word[k];
        if (!is_pair && k < other->count && common[i][k + 1] == common[i][k]) {
            k++;
            continue;
        }
        partner[i++] = is_pair ? (int)k++ : -1;
    }
    return common[0][0];
}
