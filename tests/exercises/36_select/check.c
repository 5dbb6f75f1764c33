/* The check of exercise 36: select(). */
#define EXERCISE "36"
#define SCENES "asked_36.h"
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
