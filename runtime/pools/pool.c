/* pool.c - what all kinds of pools have in common, from beginning to end. */
#include <errno.h>
#include <stdlib.h>

#include "core/loop.h"
#include "core/stack.h"
#include "memory/arena.h"
#include "pools/work.h"

/* Of this thread's loop. */
_Thread_local struct executor *work_default_pool;
static _Thread_local unsigned pools_made;

/* The loop's end: all its pools go. */
static void release(struct owned_handle *handle)
{
    struct executor *pool = (struct executor *)handle;
    work_default_pool = NULL;
    pools_made = 0;
    pool->idle = (struct event){0};     /* those who waited are gone */
    work_drop_line(pool);
    work_let_go_on(pool);
    if (!pool->closed)
        pool->kind->close(pool);
    work_drop_results(pool);
    free(pool->in_slot);
    pool->kind->destroy(pool);
}

static const struct handle_type executor_type = {.release = release};

int executor_begin(struct executor *pool, const struct executor_kind *kind,
                   unsigned slots)
{
    struct loop *loop = loop_needed(kind->what);
    pool->in_slot = calloc(slots, sizeof(struct work *));
    if (!pool->in_slot)
        return ENOMEM;
    pool->kind = kind;
    pool->loop = loop;
    pool->slots = slots;
    pool->number = ++pools_made;
    pool->handle = (struct owned_handle){.type = &executor_type};
    handle_push(&loop->owned, &pool->handle);
    return 0;
}

void work_leave_to_parent(void)
{
    running_loop = NULL;
    size_pools_leak(&frame_pools);
    arena_leave_to_parent();
    work_started = (struct started_work){0};
    work_default_pool = NULL;
}
