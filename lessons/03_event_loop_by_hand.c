/* Lesson 03: an event loop by hand.
 *
 * The question: who resumes a paused function, and when?
 *
 * In Python, with generators that yield what they wait for:
 *
 *      while ready or waiting:
 *          while ready:
 *              coro = ready.pop(0)
 *              awaited = coro.send(None)       # resume it until it waits
 *              waiting[awaited] = coro
 *          for awaited in list(waiting):       # pretend: all I/O finishes
 *              awaited.result = f"result of {awaited.name}"
 *              ready.append(waiting.pop(awaited))
 *
 * Two lists and a loop.  But send(None) throws each result away: every handler
 * gets None.  The second run sends the results back.
 *
 * Watch: all three start before the first I/O finishes, in one thread.  Then
 * make step-03: the show_ calls tell the stepper what this loop does.
 *
 * Try: give the handlers numbers; let each make a second request; let one make
 * none.  Which lines of the loop did you have to change?
 */
#include <stdbool.h>
#include <stdio.h>

#include "step/by_hand.h"
#include "core/resume.h"

enum { HANDLERS = 3 };

/* Something that will be there later; and who waits, or waited, for it. */
struct awaitable { const char *name; char result[32]; };
struct handler { int place; struct awaitable request, *awaited; };

/* Returns what it waits for, NULL at its end.  sent: what the wait gave. */
static struct awaitable *handler(struct handler *self, const char *sent)
{
    RESUME(self->place, NULL);
    puts("Handler start");
    self->request = (struct awaitable){.name = "DB_REQUEST"};
    LEAVE(self->place, &self->request);
    printf("Got result: %s\n", sent ? sent : "None");
    END_RESUME;
    return NULL;
}

/* --- the event loop ------------------------------------------------------ */

/* First in, first out: a ring. */
struct list { struct handler *coros[HANDLERS]; int first, count; };

static void append(struct list *list, struct handler *coro)
{
    list->coros[(list->first + list->count++) % HANDLERS] = coro;
}

static struct handler *pop_first(struct list *list)
{
    list->count--;
    return list->coros[list->first++ % HANDLERS];
}

struct event_loop { struct list ready, waiting; bool sends_results; };

/* Resume a coroutine until it waits, or has finished. */
static void resume(struct event_loop *loop, struct handler *coro)
{
    const char *sent = NULL;                    /* coro.send(None) */
    if (loop->sends_results && coro->awaited)
        sent = coro->awaited->result;           /* the mend */
    show_runs(coro);
    coro->awaited = handler(coro, sent);
    if (coro->awaited)
        append(&loop->waiting, coro);
    show_stops(coro, coro->place, coro->awaited ? coro->awaited->name : NULL);
}

/* Pretend that what a coroutine waits for has come. */
static void finish_io(struct event_loop *loop, struct handler *coro)
{
    struct awaitable *done = coro->awaited;
    show_calls(finish_io);
    printf("I/O finished for %s\n", done->name);
    snprintf(done->result, sizeof done->result, "result of %s", done->name);
    append(&loop->ready, coro);
    show_ready(coro);
}

static void run(struct event_loop *loop)
{
    while (loop->ready.count > 0 || loop->waiting.count > 0) {
        show_turn();
        while (loop->ready.count > 0)
            resume(loop, pop_first(&loop->ready));
        while (loop->waiting.count > 0)
            finish_io(loop, pop_first(&loop->waiting));
    }
}

static int two_runs(void)
{
    for (int mended = 0; mended <= 1; mended++) {
        puts(mended ? "\nMended:" : "The result is never sent back:");
        struct event_loop loop = {.sends_results = mended};
        struct handler handlers[HANDLERS] = {{.place = 0}};
        for (int i = 0; i < HANDLERS; i++) {    /* create_task */
            append(&loop.ready, &handlers[i]);
            show_made(&handlers[i], handler);
        }
        run(&loop);
    }
    return 0;
}

int main(void)
{
    return show_by_hand(two_runs);
}
