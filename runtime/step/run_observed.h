/* run_observed.h - what run() does for loops of all kinds. */
#ifndef HANDLOOP_STEP_RUN_OBSERVED_H
#define HANDLOOP_STEP_RUN_OBSERVED_H

#include "core/observe.h"

/* Run a program that tells its observer what it does, and show
 * that as SHOW= says.  Gives the program's code. */
int run_observed(observed_program *program, void *arg);

#endif
