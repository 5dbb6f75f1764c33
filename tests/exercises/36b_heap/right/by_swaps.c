/* Two places are swapped; the way is a recursion. */
#include <stdlib.h>

#include "machine.h"

/* The earliest deadline is on top; a job at slot n has its children at 2n + 1
 * and 2n + 2, none of which is earlier.  Each job knows its slot. */
static struct job **heap;
static size_t count, room;
static uint64_t ever;               /* ranks those with equal deadlines */

static bool goes_first(const struct job *a, const struct job *b)
{
    if (a->deadline != b->deadline)
        return earlier(a, b);
    return a->order < b->order;
}

static void place(struct job *job, size_t slot)
{
    heap[slot] = job;
    job->slot = slot;
}

static void swap(size_t a, size_t b)
{
    struct job *job = heap[a];
    place(heap[b], a);
    place(job, b);
}

static void sift_up(struct job *job, size_t slot)
{
    place(job, slot);
    if (slot == 0 || !goes_first(job, heap[(slot - 1) / 2]))
        return;
    swap(slot, (slot - 1) / 2);
    sift_up(job, (slot - 1) / 2);
}

static void sift_down(struct job *job, size_t slot)
{
    size_t first = slot;
    for (size_t child = 2 * slot + 1; child <= 2 * slot + 2; child++)
        if (child < count && goes_first(heap[child], heap[first]))
            first = child;
    if (first == slot)
        return;
    swap(slot, first);
    sift_down(job, first);
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
    job->order = ++ever;
    count++;
    sift_up(job, count - 1);
}

bool timer_remove(struct job *job)
{
    size_t slot = job->slot;
    if (slot >= count || heap[slot] != job)
        return false;
    struct job *last = heap[--count];
    if (last != job) {
        place(last, slot);
        if (goes_first(last, job))
            sift_up(last, slot);
        else
            sift_down(last, slot);
    }
    return true;
}

struct job *timer_first(void)
{
    return count > 0 ? heap[0] : NULL;
}
