/* future_private.h - futures from inside: what kinds of them there are, how
 * they are finished, and who keeps them alive. */
#ifndef HANDLOOP_CORE_FUTURE_PRIVATE_H
#define HANDLOOP_CORE_FUTURE_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/future.h"
#include "core/loop.h"
#include "core/observe.h"
#include "core/queue.h"
#include "core/stack.h"

enum future_state { PENDING, RETURNED, FAILED, CANCELLED };

struct future;

typedef void see_future(void *arg, const struct future *future);

/* What many may wait for at once, a lock or a queue: which one, and the id of
 * the task that holds it; 0: nobody does. */
struct shared_thing {
    const void *thing;
    uint32_t holder;
};

/* What differs between kinds of futures. */
struct future_type {
    struct handle_type handle;      /* release: the owner lets go */
    bool is_task;                   /* the future is the head of a task */
    /* Ask it to end with this ECANCELED error.  False if it is too late. */
    bool (*cancel)(struct future *future, struct error *error);
    /* Give its memory back: nobody refers to it any more. */
    void (*destroy)(struct future *future);
    /* For "waits for ...": a text, as things are now; or what it always is. */
    const char *(*describe)(const struct future *future);
    const char *what;
    /* The same without what changes meanwhile.  NULL: describe() is so. */
    const char *(*in_short)(const struct future *future);
    /* Show those whose end it waits for itself.  NULL: nobody knows them. */
    void (*each_awaited)(const struct future *future, see_future *see,
                         void *arg);
    /* NULL: it stands for no such thing. */
    struct shared_thing (*shared)(const struct future *future);
};

struct future {
    struct owned_handle handle;     /* its type, and the owner's other ones */
    union {
        struct {                    /* pending: */
            struct queue waiters;   /* jobs that it makes ready */
            struct error *interrupted_by;   /* of a task: the error to be raised
                                               when it runs next, or NULL */
        };
        struct value outcome;       /* done */
    };
    uint32_t references;
    uint8_t state;
    bool asked;                     /* for its outcome, by somebody */
    uint8_t stands;                 /* of a task: enum task_state */
};

/* Set up the head of a new future, owned by the running frame. */
void future_begin(struct future *future, const struct future_type *type);

/* The same without an owner. */
static inline void future_begin_unowned(struct future *future,
                                        const struct future_type *type)
{
    *future = (struct future){.handle = {.type = &type->handle}};
}

/* The same as a part of something that keeps it: it is never destroyed. */
static inline void future_begin_within(struct future *future,
                                       const struct future_type *type)
{
    future_begin_unowned(future, type);
    future->references = 1;
}

/* Hand it to the running frame (or, in a callback, to the loop). */
void future_own(struct future *future);

/* For future_type.cancel, of those that end at once. */
bool future_cancel_at_once(struct future *future, struct error *error);

/* Finish it once and make its waiters ready. */
static inline void future_finish(struct future *future, enum future_state state,
                                 struct value outcome)
{
    struct loop *loop = running_loop;
    struct queue waiters = future->waiters;
    future->state = (uint8_t)state;
    future->outcome = outcome;
    observe(loop, .kind = EVENT_DONE, .future = future);
    make_all_ready(loop, waiters);
}

static inline const struct future_type *future_type_of(
    const struct future *future)
{
    return (const struct future_type *)future->handle.type;
}

static inline bool is_pending(const struct future *future)
{
    return future->state == PENDING;
}

static inline bool is_task(const struct future *future)
{
    return future_type_of(future)->is_task;
}

static inline const char *future_describe(const struct future *future)
{
    const struct future_type *type = future_type_of(future);
    return type->what ? type->what : type->describe(future);
}

static inline void future_keep(struct future *future)
{
    future->references++;
}

/* Nobody refers to it any more: report a failure nobody saw, free it. */
void future_destroy(struct future *future);

static inline void future_drop(struct future *future)
{
    if (--future->references == 0)
        future_destroy(future);
}

/* handle_type for every kind: only its owner refers to it, and nobody has to
 * be told of a failure; and drop the owner's reference. */
bool future_is_over(const struct owned_handle *handle);
void future_handle_release(struct owned_handle *handle);

#endif
