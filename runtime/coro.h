/* coro.h - how to wait: coroutine objects, and AWAIT on top of resume.h.
 *
 *      struct greet {              the coroutine's stack frame, spelled out:
 *          CORO;                   who awaits it and where it goes on,
 *          const char *name;       its arguments, and what must survive
 *      };                          an await
 *
 *      ASYNC(greet)                async def greet(name):
 *      {
 *          BEGIN;
 *          AWAIT(async_sleep(1.0));            await asyncio.sleep(1)
 *          RETURN(textf("hi %s", self->name)); return f"hi {name}"
 *          END;
 *      }
 *
 *      coro(greet, .name = "Ada")  greet("Ada"): makes an object, runs nothing
 *
 * One rule of spelling: UPPER CASE may leave the function here and come back
 * later; lower case comes straight back.
 *
 * Awaiting does not nest C calls.  A task keeps a pointer to its innermost
 * frame, each frame to its caller; AWAIT returns to a small trampoline
 * (stack_resume), which goes on with the child and, when that has finished,
 * with its caller.  So suspending and resuming cost the same at any depth:
 *
 *      struct stack          frames
 *        leaf --------------> async_sleep's caller --> ... --> async_main
 *        value  (what the last await gave)    each by ->caller
 */
#ifndef HANDLOOP_CORO_H
#define HANDLOOP_CORO_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"
#include "resume.h"
#include "value.h"

struct future;
struct stack;

/* --- what a coroutine says when it leaves ------------------------------- */

enum want {
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
    enum want want;
    uint32_t generation;            /* of the frame, for WANT_CORO */
    union {
        struct frame *frame;        /* NULL: there was no memory for it */
        int64_t delay;              /* nanoseconds */
        struct future *future;
        int fd;
    };
};

/* A coroutine object, which runs nothing until it is awaited or made a task.
 * (The async_ functions of the runtime return these too.) */
struct coro {
    struct awaitable awaitable;
};

/* What a body returns.  A struct, so that a plain "return 0;" in a coroutine
 * does not compile. */
struct step {
    struct awaitable wanted;
};

/* --- frames --------------------------------------------------------------- */

/* An async function: a value, defined by ASYNC.  A header can say
 *      extern const struct coro_type greet; */
struct coro_type {
    const char *name, *file;
    size_t size;                                        /* of its frame */
    struct step (*resume)(struct frame *frame, struct stack *stack);
};

/* Something a frame owns and gives back when it ends: tasks, futures. */
struct handle {
    const struct handle_type *type;
    struct handle *next;            /* the frame's other ones */
};

enum frame_state { FRAME_FREE, FRAME_FRESH, FRAME_STARTED };

/* The head of every coroutine's struct. */
struct frame {
    const struct coro_type *type;
    union {
        struct frame *caller;       /* started: who awaits it; NULL outermost */
        const char *made_in;        /* fresh: the file of the call of coro() */
    };
    struct error *caught;           /* by the latest TRY_AWAIT */
    struct handle *owned;
    int line;                       /* started: where it is; fresh: made at */
    uint16_t state;
    uint16_t generation;            /* how often this memory was a frame */
};

/* A task's frames, the innermost first. */
struct stack {
    struct frame *leaf;             /* NULL when the outermost has ended */
    struct value value;             /* what the last await gave, or raised */
};

/* Throw away a coroutine object that was never started, without the report
 * that it was never awaited: Python's close().  Others are left alone. */
void coro_close(struct coro coro);

/* --- writing coroutines ----------------------------------------------------- */

/* First in the struct of every coroutine. */
#define CORO struct frame frame

/* Begin the definition of the async function whose frame is struct name. */
#define ASYNC(async_name)                                                    \
    _Static_assert(offsetof(struct async_name, frame) == 0,                  \
                   "CORO; must come first in struct " #async_name);          \
    static struct step async_name##_body(struct async_name *self,            \
                                   struct stack *coro_stack);                \
    static struct step async_name##_resume(struct frame *frame,              \
                                     struct stack *stack)                    \
    {                                                                        \
        return async_name##_body((struct async_name *)frame, stack);         \
    }                                                                        \
    const struct coro_type async_name = {                                    \
        .name = #async_name,                                                 \
        .file = __FILE__,                                                    \
        .size = sizeof(struct async_name),                                   \
        .resume = async_name##_resume,                                       \
    };                                                                       \
    static struct step async_name##_body(struct async_name *self,            \
                                   struct stack *coro_stack)

