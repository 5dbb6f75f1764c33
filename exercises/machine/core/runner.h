/* runner.h - for programs: the machine's, instead of the runtime's own. */
#include "machine.h"
