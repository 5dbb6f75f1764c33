/* wait_queue.h - a queue of tasks that wait for somebody to call them: locks,
 * events and queues have one.  (Who stands in it: wait_queue_private.h.)
 */
#ifndef HANDLOOP_ASYNCIO_WAIT_QUEUE_H
#define HANDLOOP_ASYNCIO_WAIT_QUEUE_H

struct waiter;

struct wait_queue {
    struct waiter *first, *last;
};

#endif
