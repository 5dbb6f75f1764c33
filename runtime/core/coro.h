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
 *      struct coro_stack     frames
 *        leaf --------------> async_sleep's caller --> ... --> async_main
 *        value  (what the last await gave)    each by ->caller
 */
#ifndef HANDLOOP_CORE_CORO_H
#define HANDLOOP_CORE_CORO_H

#include <stddef.h>

#include "core/frame.h"
#include "core/resume.h"
#include "core/value.h"

/* --- writing coroutines -------------------------------------------------- */

/* First in the struct of every coroutine. */
#define CORO struct coro_frame frame

/* Begin the definition of the async function whose frame is struct name. */
#define ASYNC(async_name)                                                    \
    _Static_assert(offsetof(struct async_name, frame) == 0,                  \
                   "CORO; must come first in struct " #async_name);          \
    _Static_assert(_Alignof(struct async_name) <= BLOCK_ALIGNED,             \
                   "struct " #async_name " has a member that is aligned to "  \
                   "more than a frame is: allocate it");                     \
    static struct coro_step async_name##_body_(struct async_name *self,      \
                                         struct coro_stack *coro_stack);     \
    static struct coro_step async_name##_resume_(struct coro_frame *self_,   \
                                           struct coro_stack *coro_stack)    \
    {                                                                        \
        return async_name##_body_((struct async_name *)self_, coro_stack);   \
    }                                                                        \
    const struct coro_type async_name = {                                    \
        .name = #async_name,                                                 \
        .file = __FILE__,                                                    \
        .line = __LINE__,                                                    \
        .size = sizeof(struct async_name),                                   \
        .internal = HANDLOOP_INTERNAL,                                       \
        .resume = async_name##_resume_,                                      \
    };                                                                       \
    static struct coro_step async_name##_body_(struct async_name *self,      \
                                         struct coro_stack *coro_stack)

/* Set where the runtime itself is compiled: whoever looks at the program does
 * not want to see its coroutines. */
#ifndef HANDLOOP_INTERNAL
#define HANDLOOP_INTERNAL false
#endif

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
 * on to whoever awaits this coroutine, as an exception would.  What is there
 * already does not suspend: a coroutine object begins at once, in this task,
 * and a task or future that is done gives its outcome; so nobody else has had
 * a turn, unless the function that gave x says that it always suspends.
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

/* --- awaitables ---------------------------------------------------------- */

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

/* --- what the macros are made of ------------------------------------------
 *
 * What every await passes through stands here as inline functions, so that the
 * compiler can join it with the coroutine's body; coro.c has the rest.
 */

/* Awaiting a coroutine puts it on the stack; all else is for the loop. */
static inline struct coro_step coro_await(struct coro_stack *stack,
                                          struct awaitable x)
{
    if (x.want != WANT_CORO)
        return (struct coro_step){x};
    struct error *error = stack_push(stack, x);
    if (error)
        stack->value = (struct value){.kind = VALUE_RAISED, .error = error};
    return (struct coro_step){{.want = WANT_GO_ON}};
}

static inline void coro_catch(struct coro_stack *stack,
                              struct coro_frame *frame)
{
    bool raised = stack->value.kind == VALUE_RAISED;
    frame->caught = raised ? stack->value.error : NULL;
    if (raised)
        stack->value = value_none();
}

/* The ways out of a body, used by the macros above. */
struct coro_step coro_return(struct coro_stack *stack, struct value value);

HANDLOOP_COLD
struct coro_step coro_raise(struct coro_stack *stack, struct coro_frame *frame,
                            struct error *error);
HANDLOOP_COLD
struct coro_step coro_lost(struct coro_stack *stack, struct coro_frame *frame);
HANDLOOP_COLD
struct coro_step coro_fell_out(struct coro_stack *stack,
                               struct coro_frame *frame);
struct error *coro_caught(const struct coro_frame *frame);

#endif
