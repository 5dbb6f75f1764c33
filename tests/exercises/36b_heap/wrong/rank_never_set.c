/* wants: known mistake: rank-never-set; order is read in line 15, and no line sets it */
#include <stdlib.h>

#include "machine.h"

static struct job **heap;
static size_t count, room;

static bool goes_first(const struct job *a, const struct job *b)
{
    if (earlier(a, b))
        return true;
    if (earlier(b, a))
        return false;
    return a->order < b->order;
}

static void place(struct job *job, size_t slot)
{
    heap[slot] = job;
    job->slot = slot;
}

static void sift_up(struct job *job, size_t slot)
{
    if (slot > 0) {
        size_t parent = (slot - 1) / 2;
        if (goes_first(job, heap[parent])) {
            place(heap[parent], slot);
            sift_up(job, parent);
            return;
        }
    }
    place(job, slot);
}

static void sift_down(struct job *job, size_t slot)
{
    size_t left = 2 * slot + 1, right = left + 1, best = left;
    if (right < count && goes_first(heap[right], heap[left]))
        best = right;
    if (best < count && goes_first(heap[best], job)) {
        place(heap[best], slot);
        sift_down(job, best);
        return;
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
    count++;
    sift_up(job, count - 1);
}

bool timer_remove(struct job *job)
{
    size_t slot = job->slot;
    if (slot >= count || heap[slot] != job)
        return false;
    count--;
    struct job *last = heap[count];
    if (slot == count)
        return true;
    if (slot > 0 && goes_first(last, heap[(slot - 1) / 2]))
        sift_up(last, slot);
    else
        sift_down(last, slot);
    return true;
}

struct job *timer_first(void)
{
    return count > 0 ? heap[0] : NULL;
}
