/* refuse.h - a mistake that Python answers with an exception, in a function
 * that raises none: it is reported, and gives a code.
 */
#ifndef HANDLOOP_ASYNCIO_REFUSE_H
#define HANDLOOP_ASYNCIO_REFUSE_H

#include "core/internal.h"
#include "core/loop.h"

static inline int refuse_call(int code, const char *why)
{
    if (running_loop)
        loop_report(textf("%s%s", why, describe_running()), NULL);
    return code;
}

#endif
