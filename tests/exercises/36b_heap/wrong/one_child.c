/* wants: a thousand sleepers; woke before */
#include <stdlib.h>

#include "machine.h"

/* The earliest deadline is on top; a job at slot n has its children at 2n + 1
 * and 2n + 2, none of which is earlier.  Each job knows its slot. */
static struct job **heap;
static size_t count, room;
static uint64_t ever;               /* ranks those with equal deadlines */

static bool goes_first(const struct job *a, const struct job *b)
{
    if (a->deadline == b->deadline)
        return a->order < b->order;
    return earlier(a, b);
}

static void place(struct job *job, size_t slot)
{
    heap[slot] = job;
    job->slot = slot;
}

static void sift_up(struct job *job, size_t slot)
{
    while (slot > 0 && goes_first(job, heap[(slot - 1) / 2])) {
        place(heap[(slot - 1) / 2], slot);
        slot = (slot - 1) / 2;
    }
    place(job, slot);
}

static void sift_down(struct job *job, size_t slot)
{
    for (;;) {
        size_t child = 2 * slot + 1;
        if (child >= count)
            break;
        if (!goes_first(heap[child], job))
            break;
        place(heap[child], slot);
        slot = child;
    }
    place(job, slot);
}

static void make_room(void)
{
    if (count < room)
        return;
    room = room ? 2 * room : 64;
    heap = realloc(heap, room * sizeof(struct job *));
    if (!heap)
        abort();
}

void timer_add(struct job *job)
{
    make_room();
    job->order = ever++;
    sift_up(job, count++);
}

bool timer_remove(struct job *job)
{
    size_t slot = job->slot;
    if (slot >= count || heap[slot] != job)
        return false;
    struct job *last = heap[--count];
    if (last == job)
        return true;
    sift_up(last, slot);
    sift_down(last, last->slot);
    return true;
}

struct job *timer_first(void)
{
    return count > 0 ? heap[0] : NULL;
}
