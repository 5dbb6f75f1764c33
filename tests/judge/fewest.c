/* fewest.c - which changes are needed.  See fewest.h. */
#include "fewest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 100, HIGHEST = 2000 };

static bool on[HIGHEST + 1], all_are_off;

bool act_is_on(int number)
{
    return on[number] && !all_are_off;
}

void act_all_off(bool are_off)
{
    all_are_off = are_off;
}

/* Those that are left, from the i-th up to the end-th: can they go? */
static bool leave_out(const int *numbers, int i, int end,
                      const struct trying *trying)
{
    bool before[HIGHEST + 1];
    memcpy(before, on, sizeof on);
    for (; i < end; i++)
        on[numbers[i]] = false;
    if (memcmp(before, on, sizeof on) == 0)
        return false;
    if (trying->count_right())
        return true;
    memcpy(on, before, sizeof on);
    return false;
}

/* Can any of them go?  (If one has gone, another may go that was needed
 * before.) */
static bool leave_out_parts(const int *numbers, int count, int part,
                            const struct trying *trying)
{
    bool less = false;
    for (int i = 0; i < count && !trying->is_time_over(); i += part)
        less = leave_out(numbers, i, i + part < count ? i + part : count,
                         trying) || less;
    return less;
}

/* One that makes up for the other, `n++` for what stands behind. */
static void leave_out_both(int one, int other, const struct trying *trying)
{
    if (!on[one] || !on[other] || trying->is_time_over())
        return;
    on[one] = on[other] = false;
    if (!trying->count_right())
        on[one] = on[other] = true;
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
    for (int part = count; part > 1; part /= 2)
        leave_out_parts(numbers, count, part, trying);
    while (leave_out_parts(numbers, count, 1, trying))
        ;
    for (int i = 0; i < count; i++)
        for (int k = i + 1; k < count; k++)
            leave_out_both(numbers[i], numbers[k], trying);
    for (int i = 0; i < count; i++)
        if (on[numbers[i]])
            printf("%d %d\n", numbers[i], right);
}
