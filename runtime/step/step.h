/* step.h - the scheduler at work, a step at a time.
 *
 * The program is recorded (recording.h), and then shown: as text, turn by turn,
 * or on the terminal, where one goes forwards and backwards by keys.
 */
#ifndef HANDLOOP_STEP_STEP_H
#define HANDLOOP_STEP_STEP_H

#include <stdio.h>

#include "watch/recording.h"

/* Every turn as text: what is ready, who waits for what, what each step
 * prints, and where it stops. */
void step_text(const struct recording *recording, FILE *out);

/* On the terminal, until q is pressed; with FROM=file in the environment it
 * begins at the first step that is in this file.  As text where there is no
 * terminal (or one that cannot move its cursor). */
void step_screen(const struct recording *recording);

#endif
