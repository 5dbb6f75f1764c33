/* generator.c - async generators. */
#include "asyncio/generator.h"

#include <errno.h>
#include <stdlib.h>

#include "core/loop.h"
#include "core/stack.h"

struct async_generator {
    struct owned_handle handle;
    struct coro coro;           /* until it begins */
    struct coro_frame *paused;       /* at its YIELD, or NULL */
    bool begun, running, ended;
};

/* --- the frame, off the stack and on it again ---------------------------- */

/* Takes a value; its frame stands below the generator's. */
struct taking_value {
    CORO;
    struct async_generator *generator;
    struct error *thrown;       /* at its YIELD; NULL: it just goes on */
    bool closing;
};

extern const struct coro_type taking_value;

static struct coro_step go_on(struct coro_stack *stack,
                              struct taking_value *taking)
{
    struct async_generator *generator = taking->generator;
    struct coro_frame *frame = generator->paused;
    generator->running = true;
    generator->begun = true;
    if (!frame)
        return coro_await(stack, generator->coro.awaitable);
    generator->paused = NULL;
    frame->caller = stack->leaf;
    stack->leaf = frame;
    stack->value = taking->thrown ? value_raised(taking->thrown) : value_none();
    return (struct coro_step){{.want = WANT_GO_ON}};
}

struct coro_step coro_yield(struct coro_stack *stack, struct coro_frame *frame,
                       struct value value)
{
    struct coro_frame *taker = frame->caller;
    if (taker && taker->type == &taking_value) {
        ((struct taking_value *)taker)->generator->paused = frame;
        stack->leaf = taker;
        stack->value = value;
    } else {
        stack->value = value_raised(
            error_new(EINVAL, "'%s' yields, but nobody takes values from it: "
                      "it is for async_generator()", frame->type->name));
    }
    return (struct coro_step){{.want = WANT_GO_ON}};
}

/* --- taking a value ------------------------------------------------------ */

static bool is_code(struct value value, int code)
{
    return value.kind == VALUE_RAISED && value.error->code == code;
}

bool async_for_is_over(struct coro_stack *stack)
{
    if (!is_code(stack->value, EEND))
        return false;
    stack->value = value_none();
    return true;
}

ASYNC(taking_value)
{
    struct async_generator *generator = self->generator;
    BEGIN;
    if (!generator)
        RAISE(ENOMEM, "no memory for a generator");
    if (generator->running)
        RAISE(EBUSY, "another task takes a value from this generator");
    if (!generator->begun && self->thrown) {
        coro_close(generator->coro);
        generator->ended = true;
    }
    if (generator->ended && self->closing)
        RETURN(value_none());
    if (generator->ended && self->thrown)
        RAISE_ERROR(self->thrown);
    if (generator->ended)
        RAISE(EEND, "there are no more values");
    LEAVE(self->frame.line, go_on(coro_stack, self));
    generator->running = false;
    generator->ended = !generator->paused;
    if (self->closing && generator->paused)
        RAISE(EINVAL, "the generator yields again though it is closed");
    if (self->closing &&
        (coro_stack->value.kind != VALUE_RAISED ||
         is_code(coro_stack->value, ECLOSED)))
        RETURN(value_none());
    if (coro_stack->value.kind == VALUE_RAISED)
        RAISE_ERROR(coro_stack->value.error);
    if (generator->ended)
        RAISE(EEND, "there are no more values");
    RETURN(awaited());
    END;
}

struct coro async_next(struct async_generator *generator)
{
    return coro(taking_value, .generator = generator);
}

struct coro async_throw(struct async_generator *generator, struct error *error)
{
    return coro(taking_value, .generator = generator, .thrown = error);
}

struct coro async_close(struct async_generator *generator)
{
    return coro(taking_value, .generator = generator, .closing = true,
                .thrown = error_new(ECLOSED, ""));
}

/* --- as something a frame owns ------------------------------------------- */

static void drop_frames(struct coro_frame *frame)
{
    loop_report(textf("an async generator, '%s', was left at its YIELD, %s:%d, "
                      "and its cleanup did not run: async_close() it",
                      frame->type->name, frame->type->file, frame->line), NULL);
    frame->caller = NULL;
    stack_drop(&(struct coro_stack){.leaf = frame});
}

static void release(struct owned_handle *handle)
{
    struct async_generator *generator = (struct async_generator *)handle;
    if (!generator->begun)
        coro_close(generator->coro);
    if (generator->paused)
        drop_frames(generator->paused);
    free(generator);
}

static bool is_over(const struct owned_handle *handle)
{
    const struct async_generator *generator =
        (const struct async_generator *)handle;
    return generator->ended;
}

static const struct handle_type generator_type = {release, is_over};

struct async_generator *async_generator(struct coro coro)
{
    loop_needed("async_generator()");
    struct async_generator *generator = malloc(sizeof *generator);
    if (!generator) {
        coro_close(coro);
        return NULL;
    }
    *generator = (struct async_generator){.handle = {.type = &generator_type},
                                          .coro = coro};
    handle_own(&generator->handle);
    return generator;
}
