/* runtime.h - found before the runtime's own when an answer is checked. */
#include "../acts.h"
