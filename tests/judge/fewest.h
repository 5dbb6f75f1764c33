/* fewest.h - of several changes that are needed together, which ones are?
 *
 * "Delta debugging" (Zeller): half of them is left out, or the other half; then
 * quarters; and at last one after the other.
 */
#ifndef HANDLOOP_FEWEST_H
#define HANDLOOP_FEWEST_H

#include <stdbool.h>

/* Is the change with that number, from 1, switched on? */
bool act_is_on(int number);

/* None is, for a while. */
void act_all_off(bool are_off);

struct trying {
    int (*count_right)(void);   /* scenes, with those that are on; 0: too few */
    bool (*is_time_over)(void);
};

/* Print so few of these numbers that it is right with them, each with how many
 * scenes are; nothing, if with all of them it is not. */
void print_fewest(char **numbers, const struct trying *trying);

#endif
