/* callback_private.h - what a callback is made of. */
#ifndef HANDLOOP_CORE_CALLBACK_PRIVATE_H
#define HANDLOOP_CORE_CALLBACK_PRIVATE_H

#include "core/callback.h"
#include "core/loop.h"

/* A function to be called from the ready queue. */
struct callback {
    struct job job;
    uint32_t generation;            /* how often this memory was a callback */
    bool timed;                     /* it is in the timer heap */
    const char *name;
    union {
        void (*function)(void *arg);                    /* NULL: cancelled */
        void (*done_function)(struct future *future, void *arg);
    };
    void *arg;
    struct future *future;          /* for done_function */
};

/* As call_later(), for the runtime's own limits, with nanoseconds.  No callback
 * is in the handle: there is no memory for it. */
struct call_handle call_set(int64_t deadline, const char *name,
                            void (*function)(void *arg), void *arg);

/* A callback like the one that is wanted; without memory the program stops. */
struct callback *callback_new(struct callback wanted);

/* What a job that runs now is to call; the callback itself is given back. */
struct callback callback_take(struct job *job);

#endif
