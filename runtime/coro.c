/* coro.c - frames, and the trampoline that runs them. */
#include "coro.h"

#include <errno.h>

/* --- memory for frames: a pool for each size ------------------------------ */

enum {
    GRAIN = 16,                 /* bytes between two sizes, */
    SMALL_CLASSES = 64,         /* up to 1,024; from there each size doubles */
    LARGE_CLASSES = 21,         /* up to 2 GiB */
};

static _Thread_local struct pool frame_pools[SMALL_CLASSES + LARGE_CLASSES + 1];

static size_t class_of(size_t size)
{
    size_t class = (size + GRAIN - 1) / GRAIN;
    if (class <= SMALL_CLASSES)
        return class;
    for (class = SMALL_CLASSES; size > GRAIN * SMALL_CLASSES; class++)
        size = (size + 1) / 2;
    return class;
}

static size_t class_size(size_t class)
{
    if (class <= SMALL_CLASSES)
        return class * GRAIN;
    return (size_t)GRAIN * SMALL_CLASSES << (class - SMALL_CLASSES);
}

struct coro coro_new(const struct coro_type *type, const struct frame *init,
                     const char *file, int line)
{
    size_t class = class_of(type->size);
    struct frame *frame = pool_get(&frame_pools[class], class_size(class));
    if (!frame)
        return (struct coro){{.want = WANT_CORO, .frame = NULL}};
    uint16_t generation = frame->generation;
    memcpy(frame, init, type->size);
    frame->type = type;
    frame->made_in = file;
    frame->line = line;
    frame->state = FRAME_FRESH;
    frame->generation = generation;
    return (struct coro){
        {.want = WANT_CORO, .generation = generation, .frame = frame}};
}

static void frame_free(struct frame *frame)
{
    frame->state = FRAME_FREE;
    frame->generation++;
    pool_put(&frame_pools[class_of(frame->type->size)], frame);
}

static bool is_fresh(struct awaitable coro)
{
    return coro.frame->state == FRAME_FRESH &&
           coro.frame->generation == coro.generation;
}

void coro_close(struct coro coro)
{
    struct awaitable object = coro.awaitable;
    if (object.want == WANT_CORO && object.frame && is_fresh(object))
        frame_free(object.frame);
}

/* --- onto the stack ----------------------------------------------------------- */

static struct error *push(struct stack *stack, struct awaitable coro)
{
    struct frame *frame = coro.frame;
    if (!frame)
        return error_new(ENOMEM, "no memory for a coroutine object");
    if (!is_fresh(coro))
        return error_new(EINVAL,
                         "cannot reuse a coroutine object: it is running or "
                         "has finished; call coro() again for a new one");
    frame->state = FRAME_STARTED;
    frame->line = 0;
    frame->caller = stack->leaf;
    stack->leaf = frame;
    return NULL;
}

struct error *stack_begin(struct stack *stack, struct awaitable coro)
{
    return push(stack, coro);
}

struct step coro_call(struct stack *stack, struct awaitable child)
{
    struct error *error = push(stack, child);
    if (error)
        stack->value = (struct value){.kind = VALUE_RAISED, .error = error};
    return (struct step){{.want = WANT_GO_ON}};
}

/* --- off the stack ---------------------------------------------------------------- */

static void pop(struct stack *stack)
{
    struct frame *frame = stack->leaf;
    while (frame->owned) {
        struct handle *handle = frame->owned;
        frame->owned = handle->next;
        handle->type->release(handle);
    }
    stack->leaf = frame->caller;
    frame_free(frame);
}

static struct step end(struct stack *stack)
{
    pop(stack);
    return (struct step){{.want = stack->leaf ? WANT_GO_ON : WANT_END}};
}

struct step coro_return(struct stack *stack, struct frame *frame,
                        struct value value)
{
    (void)frame;
    stack->value = value;
    return end(stack);
}

struct step coro_raise(struct stack *stack, struct frame *frame,
                       struct error *error)
{
    error_add_trail(error, frame->type->name, frame->type->file, frame->line);
    stack->value = (struct value){.kind = VALUE_RAISED, .error = error};
    return end(stack);
}

struct error *coro_caught(const struct frame *frame)
{
    if (!frame->caught)
        stop("RERAISE in '%s', %s:%d, but the last TRY_AWAIT did not fail\n"
             "  Ask if (failure()) first, or keep the error: "
             "self->why = caught(); ... RAISE_ERROR(self->why);",
             frame->type->name, frame->type->file, frame->line);
    return frame->caught;
}

struct step coro_lost(struct stack *stack, struct frame *frame)
{
    return coro_raise(
        stack, frame,
        error_new(EINVAL,
                  "'%s' cannot find its way back to line %d of %s: is that "
                  "AWAIT inside a switch? Use if and else there, or a "
                  "coroutine of its own",
                  frame->type->name, frame->line, frame->type->file));
}

struct step coro_fell_out(struct stack *stack, struct frame *frame)
{
    return coro_raise(
        stack, frame,
        error_new(EINVAL,
                  "'%s' (%s) fell out of its body after line %d: a break "
                  "outside a loop leaves BEGIN's switch; use RETURN",
                  frame->type->name, frame->type->file, frame->line));
}

void stack_drop(struct stack *stack)
{
    while (stack->leaf)
        pop(stack);
}

/* --- running ------------------------------------------------------------------------ */

struct step stack_resume(struct stack *stack)
{
    struct step step;
    do
        step = stack->leaf->type->resume(stack->leaf, stack);
    while (step.wanted.want == WANT_GO_ON);
    return step;
}

void stack_scribble(void)
{
    volatile unsigned char dead[2048];
    for (size_t i = 0; i < sizeof dead; i++)
        dead[i] = 0xA5;
}

/* --- the end -------------------------------------------------------------------------- */

static void report_never_awaited(void *place, void *arg)
{
    struct frame *frame = place;
    (void)arg;
    if (frame->state != FRAME_FRESH)
        return;
    fflush(stdout);
    fprintf(stderr,
            "handloop: coroutine '%s' was never awaited, made at %s:%d\n"
            "  coro() only makes the object: AWAIT it, or hand it to "
            "create_task().\n",
            frame->type->name, frame->made_in, frame->line);
    frame_free(frame);
}

void frames_close(void)
{
    for (size_t class = 0; class <= SMALL_CLASSES + LARGE_CLASSES; class++) {
        struct pool *pool = &frame_pools[class];
        pool_each(pool, class_size(class), report_never_awaited, NULL);
        pool_close(pool);
    }
}
