/* The check of exercise 33: gather. */
#define EXERCISE "33"
#define SCENES "asked_33.h"
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
