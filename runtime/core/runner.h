/* runner.h - a loop from beginning to end: what asyncio's Runner does. */
#ifndef HANDLOOP_CORE_RUNNER_H
#define HANDLOOP_CORE_RUNNER_H

#include <stdbool.h>

#include "core/coro.h"
#include "core/loop.h"
#include "core/value.h"

struct loop_options {
    bool virtual_clock;
    bool leave_interrupts;      /* do not touch SIGINT, SIGTERM */
    struct observer observer;   /* see == NULL: none */
    void (*run_job)(struct job *job);   /* instead of the job's own run: see
                                           debug_mode(); or NULL */
    const struct patience *patience;    /* see usual_patience; or NULL */
};

/* Run a coroutine object to its end on a new loop: what asyncio.run() does.
 * Then cancel the tasks that are left, wait for them, report what they raise.
 * result: NULL, or where to store the value that main returned or (as an
 * error value) raised; texts in it stay valid until this thread's next loop
 * begins.
 * 0, or the code main failed with; EBUSY inside a running loop. */
int loop_run(const struct loop_options *options, struct coro main,
             struct value *result);

/* Has SIGINT come to this thread's loop?  The first one cancels main, a second
 * one ends the program. */
bool loop_interrupted(void);

#endif
