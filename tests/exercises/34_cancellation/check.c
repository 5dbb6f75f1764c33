/* The check of exercise 34: cancellation. */
#define EXERCISE "34"
#define SCENES "asked_34.h"
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
