/* unseen.c - handles that nobody sees any more.
 *
 * A frame gives its handles back when it ends; one that makes a task or a
 * gather() in each round of a loop would have them all by then.  So when it has
 * many that are over, the program's memory is looked through, as it is for
 * texts (memory/reach.h): whose address stands nowhere is given back at once.
 */
#include "watch/unseen.h"

#include <stdlib.h>

#include "core/loop.h"
#include "core/stack.h"
#include "memory/reach.h"

enum {
    MANY = 2000,
    SEEN_PER_HANDLE = 1000,     /* bytes looked at for each of them, at most */
};

/* Its address is turned over, so that this list shows nobody. */
struct suspect {
    uintptr_t hidden;
    bool seen;
};

static _Thread_local struct {
    struct suspect *list;       /* by their hidden addresses */
    size_t count;
    size_t limit;               /* so many are many; 0: MANY */
} look;

/* --- the lists of a task, and of the loop -------------------------------- */

static void each_list(struct loop *loop,
                      void (*visit)(struct owned_handle **owned))
{
    struct coro_frame *frame = loop->running ? loop->running->leaf : NULL;
    for (; frame; frame = frame->caller)
        visit(&frame->owned);
    visit(&loop->owned);
}

static bool is_over(const struct owned_handle *handle)
{
    return handle->type->is_over && handle->type->is_over(handle);
}

static void count(struct owned_handle **owned)
{
    for (struct owned_handle *handle = *owned; handle; handle = handle->next)
        look.count += is_over(handle);
}

static void *turned_over(const void *address)
{
    return address ? (void *)~(uintptr_t)address : NULL;
}

/* Its links are turned over, too. */
static void hide(struct owned_handle **owned)
{
    for (struct owned_handle *handle = *owned, *next; handle; handle = next) {
        next = handle->next;
        if (is_over(handle))
            look.list[look.count++].hidden = ~(uintptr_t)handle;
        handle->next = turned_over(next);
    }
    *owned = turned_over(*owned);
}

static void show(struct owned_handle **owned)
{
    *owned = turned_over(*owned);
    for (struct owned_handle *handle = *owned; handle; handle = handle->next)
        handle->next = turned_over(handle->next);
}

/* --- who is seen --------------------------------------------------------- */

static int by_address(const void *a, const void *b)
{
    uintptr_t first = ((const struct suspect *)a)->hidden;
    uintptr_t second = ((const struct suspect *)b)->hidden;
    return (first > second) - (first < second);
}

static struct suspect *find(uintptr_t hidden)
{
    return bsearch(&(struct suspect){hidden, false}, look.list, look.count,
                   sizeof *look.list, by_address);
}

static bool skips_nothing(const void *window)
{
    (void)window;
    return false;
}

static void see(const uintptr_t *words, size_t word_count)
{
    uintptr_t low = look.list[0].hidden;
    uintptr_t range = look.list[look.count - 1].hidden - low;
    for (size_t i = 0; i < word_count; i++) {
        struct suspect *suspect = ~words[i] - low <= range ? find(~words[i])
                                                           : NULL;
        if (suspect)
            suspect->seen = true;
    }
}

static void release_unseen(struct owned_handle **owned)
{
    for (struct owned_handle *handle = *owned, *next; handle; handle = next) {
        next = handle->next;
        struct suspect *suspect = find(~(uintptr_t)handle);
        if (!suspect || suspect->seen)
            continue;
        look.limit--;
        handle_unlink(handle);
        handle->type->release(handle);
    }
}

static void look_through(struct loop *loop)
{
    size_t shown;
    each_list(loop, hide);
    qsort(look.list, look.count, sizeof *look.list, by_address);
    bool known = reach(skips_nothing, see, &shown);
    each_list(loop, show);
    look.limit = look.count;            /* so many are left, */
    if (known)
        each_list(loop, release_unseen);
    else
        look.limit *= 16;               /* it may be so for ever */
    look.limit = look.limit * 2 + MANY; /* and as many again are too many */
    if (known && look.limit < shown / SEEN_PER_HANDLE)
        look.limit = shown / SEEN_PER_HANDLE;
}

void handles_crowded(struct loop *loop)
{
    look.count = 0;
    each_list(loop, count);
    if (look.count < (look.limit ? look.limit : MANY))
        return;
    look.list = calloc(look.count, sizeof *look.list);
    look.count = 0;
    if (look.list)
        look_through(loop);
    free(look.list);
}
