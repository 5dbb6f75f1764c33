/* count.h - how many tasks are ready, and how many wait, and for what?  For
 * whoever watches a server.
 */
#ifndef HANDLOOP_WATCH_COUNT_H
#define HANDLOOP_WATCH_COUNT_H

#include <stddef.h>

/* Tasks that are not done, each counted once. */
struct task_counts {
    size_t running;                 /* 1; in a callback 0 */
    size_t ready;                   /* to run in this turn or in the next */
    size_t sleeping;                /* until their time comes, */
    size_t at_descriptors;          /* until there is something to read, or
                                       room to write, */
    size_t at_futures;              /* until that, or a task, is done */
};

/* How they stand now.  It looks at every task, as all_tasks() does. */
struct task_counts count_tasks(void);

#endif