/* coro(greet, .name = "Ada"): a coroutine object.  Nothing runs.  Awaiting it
 * or making it a task consumes it; one that is kept and never started is
 * reported when the loop ends. */
#define coro(...) CORO_OBJECT_(__VA_ARGS__, )
#define CORO_OBJECT_(name, ...)                                              \
    coro_new(&name, &(struct name){.frame = {.line = 0}, __VA_ARGS__},       \
             sizeof(struct name), __FILE__, __LINE__)

/* Around the body.  Locals declared before BEGIN are set anew at each
 * resumption; others do not survive an AWAIT: put them in the struct. */
#define BEGIN RESUME(self->frame.line, coro_lost(coro_stack, &self->frame))

#define END                                                                  \
        return coro_return(coro_stack, value_none());                        \
    END_RESUME                                                               \
    return coro_fell_out(coro_stack, &self->frame)

/* Wait for x: a coroutine object, a task, a future.  A failure of x travels
 * on to whoever awaits this coroutine, as an exception would.
 * Never inside a switch, and one a line. */
#define AWAIT(x)                                                             \
    do {                                                                     \
        LEAVE(self->frame.line, coro_await(coro_stack, awaitable(x)));       \
        if (coro_stack->value.kind == VALUE_RAISED)                          \
            return coro_raise(coro_stack, &self->frame,                      \
                              coro_stack->value.error);                      \
    } while (0)

/* Wait for x and hand a failure over: try/except.  failure() is its code. */
#define TRY_AWAIT(x)                                                         \
    do {                                                                     \
        LEAVE(self->frame.line, coro_await(coro_stack, awaitable(x)));       \
        coro_catch(coro_stack, &self->frame);                                \
    } while (0)

/* What the last await of this coroutine gave, a struct value. */
#define awaited() (coro_stack->value)

/* The code with which the last TRY_AWAIT failed, 0 if it did not. */
#define failure() (self->frame.caught ? self->frame.caught->code : 0)

/* The same failure as a struct error *, NULL if there was none.  Keep it in
 * self to raise it later (RAISE_ERROR), after a further TRY_AWAIT. */
#define caught() (self->frame.caught)

/* End with a result: an int, long, double, text, pointer or value. */
#define RETURN(x)                                                            \
    return coro_return(coro_stack, value_of(x))

/* RAISE(code), RAISE(code, "why %d", n): end with a failure. */
#define RAISE(...) RAISE_(__VA_ARGS__, "")
#define RAISE_(code, ...) RAISE_ERROR(error_new(code, __VA_ARGS__))

/* End with the failure that the last TRY_AWAIT caught: "raise". */
#define RERAISE RAISE_ERROR(coro_caught(&self->frame))

/* End with a failure that was kept: "raise error". */
#define RAISE_ERROR(error)                                                   \
    do {                                                                     \
        self->frame.line = __LINE__;                                         \
        return coro_raise(coro_stack, &self->frame, error);                  \
    } while (0)

/* --- awaitables --------------------------------------------------------------- */

static inline struct awaitable awaitable_coro(struct coro coro)
{
    return coro.awaitable;
}

static inline struct awaitable awaitable_same(struct awaitable awaitable)
{
    return awaitable;
}

static inline struct awaitable awaitable_future(struct future *future)
{
    return (struct awaitable){.want = WANT_FUTURE, .future = future};
}

struct task;

static inline struct awaitable awaitable_task(struct task *task)
{
    return awaitable_future((struct future *)task);     /* its first member */
}

/* Any of the kinds as a struct awaitable. */
#define awaitable(x) _Generic((x),                                           \
    struct coro: awaitable_coro,                                             \
    struct task *: awaitable_task,                                           \
    struct future *: awaitable_future,                                       \
    struct awaitable: awaitable_same)(x)

/* --- for the runtime ------------------------------------------------------------
 *
 * What every await passes through stands here as inline functions, so that the
 * compiler can join it with the coroutine's body; coro.c has the rest.
 */

/* What the loop knows how to give back; see task.c. */
struct handle_type {
    void (*release)(struct handle *handle);
};

/* Memory for frames: a pool for each size. */
enum {
    FRAME_GRAIN = 16,           /* bytes between two sizes, */
    FRAME_SMALL = 64,           /* up to 1,024; from there each size doubles */
    FRAME_POOLS = FRAME_SMALL + 21 + 1,                 /* up to 2 GiB */
};

extern _Thread_local struct pool frame_pools[FRAME_POOLS];

