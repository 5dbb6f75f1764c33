#include "step.h"
void step_screen(const struct recording *recording) { step_text(recording, stdout); }
