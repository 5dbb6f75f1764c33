/* orders.h - is an answer right in every order of the ready tasks?
 *
 * asyncio runs what is ready first in, first out, so a mistake in sharing may
 * need an order that does not come up today: who is ready first depends on
 * whose server answers first.  Here the case is run many times, and in each
 * turn only one of the ready tasks runs, a different one each time: every
 * order there is, if they are not too many; else some hundred orders by lot.
 *
 * Nothing in the loop knows of this.  An observer takes the other jobs out of
 * the ready queue when a turn begins, and puts them back when it ends.
 */
#ifndef HANDLOOP_ORDERS_H
#define HANDLOOP_ORDERS_H

#include "exercise.h"

struct orders_case {
    coro_maker *begin;          /* main, and all that it needs, afresh */
    bool (*right)(int code);    /* after a run that ended with this code */
};

/* In the child, instead of play(): run it in all those orders, then once more
 * to be recorded, in the first order that was wrong if there is one.  Notes
 * "orders" and "right", how many there were; "every", whether that is all;
 * "order", the names of the tasks in that first order; "first in, first out",
 * whether it was right in the loop's own. */
void play_in_all_orders(const struct orders_case *one);

/* In the judgement: was it right in all of them?  Says yours(). */
bool right_in_all_orders(const struct run *run);

/* Was it right in the loop's own order? */
bool right_first_in_first_out(const struct run *run);

/* "right in 1,674 of 1,680 orders; the first that breaks it: A, B, A" */
const char *orders_text(const struct run *run);

#endif
