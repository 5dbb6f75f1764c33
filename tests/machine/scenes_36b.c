/* scenes_36b.c - the heap. */
#include "scene.h"

enum { FEW = 1009, MANY = 20000, STEP = 7919 };      /* STEP shares no factor */

struct diary {
    int deadlines[FEW], numbers[FEW], count;
};

/* Sleeps so many milliseconds, and notes it. */
struct numbered { CORO; int number, ms; struct diary *diary; };
ASYNC(numbered)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    self->diary->numbers[self->diary->count] = self->number;
    self->diary->deadlines[self->diary->count++] = self->ms;
    END;
}

static void tell_order(const struct diary *diary)
{
    int wrong = 0;
    for (int i = 1; i < diary->count && !wrong; i++)
        if (diary->deadlines[i] < diary->deadlines[i - 1] ||
            (diary->deadlines[i] == diary->deadlines[i - 1] &&
             diary->numbers[i] < diary->numbers[i - 1]))
            wrong = i;
    say("%d have woken", diary->count);
    if (wrong)
        say("sleeper %d, due at %d ms, woke before %d, due at %d ms",
            diary->numbers[wrong - 1], diary->deadlines[wrong - 1],
            diary->numbers[wrong], diary->deadlines[wrong]);
    else
        say("in the order of their deadlines, equal ones in the order in which "
            "they were set");
}

/* --- in order ------------------------------------------------------------ */

struct many_in_order { CORO; struct diary diary; int i; };
ASYNC(many_in_order)
{
    BEGIN;
    for (int i = 0; i < FEW; i++)
        spawn(coro(numbered, .number = i, .ms = i * STEP % FEW,
                   .diary = &self->diary));
    AWAIT(async_sleep(5.0));
    tell_order(&self->diary);
    END;
}

void scene_heap_order(void)
{
    show(coro(many_in_order));
}

struct many_equal { CORO; struct diary diary; };
ASYNC(many_equal)
{
    BEGIN;
    for (int i = 0; i < FEW; i++)
        spawn(coro(numbered, .number = i, .ms = 100 + i * STEP % FEW % 7,
                   .diary = &self->diary));
    AWAIT(async_sleep(5.0));
    tell_order(&self->diary);
    END;
}

void scene_heap_equal(void)
{
    show(coro(many_equal));
}

/* --- taken out by slot --------------------------------------------------- */

struct removed { CORO; struct diary diary; struct task *tasks[FEW]; };
ASYNC(removed)
{
    BEGIN;
    for (int i = 0; i < FEW; i++)
        self->tasks[i] = create_task(coro(numbered, .number = i,
            .ms = 100 + i * STEP % FEW, .diary = &self->diary));
    AWAIT(async_sleep(0.05));
    for (int i = 0; i < FEW; i++)
        if (i % 3 != 0)
            task_cancel(self->tasks[i]);
    AWAIT(async_sleep(5.0));
    tell_order(&self->diary);
    END;
}

void scene_heap_removed(void)
{
    show(coro(removed));
}

/* --- twenty thousand ----------------------------------------------------- */

struct one_of_many { CORO; int ms; int *woken; };
ASYNC(one_of_many)
{
    BEGIN;
    AWAIT(async_sleep(self->ms / 1000.0));
    ++*self->woken;
    END;
}

struct twenty_thousand { CORO; int woken; };
ASYNC(twenty_thousand)
{
    BEGIN;
    for (int i = 0; i < MANY; i++)
        spawn(coro(one_of_many, .ms = 1 + (int)((long)i * STEP % MANY),
                   .woken = &self->woken));
    AWAIT(async_sleep(1000.0));
    say("%d have woken", self->woken);
    END;
}

void scene_heap_many(void)
{
    show(coro(twenty_thousand));
}

/* Of as many, all but a few are cancelled. */
struct all_cancelled { CORO; int woken; struct task *tasks[MANY]; };
ASYNC(all_cancelled)
{
    BEGIN;
    for (int i = 0; i < MANY; i++)
        self->tasks[i] = create_task(coro(one_of_many,
            .ms = 1000 + (int)((long)i * STEP % MANY), .woken = &self->woken));
    AWAIT(async_sleep(0.5));
    for (int i = 0; i < MANY; i++)
        if (i % 1000 != 0)
            task_cancel(self->tasks[i]);
    AWAIT(async_sleep(1000.0));
    say("%d have woken", self->woken);
    END;
}

void scene_heap_cancelled(void)
{
    show(coro(all_cancelled));
}
