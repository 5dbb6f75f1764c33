/* The check of exercise 35: limits. */
#define EXERCISE "35"
#define SCENES "asked_35.h"
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
