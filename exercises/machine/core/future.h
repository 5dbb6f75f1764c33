/* future.h - for runtime/io: the machine's, instead of the runtime's own. */
#include "machine.h"
