/* Lesson 05: create_task.
 *
 * The question: how do two seconds of waiting become one?
 *
 * In Python:
 *
 *      start = time.time()
 *      result1 = await work(1)                 # one after the other: 2 s
 *      result2 = await work(2)
 *
 *      task1 = asyncio.create_task(work(1))    # both at the same time: 1 s
 *      task2 = asyncio.create_task(work(2))
 *      result1 = await task1
 *      result2 = await task2
 *
 * AWAIT of a coroutine object runs it as a part of us.  create_task() hands it
 * to the loop: it goes to the end of the ready queue and runs by itself, when
 * we wait for something.
 *
 * Watch: "Task 2 starting..." before "Task 1 done".  And that create_task()
 * starts nothing yet: "Both are made" comes first.
 *
 * Try: await task 1 before task 2 is made.  How long does it take now?
 */
#include "runtime.h"

struct work {
    CORO;
    int number;
};

ASYNC(work)
{
    BEGIN;
    say("Task %d starting...", self->number);
    AWAIT(async_sleep(1.0));
    say("Task %d done", self->number);
    RETURN(textf("Task %d result", self->number));
    END;
}

/* In twentieths of a second: a real clock is always a few milliseconds late. */
static double elapsed_since(double start)
{
    return (double)(long)((loop_time() - start) * 20.0 + 0.5) / 20.0;
}

/* --- with await alone ---------------------------------------------------- */

struct one_after_the_other {
    CORO;
    double start;
    const char *result1, *result2;
};

ASYNC(one_after_the_other)
{
    BEGIN;
    self->start = loop_time();
    AWAIT(coro(work, .number = 1));
    self->result1 = as_text(awaited());
    AWAIT(coro(work, .number = 2));
    self->result2 = as_text(awaited());

    say("Results: %s, %s", self->result1, self->result2);
    say("Total time: %.2f seconds", elapsed_since(self->start));
    END;
}

/* --- with create_task ---------------------------------------------------- */

struct at_the_same_time {
    CORO;
    double start;
    struct task *task1, *task2;
    const char *result1, *result2;
};

ASYNC(at_the_same_time)
{
    BEGIN;
    self->start = loop_time();
    self->task1 = create_task(coro(work, .number = 1));
    self->task2 = create_task(coro(work, .number = 2));
    say("Both are made, none has begun");
    AWAIT(self->task1);
    self->result1 = as_text(awaited());
    AWAIT(self->task2);
    self->result2 = as_text(awaited());

    say("Results: %s, %s", self->result1, self->result2);
    say("Total time: %.2f seconds", elapsed_since(self->start));
    END;
}

struct async_main {
    CORO;
};

ASYNC(async_main)
{
    BEGIN;
    puts("With await, one after the other:");
    AWAIT(coro(one_after_the_other));
    puts("\nWith create_task, at the same time:");
    AWAIT(coro(at_the_same_time));
    END;
}

int main(void)
{
    return run(coro(async_main));
}
