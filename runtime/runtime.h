/* runtime.h - Handloop, all of it: the one header a lesson includes.
 *
 * The order is the one to read them in.  The folders are the floors: a file
 * includes only what stands on its own floor or below.
 */
#ifndef HANDLOOP_RUNTIME_H
#define HANDLOOP_RUNTIME_H

/* core: plain parts */
#include "core/value.h"           /* values, texts, errors, */
#include "core/arena.h"           /* and where they live */
#include "core/memory.h"          /* pools */
#include "core/queue.h"           /* first in, first out */
#include "core/clock.h"           /* real and virtual time */
/* stopping and going on */
#include "core/resume.h"          /* how to resume */
#include "core/frame.h"           /* what a coroutine object is */
#include "core/coro.h"            /* how to wait */
#include "core/waiting.h"         /* who waits for what: timers, descriptors */
/* the loop */
#include "core/loop.h"            /* one turn */
#include "core/future.h"          /* a result that will be there later */
#include "core/task.h"            /* create_task(), async_sleep(), cancel */
#include "core/say.h"             /* say(), blocking_sleep() */
#include "core/callback.h"        /* call_soon(), call_later() */
#include "core/outside.h"         /* calls from other threads, SIGINT */
#include "core/observe.h"         /* what an observer is told */
#include "core/debug.h"           /* debug mode */
#include "watch/count.h"          /* how many tasks wait */
#include "core/runner.h"          /* a loop from beginning to end */
/* what asyncio gives on top */
#include "asyncio/combine.h"      /* gather(), wait_for(), shield(), ... */
#include "asyncio/group.h"        /* task groups */
#include "asyncio/wait_queue.h"   /* what the next two are made of */
#include "asyncio/sync.h"         /* event, lock, semaphore, condition */
#include "asyncio/queue.h"        /* a queue between tasks */
/* the world outside */
#include "io/io.h"                /* descriptors: read, write, ... */
#include "io/stream.h"            /* the same with buffers: lines, drain */
#include "pools/executor.h"       /* threads and processes */
/* watching it, and the way in */
#include "watch/trace.h"          /* the recorder */
#include "step/run.h"             /* run() */
#include "step/by_hand.h"         /* the same for a loop of one's own */

#include <errno.h>      /* ECANCELED, ETIMEDOUT, ... */
#include <stdio.h>

#endif
