/* coro.c - the ways out of a coroutine's body. */
#include "core/coro.h"

#include <errno.h>

#include "core/internal.h"
#include "core/stack.h"

struct coro_step coro_return(struct coro_stack *stack, struct value value)
{
    stack->value = value;
    stack_pop(stack);
    return (struct coro_step){{.want = stack->leaf ? WANT_GO_ON : WANT_END}};
}

struct coro_step coro_raise(struct coro_stack *stack, struct coro_frame *frame,
                            struct error *error)
{
    error_add_trail(error, frame->type->name, frame->type->file, frame->line);
    return coro_return(stack, value_raised(error));
}

struct error *coro_caught(const struct coro_frame *frame)
{
    if (!frame->caught)
        panic("RERAISE in '%s', %s:%d, but the last TRY_AWAIT did not fail\n"
             "  Ask if (failure()) first, or keep the error: "
             "self->why = caught(); ... RAISE_ERROR(self->why);",
             frame->type->name, frame->type->file, frame->line);
    return frame->caught;
}

struct coro_step coro_lost(struct coro_stack *stack, struct coro_frame *frame)
{
    return coro_raise(
        stack, frame,
        error_new(EINVAL,
                  "'%s' cannot find its way back to line %d of %s: is that "
                  "AWAIT inside a switch? Use if and else there, or a "
                  "coroutine of its own",
                  frame->type->name, frame->line, frame->type->file));
}

struct coro_step coro_fell_out(struct coro_stack *stack,
                               struct coro_frame *frame)
{
    return coro_raise(
        stack, frame,
        error_new(EINVAL,
                  "'%s' (%s) fell out of its body after line %d: a break "
                  "outside a loop leaves BEGIN's switch; use RETURN",
                  frame->type->name, frame->type->file, frame->line));
}
