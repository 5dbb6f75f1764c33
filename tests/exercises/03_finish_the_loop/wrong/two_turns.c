/* wants: known mistake: loop-ends-too-early; ok 2 of 4 scenes; handler 1 starts, but never ends */
#include <stdio.h>

#include "core/resume.h"

void serve(const int requests[], int handlers);

enum { MOST_HANDLERS = 8 };

/* --- given: handlers ----------------------------------------------------- */

struct awaitable {                  /* something that will be there later */
    char name[40];
    char result[60];
};

struct handler {
    int place;
    int number, requests;
    int i;
    struct awaitable request;
};

/* Returns what it waits for, NULL at its end.  sent: what the wait gave. */
static struct awaitable *handler(struct handler *self, const char *sent)
{
    RESUME(self->place, NULL);
    printf("handler %d starts\n", self->number);
    for (self->i = 1; self->i <= self->requests; self->i++) {
        snprintf(self->request.name, sizeof self->request.name,
                 "request %d.%d", self->number, self->i);
        LEAVE(self->place, &self->request);
        printf("handler %d got %s\n", self->number, sent ? sent : "None");
    }
    printf("handler %d ends\n", self->number);
    END_RESUME;
    return NULL;
}

/* --- given: lists -------------------------------------------------------- */

struct entry {
    struct handler *coro;
    struct awaitable *awaited;      /* what it waits, or waited, for */
};

struct list {                       /* first in, first out: a ring */
    struct entry entries[MOST_HANDLERS];
    int first, count;
};

static void append(struct list *list, struct entry entry)
{
    list->entries[(list->first + list->count++) % MOST_HANDLERS] = entry;
}

static struct entry pop_first(struct list *list)
{
    list->count--;
    return list->entries[list->first++ % MOST_HANDLERS];
}

/* --- the event loop ------------------------------------------------------ */

struct event_loop {
    struct list ready, waiting;
};

/* Resume a coroutine until it waits, or has ended. */
static void resume(struct event_loop *loop, struct entry entry)
{
    const char *sent = entry.awaited ? entry.awaited->result : NULL;
    entry.awaited = handler(entry.coro, sent);
    if (entry.awaited)
        append(&loop->waiting, entry);
}

/* Given.  Pretend that what a coroutine waits for has come. */
static void finish_io(struct event_loop *loop, struct entry entry)
{
    struct awaitable *done = entry.awaited;
    printf("I/O finished for %s\n", done->name);
    snprintf(done->result, sizeof done->result, "the result of %s", done->name);
    append(&loop->ready, entry);
}

static void run(struct event_loop *loop)
{
    for (int turn = 0; turn < 2; turn++) {
        while (loop->ready.count > 0)
            resume(loop, pop_first(&loop->ready));
        while (loop->waiting.count > 0)
            finish_io(loop, pop_first(&loop->waiting));
    }
}

/* Given.  As many handlers; the first one makes requests[0] requests. */
void serve(const int requests[], int handlers)
{
    struct event_loop loop = {.ready = {.count = 0}};
    struct handler all[MOST_HANDLERS] = {{.place = 0}};
    for (int i = 0; i < handlers; i++) {
        all[i] = (struct handler){.number = i + 1, .requests = requests[i]};
        append(&loop.ready, (struct entry){&all[i], NULL});
    }
    run(&loop);
    printf("the loop ended: %d ready, %d waiting\n", loop.ready.count,
           loop.waiting.count);
}
