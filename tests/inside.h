/* inside.h - the headers that the runtime's files share, for tests that look
 * inside. */
#ifndef HANDLOOP_INSIDE_H
#define HANDLOOP_INSIDE_H

#include "asyncio/wait_queue_private.h"
#include "clock/clock.h"
#include "core/callback_private.h"
#include "core/runner.h"
#include "core/task_private.h"
#include "io/byte_buffer_private.h"
#include "io/once.h"
#include "memory/arena.h"
#include "runtime.h"
#include "watch/event.h"
#include "watch/place.h"
#include "watch/standstill.h"
#include "watch/trace.h"

#endif