/* The pool for frames of this size, and the size of the blocks in a pool. */
size_t frame_pool_of_large(size_t size);
size_t frame_pool_block_large(size_t pool);

static inline size_t frame_pool_of(size_t size)
{
    size_t pool = (size + FRAME_GRAIN - 1) / FRAME_GRAIN;
    return pool <= FRAME_SMALL ? pool : frame_pool_of_large(size);
}

static inline size_t frame_pool_block(size_t pool)
{
    return pool <= FRAME_SMALL ? pool * FRAME_GRAIN
                               : frame_pool_block_large(pool);
}

/* Make a coroutine object.  Its locals are a copy of those in init, which is
 * a whole struct of size bytes.  Called by coro(). */
MUST_USE
static inline struct coro coro_new(const struct coro_type *type,
                                   const void *init, size_t size,
                                   const char *file, int line)
{
    size_t pool = frame_pool_of(size);
    struct frame *frame = pool_get(&frame_pools[pool], frame_pool_block(pool));
    if (!frame)
        return (struct coro){{.want = WANT_CORO, .frame = NULL}};
    *frame = (struct frame){.type = type,
                            .made_in = file,
                            .line = line,
                            .state = FRAME_FRESH,
                            .generation = frame->generation};
    memcpy(frame + 1, (const struct frame *)init + 1, size - sizeof *frame);
    return (struct coro){{.want = WANT_CORO,
                          .generation = frame->generation,
                          .frame = frame}};
}

static inline void frame_free(struct frame *frame)
{
    frame->state = FRAME_FREE;
    frame->generation++;
    pool_put(&frame_pools[frame_pool_of(frame->type->size)], frame);
}

/* Is this a coroutine object that nobody has started yet? */
static inline bool coro_is_fresh(struct awaitable coro)
{
    return coro.frame && coro.frame->state == FRAME_FRESH &&
           coro.frame->generation == coro.generation;
}

/* Why it cannot be started: no memory, or used already. */
RARE
struct error *coro_unusable(struct awaitable coro);

/* Give back all that a frame owns. */
void frame_release_owned(struct frame *frame);

/* Put a coroutine object on top of the stack.  NULL, or the error that says
 * why it cannot be. */
static inline struct error *stack_push(struct stack *stack,
                                       struct awaitable coro)
{
    if (!coro_is_fresh(coro))
        return coro_unusable(coro);
    struct frame *frame = coro.frame;
    frame->state = FRAME_STARTED;
    frame->line = 0;
    frame->caller = stack->leaf;
    stack->leaf = frame;
    return NULL;
}

/* Take the innermost frame off and free it. */
static inline void stack_pop(struct stack *stack)
{
    struct frame *frame = stack->leaf;
    if (frame->owned)
        frame_release_owned(frame);
    stack->leaf = frame->caller;
    frame_free(frame);
}

/* The trampoline: resume the leaf until a frame wants something of the loop,
 * or the outermost one has ended (its outcome is stack->value). */
static inline struct step stack_resume(struct stack *stack)
{
    struct step step;
    do
        step = stack->leaf->type->resume(stack->leaf, stack);
    while (step.wanted.want == WANT_GO_ON);
    return step;
}

/* Awaiting a coroutine puts it on the stack; all else is for the loop. */
static inline struct step coro_await(struct stack *stack, struct awaitable x)
{
    if (x.want != WANT_CORO)
        return (struct step){x};
    struct error *error = stack_push(stack, x);
    if (error)
        stack->value = (struct value){.kind = VALUE_RAISED, .error = error};
    return (struct step){{.want = WANT_GO_ON}};
}

static inline void coro_catch(struct stack *stack, struct frame *frame)
{
    bool raised = stack->value.kind == VALUE_RAISED;
    frame->caught = raised ? stack->value.error : NULL;
    if (raised)
        stack->value = value_none();
}

/* The ways out of a body, used by the macros above. */
struct step coro_return(struct stack *stack, struct value value);

RARE
struct step coro_raise(struct stack *stack, struct frame *frame,
                       struct error *error);
RARE
struct step coro_lost(struct stack *stack, struct frame *frame);
RARE
struct step coro_fell_out(struct stack *stack, struct frame *frame);
struct error *coro_caught(const struct frame *frame);

/* Throw all frames away without running them. */
void stack_drop(struct stack *stack);

/* Overwrite the dead part of the C stack, so that a local lost across an
 * await is visibly wrong (in debug mode). */
void stack_scribble(void);

/* The end of this thread's frames: report and free what was never awaited,
 * give the memory back. */
void frames_close(void);

#endif
