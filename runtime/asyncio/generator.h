/* generator.h - async generators: coroutines that give many values, and stand
 * still between two of them.
 *
 *      struct ticker { CORO; int count, i; };
 *      ASYNC(ticker)                           async def ticker(count):
 *      {
 *          BEGIN;
 *          for (; self->i < self->count; self->i++) {  for i in range(count):
 *              AWAIT(async_sleep(1));                      await sleep(1)
 *              YIELD(self->i);                             yield i
 *              if (failure())
 *                  RERAISE;                    (it was closed)
 *          }
 *          END;
 *      }
 *
 *      self->ticks = async_generator(coro(ticker, .count = 3));
 *      ASYNC_FOR(self->ticks)                  async for tick in ticks:
 *          say("%d", (int)as_int(awaited()));      print(tick)
 *
 * A generator has no task.  Taking a value puts its frame on the stack of
 * whoever takes it; YIELD takes it off again, with the line where it goes on:
 *
 *      consumer              consumer                  consumer
 *        next       -->        next           -->
 *                                ticker                  (ticker, line 7)
 *
 * So it runs in its consumer's turn, and a cancellation of the consumer goes
 * through it like through any coroutine that is awaited.
 */
#ifndef HANDLOOP_ASYNCIO_GENERATOR_H
#define HANDLOOP_ASYNCIO_GENERATOR_H

#include "core/coro.h"

struct async_generator;

/* A generator of a coroutine object whose body yields.  It does not begin
 * before a value is taken.  The calling frame owns it.  NULL without memory:
 * then async_next() raises ENOMEM. */
MUST_USE
struct async_generator *async_generator(struct coro coro);

/* Hand x over to whoever takes the next value, and stand still until one more
 * is wanted; that gives nobody else a turn.  Like a TRY_AWAIT: behind it,
 * failure() is 0, or what was thrown in: ECLOSED if nobody wants any more.
 * Clean up then, and RERAISE.  EINVAL if this coroutine is awaited and not a
 * generator. */
#define YIELD(x)                                                             \
    do {                                                                     \
        LEAVE(self->frame.line,                                              \
              coro_yield(coro_stack, &self->frame, value_of(x)));            \
        coro_catch(coro_stack, &self->frame);                                \
    } while (0)

/* The next value: anext().  EEND when there are no more
 * ("StopAsyncIteration"); the failure of the body, which is its end; EBUSY if
 * another task takes one at the moment.  It suspends if the body does. */
MUST_USE
struct coro async_next(struct async_generator *generator);

/* Do what follows, once for each value, which is awaited() at its beginning:
 * async for.  break leaves it; the generator is not closed then, as in
 * Python. */
#define ASYNC_FOR(generator)                                                 \
    for (;;)                                                                 \
        if (self->frame.line != -__LINE__ ||                                 \
            (self->frame.line = __LINE__, false)) {                          \
            LEAVE(self->frame.line,                                          \
                  coro_await(coro_stack, async_next(generator).awaitable));  \
            if (async_for_is_over(coro_stack))                               \
                break;                                                       \
            if (coro_stack->value.kind == VALUE_RAISED)                      \
                return coro_raise(coro_stack, &self->frame,                  \
                                  coro_stack->value.error);                  \
            self->frame.line = -__LINE__;   /* there is one: not once more */\
        } else

/* Close it: its YIELD comes back with ECLOSED, and it ends: aclose().  One that
 * has not begun, or has ended, does nothing.  EINVAL if it yields once more.
 * A generator that was begun, and is not at its end, must be closed before the
 * frame ends that owns it: otherwise it is thrown away without its cleanup, and
 * that is reported.  It suspends if the cleanup does. */
MUST_USE
struct coro async_close(struct async_generator *generator);

/* Go on with this failure at its YIELD, and give the next value: athrow().  It
 * suspends if the body does. */
MUST_USE
struct coro async_throw(struct async_generator *generator,
                        struct error *error);

/* --- for the macros ------------------------------------------------------ */

struct coro_step coro_yield(struct coro_stack *stack, struct coro_frame *frame,
                       struct value value);
bool async_for_is_over(struct coro_stack *stack);

#endif
