/* frame.h - frames: what a coroutine object is made of, and the stack of them
 * that a task runs.
 *
 *      struct coro_stack     frames
 *        leaf --------------> the innermost --> ... --> async_main
 *        value  (what the last await gave)   each by ->caller
 */
#ifndef HANDLOOP_CORE_FRAME_H
#define HANDLOOP_CORE_FRAME_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/value.h"
#include "memory/block_pool.h"

struct future;
struct coro_stack;

/* --- what a coroutine says when it leaves -------------------------------- */

enum coro_want {
    WANT_GO_ON,         /* nothing to wait for: resume the leaf frame */
    WANT_END,           /* the outermost frame has finished */
    WANT_CORO,          /* the kinds of awaitables follow: a coroutine, */
    WANT_SLEEP,         /* a delay, */
    WANT_FUTURE,        /* a future or task, */
    WANT_READABLE,      /* a descriptor that has something to read, */
    WANT_WRITABLE,      /* or takes something */
};

/* Anything AWAIT takes: asyncio's "awaitable".  16 bytes, passed by copy. */
struct awaitable {
    enum coro_want want;
    uint32_t generation;            /* of the frame, for WANT_CORO; how often a
                                       descriptor was closed */
    union {
        struct coro_frame *frame;   /* NULL: there was no memory for it */
        int64_t delay;              /* nanoseconds */
        struct future *future;
        int fd;
    };
};

/* A coroutine object, which runs nothing until it is awaited or made a task.
 * (The async_ functions of the runtime return these too.)  A law: it belongs to
 * the thread, and to the loop, that it was made in; nothing of a frame is for
 * two threads. */
struct coro {
    struct awaitable awaitable;
};

/* What a body returns.  A struct, so that a plain "return 0;" in a coroutine
 * does not compile. */
struct coro_step {
    struct awaitable wanted;
};

/* --- frames -------------------------------------------------------------- */

/* An async function: a value, defined by ASYNC.  A header can say
 *      extern const struct coro_type greet; */
struct coro_type {
    const char *name, *file;
    int line;                   /* of its ASYNC */
    size_t size;                /* of its frame */
    bool internal;              /* the runtime's own, not the program's */
    struct coro_step (*resume)(struct coro_frame *frame,
                               struct coro_stack *stack);
};

/* Something a frame owns and gives back when it ends: tasks, futures. */
struct owned_handle {
    const struct handle_type *type;
    struct owned_handle *next;      /* the frame's other ones, */
    struct owned_handle **back;     /* and who points to this one, or did when
                                       it was new; NULL: it was given back */
};

/* KEPT: started, and its memory stays until the loop has ended. */
enum frame_state { FRAME_FREE, FRAME_FRESH, FRAME_STARTED, FRAME_KEPT };

/* The head of every coroutine's struct. */
struct coro_frame {
    const struct coro_type *type;
    union {
        struct coro_frame *caller;  /* started: who awaits it; NULL: nobody */
        const char *made_in;        /* fresh: the file of the call of coro() */
    };
    struct error *caught;           /* by the latest TRY_AWAIT */
    struct owned_handle *owned;
    int line;                       /* started: where it is; fresh: made at */
    uint16_t state;
    uint16_t generation;            /* how often this memory was a frame */
};

/* A task's frames, the innermost first. */
struct coro_stack {
    struct coro_frame *leaf;        /* NULL when the outermost has ended */
    union {
        struct value value;         /* what the last await gave, or raised; */
        struct awaitable wanted;    /* while the task waits: what for */
    };
};

/* Throw away a coroutine object that was never started, without the report
 * that it was never awaited: Python's close().  Others are left alone. */
void coro_close(struct coro coro);

/* --- what coro() and AWAIT are made of ------------------------------------
 *
 * What every await passes through stands here as inline functions, so that the
 * compiler can join it with the coroutine's body; stack.h has the rest.
 */

extern _Thread_local struct size_pools frame_pools;

/* Goes up when they are closed: an object of an earlier loop has no memory any
 * more. */
extern _Thread_local uint32_t frames_age;

/* Of a frame of size bytes.  gcc sees through a copy by words as clang does
 * through any: what coro() is given goes straight to where it stays. */
static inline void copy_locals(char *to, const char *from, size_t size)
{
#if defined __GNUC__ && !defined __clang__
#pragma GCC unroll 16
    for (size_t at = sizeof(struct coro_frame); at < size;
         at += sizeof(void *))
        memcpy(to + at, from + at, sizeof(void *));
#else
    memcpy(to + sizeof(struct coro_frame), from + sizeof(struct coro_frame),
           size - sizeof(struct coro_frame));
#endif
}

/* Make a coroutine object.  Its locals are a copy of those in init, which is
 * a whole struct of size bytes.  Called by coro(). */
MUST_USE
static inline struct coro coro_new(const struct coro_type *type,
                                   const void *init, size_t size,
                                   const char *file, int line)
{
    struct coro_frame *frame = size_pools_get(&frame_pools, size);
    if (!frame)
        return (struct coro){{.want = WANT_CORO, .frame = NULL}};
    *frame = (struct coro_frame){.type = type,
                            .made_in = file,
                            .line = line,
                            .state = FRAME_FRESH,
                            .generation = frame->generation};
    copy_locals((char *)frame, init, size);
    return (struct coro){{.want = WANT_CORO,
                          .generation = frames_age << 16 | frame->generation,
                          .frame = frame}};
}

/* Is this a coroutine object that nobody has started yet? */
static inline bool coro_is_fresh(struct awaitable coro)
{
    return coro.frame && frames_age == coro.generation >> 16 &&
           coro.frame->state == FRAME_FRESH &&
           coro.frame->generation == (coro.generation & UINT16_MAX);
}

/* Why it cannot be started: no memory, or used already. */
HANDLOOP_COLD
struct error *coro_unusable(struct awaitable coro);

/* Put a coroutine object on top of the stack.  NULL, or the error that says
 * why it cannot be. */
static inline struct error *stack_push(struct coro_stack *stack,
                                       struct awaitable coro)
{
    if (!coro_is_fresh(coro))
        return coro_unusable(coro);
    struct coro_frame *frame = coro.frame;
    frame->state = FRAME_STARTED;
    frame->line = 0;
    frame->caller = stack->leaf;
    stack->leaf = frame;
    return NULL;
}

#endif
