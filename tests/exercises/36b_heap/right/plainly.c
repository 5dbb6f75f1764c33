/* By another hand: slot and index set side by side, each way with its break. */
#include <stdlib.h>

#include "machine.h"

static struct job **heap;
static size_t count, room;
static uint64_t added;

static bool goes_first(const struct job *a, const struct job *b)
{
    if (earlier(a, b))
        return true;
    if (earlier(b, a))
        return false;
    return a->order < b->order;
}

static void sift_up(struct job *job, size_t slot)
{
    while (slot > 0) {
        size_t parent = (slot - 1) / 2;
        if (!goes_first(job, heap[parent]))
            break;
        heap[slot] = heap[parent];
        heap[slot]->slot = slot;
        slot = parent;
    }
    heap[slot] = job;
    heap[slot]->slot = slot;
}

static void sift_down(struct job *job, size_t slot)
{
    size_t child;
    while ((child = 2 * slot + 1) < count) {
        size_t right = child + 1;
        if (right < count && goes_first(heap[right], heap[child]))
            child = right;
        if (goes_first(job, heap[child]))
            break;
        heap[slot] = heap[child];
        heap[slot]->slot = slot;
        slot = child;
    }
    heap[slot] = job;
    heap[slot]->slot = slot;
}

void timer_add(struct job *job)
{
    if (count == room) {
        room = room == 0 ? 16 : 2 * room;
        heap = realloc(heap, room * sizeof *heap);
        if (heap == NULL)
            abort();
    }
    job->order = added++;
    count++;
    sift_up(job, count - 1);
}

bool timer_remove(struct job *job)
{
    size_t slot = job->slot;
    if (slot >= count || heap[slot] != job)
        return false;
    count--;
    if (slot == count)
        return true;
    struct job *last = heap[count];
    if (slot > 0 && goes_first(last, heap[(slot - 1) / 2]))
        sift_up(last, slot);
    else
        sift_down(last, slot);
    return true;
}

struct job *timer_first(void)
{
    if (count == 0)
        return NULL;
    return heap[0];
}
