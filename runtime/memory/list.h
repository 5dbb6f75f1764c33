/* list.h - doubly linked lists, out of which anybody is taken without a search.
 *
 *      list.first -> a <-> b <-> c <- list.last
 *
 * Intrusive, and of any struct: the links are its members next and previous,
 * those of the list first and last.  A list that is all zero is empty.
 */
#ifndef HANDLOOP_MEMORY_LIST_H
#define HANDLOOP_MEMORY_LIST_H

#include <stddef.h>

#define list_append(list, item)                                              \
    do {                                                                     \
        (item)->next = NULL;                                                 \
        (item)->previous = (list)->last;                                     \
        *((list)->last ? &(list)->last->next : &(list)->first) = (item);     \
        (list)->last = (item);                                               \
    } while (0)

/* The item is in the list. */
#define list_remove(list, item)                                              \
    do {                                                                     \
        *((item)->previous ? &(item)->previous->next : &(list)->first) =     \
            (item)->next;                                                    \
        *((item)->next ? &(item)->next->previous : &(list)->last) =          \
            (item)->previous;                                                \
    } while (0)

#endif
