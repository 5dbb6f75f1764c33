/* fewest.c - which changes are needed.  See fewest.h. */
#include "fewest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 100, HIGHEST = 2000 };

static bool on[HIGHEST + 1];

bool act_is_on(int number)
{
    return on[number];
}

/* Those that are left, from the i-th up to the end-th: can they go? */
static void leave_out(int *numbers, int i, int end,
                      const struct trying *trying)
{
    bool before[HIGHEST + 1];
    memcpy(before, on, sizeof on);
    for (; i < end; i++)
        on[numbers[i]] = false;
    if (memcmp(before, on, sizeof on) != 0 && !trying->count_right())
        memcpy(on, before, sizeof on);
}

void print_fewest(char **texts, const struct trying *trying)
{
    int numbers[MOST], count = 0, right;
    for (; texts[count] && count < MOST; count++) {
        numbers[count] = atoi(texts[count]);
        on[numbers[count]] = true;
    }
    if (!(right = trying->count_right()))
        return;
    for (int part = count; part > 0 && !trying->is_time_over(); part /= 2)
        for (int i = 0; i < count && !trying->is_time_over(); i += part)
            leave_out(numbers, i, i + part < count ? i + part : count, trying);
    for (int i = 0; i < count; i++)
        if (on[numbers[i]])
            printf("%d %d\n", numbers[i], right);
}
