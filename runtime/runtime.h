/* runtime.h - Handloop, all of it: the one header a lesson includes.
 *
 * The order is the one to read them in.  The folders are the floors: a file
 * includes only what stands on its own floor or below.  What the runtime's
 * files share among themselves is not here, but in headers beside these; the
 * one to begin with is core/loop.h, for the turn of the loop.
 */
#ifndef HANDLOOP_RUNTIME_H
#define HANDLOOP_RUNTIME_H

/* core: plain parts */
#include "core/value.h"           /* values, texts, errors */
/* stopping and going on */
#include "core/resume.h"          /* how to resume */
#include "core/frame.h"           /* what a coroutine object is */
#include "core/coro.h"            /* how to wait */
/* the loop */
#include "core/future.h"          /* a result that will be there later */
#include "core/task.h"            /* create_task(), async_sleep(), cancel */
#include "core/callback.h"        /* call_soon(), call_later(), from threads */
/* what asyncio gives on top */
#include "asyncio/combine.h"      /* gather(), wait_for(), shield(), ... */
#include "asyncio/group.h"        /* task groups */
#include "asyncio/sync.h"         /* event, lock, semaphore, condition */
#include "asyncio/queue.h"        /* a queue between tasks */
#include "asyncio/generator.h"    /* async generators, ASYNC_FOR */
/* the world outside */
#include "io/io.h"                /* descriptors: read, write, ... */
#include "io/stream.h"            /* the same with buffers: lines, drain */
#include "pools/executor.h"       /* threads and processes */
/* watching it, and the way in */
#include "watch/say.h"            /* say(), blocking_sleep() */
#include "watch/count.h"          /* how many tasks wait */
#include "watch/debug.h"          /* who keeps the loop too long */
#include "step/run.h"             /* run() */
#include "step/by_hand.h"         /* the same for a loop of one's own */

#include <errno.h>      /* ECANCELED, ETIMEDOUT, ... */
#include <stdio.h>

#endif
