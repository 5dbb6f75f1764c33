/* A heap with four children a node. */
#include <stdlib.h>

#include "machine.h"

/* Four children a node: half as deep. */
enum { CHILDREN = 4 };

static struct job **heap;
static size_t count, room;
static uint64_t ever;

static bool goes_first(const struct job *a, const struct job *b)
{
    return earlier(a, b) || (!earlier(b, a) && a->order < b->order);
}

static void place(struct job *job, size_t slot)
{
    heap[slot] = job;
    job->slot = slot;
}

static void sift_up(struct job *job, size_t slot)
{
    while (slot > 0) {
        size_t parent = (slot - 1) / CHILDREN;
        if (!goes_first(job, heap[parent]))
            break;
        place(heap[parent], slot);
        slot = parent;
    }
    place(job, slot);
}

static void sift_down(struct job *job, size_t slot)
{
    for (;;) {
        size_t first = slot * CHILDREN + 1;
        if (first >= count)
            break;
        for (size_t i = 1; i < CHILDREN && slot * CHILDREN + 1 + i < count; i++)
            if (goes_first(heap[slot * CHILDREN + 1 + i], heap[first]))
                first = slot * CHILDREN + 1 + i;
        if (!goes_first(heap[first], job))
            break;
        place(heap[first], slot);
        slot = first;
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
    size_t hole = job->slot;
    if (hole >= count || heap[hole] != job)
        return false;
    count--;
    struct job *last = heap[count];
    if (hole < count) {
        sift_down(last, hole);
        sift_up(last, last->slot);
    }
    return true;
}

struct job *timer_first(void)
{
    return count > 0 ? heap[0] : NULL;
}
