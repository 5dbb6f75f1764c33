/* runtime.h - Handloop, all of it: the one header a lesson includes.
 *
 * The order is the one to read them in; a file includes only what stands on
 * its own floor or below.
 */
#ifndef HANDLOOP_RUNTIME_H
#define HANDLOOP_RUNTIME_H

/* 1: plain parts */
#include "value.h"      /* values, texts, errors, */
#include "store.h"      /* and where they live */
#include "memory.h"     /* pools */
#include "queue.h"      /* first in, first out */
#include "clock.h"      /* real and virtual time */
/* 2: stopping and going on */
#include "resume.h"     /* how to resume */
#include "frame.h"      /* what a coroutine object is */
#include "coro.h"       /* how to wait */
#include "waiting.h"    /* who waits for what: timers, descriptors */
/* 3: the loop */
#include "loop.h"       /* one turn */
#include "future.h"     /* a result that will be there later */
#include "task.h"       /* create_task(), async_sleep(), task_cancel() */
#include "say.h"        /* say(), blocking_sleep() */
#include "callback.h"   /* call_soon(), call_later() */
#include "outside.h"    /* calls from other threads, SIGINT */
#include "observe.h"    /* what an observer is told */
#include "watch.h"      /* debug mode */
#include "count.h"      /* how many tasks wait */
#include "runner.h"     /* a loop from beginning to end */
/* 4: what asyncio gives on top */
#include "combine.h"    /* gather(), wait_for(), shield(), ... */
#include "group.h"      /* task groups */
#include "waiting_line.h"   /* what the next two are made of */
#include "sync.h"       /* event, lock, semaphore, condition */
#include "async_queue.h"    /* a queue between tasks */
#include "io.h"         /* descriptors: read, write, accept, connect */
#include "stream.h"     /* the same with buffers: lines, drain */
#include "executor.h"   /* threads and processes */
/* 5: watching it, and the way in */
#include "trace.h"      /* the recorder */
#include "run.h"        /* run() */
#include "by_hand.h"    /* the same for a loop of one's own */

#include <errno.h>      /* ECANCELED, ETIMEDOUT, ... */
#include <stdio.h>

#endif
