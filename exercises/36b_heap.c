/* Exercise 36b: the heap.
 *
 * A list of sleepers is kept in order by looking at half of them for each new
 * one: with 100,000 sleepers, 2,500,000,000 comparisons.  A heap needs 17 for
 * each: a tree in which nobody is earlier than the one above him, laid out in an
 * array.
 *
 *      slot        0
 *               1     2         children of n: 2n + 1 and 2n + 2
 *              3 4   5 6        parent of n: (n - 1) / 2
 *
 * In Python, heapq.heappush() and heappop() do it, and asyncio uses them.  Yours
 * can do one thing more: take one out of the middle, as each knows its slot.
 *
 * Given: earlier(), which counts; job->slot and job->order.
 * To write: where it says TODO.  Your list in exercise 31 is left out from now
 * on.
 *
 *      1  in order                 a thousand sleepers
 *      2  equal deadlines          seven deadlines for a thousand
 *      3  taken out by slot        two of three are cancelled
 *
 * Check it: make exercise-36b      Stuck: make hint-36b; NOTES.md, chapter 36b
 */
#include <stdlib.h>

#include "machine.h"

/* The earliest deadline is on top; a job at slot n has its children at 2n + 1
 * and 2n + 2, none of which is earlier.  Each job knows its slot. */
static struct job **heap;
static size_t count, room;

static bool goes_first(const struct job *a, const struct job *b)
{
    return earlier(a, b);       /* TODO 2: and if neither is? job->order */
}

static void place(struct job *job, size_t slot)
{
    heap[slot] = job;
    job->slot = slot;
}

/* Find the place for a job: this slot, or one above it. */
static void sift_up(struct job *job, size_t slot)
{
    (void)goes_first;
    not_done_yet();     /* TODO 1: as long as it goes before its parent, that one
                         * moves down. */
    place(job, slot);
}

/* This slot, or one below it. */
static void sift_down(struct job *job, size_t slot)
{
    not_done_yet();     /* TODO 1: as long as a child goes before it, the one that
                         * goes first moves up. */
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
    sift_up(job, count++);
}

bool timer_remove(struct job *job)
{
    (void)job;
    (void)sift_down;
    not_done_yet();     /* TODO 1: the first one leaves; the last one takes its
                         * place, and goes down.
                         * TODO 3: any one leaves, if it is here: job->slot.  The
                         * last one takes its place, and goes up, or down. */
}

struct job *timer_first(void)
{
    return count > 0 ? heap[0] : NULL;
}
