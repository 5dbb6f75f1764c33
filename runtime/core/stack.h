/* stack.h - the frames of a task, as the runtime goes through them. */
#ifndef HANDLOOP_CORE_STACK_H
#define HANDLOOP_CORE_STACK_H

#include "core/frame.h"

/* What a frame owns knows how to be given back. */
struct handle_type {
    void (*release)(struct owned_handle *handle);
    /* Is it over, so that it makes no difference whether its owner keeps it, if
     * nobody knows it?  NULL: never. */
    bool (*is_over)(const struct owned_handle *handle);
};

/* The running frame (in a callback, the loop) owns it until it ends; or lets go
 * of it early. */
void handle_own(struct owned_handle *handle);
void handle_release(struct owned_handle *handle);

/* To the front of a list, and off it.  Who was first before is not told: most
 * handles go with all the others.  Where one goes alone, all those are told who
 * do not know yet, each once; so it costs the same among many. */
static inline void handle_push(struct owned_handle **owned,
                               struct owned_handle *handle)
{
    handle->next = *owned;
    handle->back = owned;
    *owned = handle;
}

static inline void handle_unlink(struct owned_handle *handle)
{
    struct owned_handle **owned = handle->back, *other = *owned;
    if (other != handle)
        for (; other->next && other->next->back == owned; other = other->next)
            other->next->back = &other->next;
    *handle->back = handle->next;
    if (handle->next)
        handle->next->back = handle->back;
    handle->back = NULL;
}

/* Does a frame of the running task own it?  It may be gone: it is looked for,
 * and not looked at. */
bool handle_is_owned_here(const struct owned_handle *handle);

/* Give back all of a list. */
void handles_release(struct owned_handle **owned);

static inline void frame_free(struct coro_frame *frame)
{
    frame->state = FRAME_FREE;
    frame->generation++;
    poison(frame + 1, frame->type->size - sizeof *frame);
    size_pools_put(&frame_pools, frame, frame->type->size);
}

/* Take the innermost frame off and free it, unless it is kept. */
static inline void stack_pop(struct coro_stack *stack)
{
    struct coro_frame *frame = stack->leaf;
    if (frame->owned)
        handles_release(&frame->owned);
    stack->leaf = frame->caller;
    if (frame->state != FRAME_KEPT)
        frame_free(frame);
}

/* The trampoline: resume the leaf until a frame wants something of the loop,
 * or the outermost one has ended (its outcome is stack->value). */
static inline struct coro_step stack_resume(struct coro_stack *stack)
{
    struct coro_step step;
    do
        step = stack->leaf->type->resume(stack->leaf, stack);
    while (step.wanted.want == WANT_GO_ON);
    return step;
}

/* Throw all frames away without running them. */
void stack_drop(struct coro_stack *stack);

/* The end of this thread's frames: report and free what was never awaited,
 * give the memory back. */
void frames_close(void);

#endif
