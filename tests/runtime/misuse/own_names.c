/* A program's own names: of structs, of enumerators, of functions for the
 * linker, and of coroutines, as long as the public interface has not got them
 * (NOTES lists what it has).  Accepted, and runs. */
#include "runtime.h"

struct timer {
    int seconds;
};

struct record {
    struct timer timer;
};

struct observer {
    struct record record;
};

struct queue {
    struct observer *first;
};

struct waiting {
    struct queue queue;
};

enum future_state { PENDING, RETURNED, FAILED, CANCELLED };
enum direction { READING, WRITING };
enum { COLD, NOINLINE, COUNT, EACH };

void stop(struct waiting *waiting);
void panic(struct waiting *waiting);
void reach(struct waiting *waiting);

void stop(struct waiting *waiting)
{
    waiting->queue.first->record.timer.seconds = PENDING + COLD;
}

void panic(struct waiting *waiting)
{
    stop(waiting);
}

void reach(struct waiting *waiting)
{
    panic(waiting);
}

/* They are named after what the runtime has inside. */
#define RETURNS_ITS_NAME(name)                                               \
    struct name {                                                            \
        CORO;                                                                \
        struct observer observer;                                            \
    };                                                                       \
    ASYNC(name)                                                              \
    {                                                                        \
        struct waiting waiting = {{&self->observer}};                        \
        BEGIN;                                                               \
        reach(&waiting);                                                     \
        AWAIT(async_sleep(0));                                               \
        RETURN(#name);                                                       \
        END;                                                                 \
    }                                                                        \
    struct name##_declared_behind_it

RETURNS_ITS_NAME(job);
RETURNS_ITS_NAME(call);
RETURNS_ITS_NAME(stack);
RETURNS_ITS_NAME(frame);
RETURNS_ITS_NAME(step);
RETURNS_ITS_NAME(pool);
RETURNS_ITS_NAME(outside);
RETURNS_ITS_NAME(getting);

struct async_main {
    CORO;
    struct value names[8];
};

ASYNC(async_main)
{
    BEGIN;
    AWAIT(gather(self->names, coro(job), coro(call), coro(stack), coro(frame),
                 coro(step), coro(pool), coro(outside), coro(getting)));
    for (int i = 0; i < 8; i++)
        puts(as_text(self->names[i]));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
