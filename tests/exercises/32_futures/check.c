/* The check of exercise 32: futures. */
#define EXERCISE "32"
#define SCENES "asked_32.h"
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
