/* A tree in order instead of a heap. */
#include "machine.h"

#include <stdlib.h>

/* Instead of a heap a tree of nodes in order, kept flat by chance: each has a
 * random number, and none has a smaller one above it.  The job's slot is the
 * number of its node. */
struct node {
    struct job *job;
    size_t left, right;             /* 0: none */
    unsigned weight;
};

static struct node *nodes;
static size_t used, room, root, spare;
static uint64_t ever;
static unsigned chance = 1;

static bool goes_first(const struct job *a, const struct job *b)
{
    if (a->deadline == b->deadline)
        return a->order < b->order;
    return earlier(a, b);
}

static size_t new_node(struct job *job)
{
    size_t node = spare;
    if (node) {
        spare = nodes[node].left;
    } else {
        if (used + 1 >= room) {
            room = room ? 2 * room : 64;
            nodes = realloc(nodes, room * sizeof *nodes);
            if (!nodes)
                abort();
        }
        node = ++used;
    }
    chance = chance * 1103515245u + 12345u;
    nodes[node] = (struct node){.job = job, .weight = chance >> 8};
    job->slot = node;
    return node;
}

/* Those of tree that go before job, and the others. */
static void split(size_t tree, const struct job *job, size_t *before,
                  size_t *behind)
{
    if (!tree) {
        *before = *behind = 0;
    } else if (goes_first(nodes[tree].job, job)) {
        size_t rest;
        split(nodes[tree].right, job, &rest, behind);
        nodes[tree].right = rest;
        *before = tree;
    } else {
        size_t rest;
        split(nodes[tree].left, job, before, &rest);
        nodes[tree].left = rest;
        *behind = tree;
    }
}

static size_t join(size_t before, size_t behind)
{
    if (!before || !behind)
        return before ? before : behind;
    if (nodes[before].weight > nodes[behind].weight) {
        nodes[before].right = join(nodes[before].right, behind);
        return before;
    }
    nodes[behind].left = join(before, nodes[behind].left);
    return behind;
}

void timer_add(struct job *job)
{
    size_t before, behind;
    job->order = ++ever;
    split(root, job, &before, &behind);
    root = join(join(before, new_node(job)), behind);
}

bool timer_remove(struct job *job)
{
    if (job->slot == 0 || job->slot > used || nodes[job->slot].job != job)
        return false;
    size_t *place = &root;
    while (*place != job->slot)
        place = goes_first(job, nodes[*place].job) ? &nodes[*place].left
                                                   : &nodes[*place].right;
    *place = join(nodes[job->slot].left, nodes[job->slot].right);
    nodes[job->slot] = (struct node){.left = spare};
    spare = job->slot;
    return true;
}

struct job *timer_first(void)
{
    size_t node = root;
    while (node && nodes[node].left)
        node = nodes[node].left;
    return node ? nodes[node].job : NULL;
}
