/* The check of exercise 36b: the heap. */
#define EXERCISE "36b"
#define SCENES "asked_36b.h"
#include "../../machine/check.h"

const struct exercise exercise = {.cases = cases, .by_hand = true};
