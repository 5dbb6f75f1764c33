/* frame.c - memory for frames, and what becomes of them. */
#include "core/frame.h"

#include <errno.h>

#include "core/stack.h"

_Thread_local struct size_pools frame_pools;
_Thread_local uint32_t frames_age;

void coro_close(struct coro coro)
{
    struct awaitable object = coro.awaitable;
    if (object.want == WANT_CORO && coro_is_fresh(object))
        frame_free(object.frame);
}

/* --- onto the stack, and off it ------------------------------------------ */

struct error *coro_unusable(struct awaitable coro)
{
    if (!coro.frame)
        return error_new(ENOMEM, "no memory for a coroutine object");
    return error_new(EINVAL,
                     "cannot reuse a coroutine object: it is running or has "
                     "finished; call coro() again for a new one");
}

void handles_release(struct owned_handle **owned)
{
    while (*owned) {
        struct owned_handle *handle = *owned;
        handle_unlink(handle);
        handle->type->release(handle);
    }
}

void stack_drop(struct coro_stack *stack)
{
    while (stack->leaf)
        stack_pop(stack);
}

/* --- the end ------------------------------------------------------------- */

static void report_never_awaited(void *block, void *arg)
{
    struct coro_frame *frame = block;
    (void)arg;
    if (frame->state != FRAME_FRESH)
        return;
    fflush(stdout);
    fprintf(stderr,
            "handloop: coroutine '%s' was never awaited, made at %s:%d\n"
            "  coro() only makes the object: AWAIT it, or hand it to "
            "create_task().\n",
            frame->type->name, frame->made_in, frame->line);
}

void frames_close(void)
{
    size_pools_each(&frame_pools, report_never_awaited, NULL);
    size_pools_close(&frame_pools);
    frames_age = (frames_age + 1) & UINT16_MAX;
}
