/* The check of exercise 31: the ready queue. */
#define EXERCISE "31"
#define SCENES "asked_31.h"
#define NOTHING_BEFORE
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
