/* waiting_line.h - standing in line: tasks that wait for somebody to call them.
 * Locks, events and queues are made of this.
 *
 * Each awaits a future of its own, which is part of the frame that waits, so
 * that standing in line needs no memory.  (If several shared one future,
 * cancelling one of them would cancel it for all.)
 *
 *      line.first -> place <-> place <-> place <- line.last
 */
#ifndef HANDLOOP_WAITING_LINE_H
#define HANDLOOP_WAITING_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "future.h"

struct line_place {
    struct future future;           /* done when it is its turn */
    struct waiting_line *line;      /* NULL: it stands in none */
    struct line_place *before, *behind;
    const char *what, *name;        /* "room in", "self->orders": for reports */
    const uint32_t *holder;         /* the id of the task who has it, or NULL */
};

struct waiting_line {
    struct line_place *first, *last;
};

/* Stand behind the last one.  Fill in what, name and holder before; then
 * await its future, and leave the line. */
void line_join(struct waiting_line *line, struct line_place *place);

/* Go out of the line, wherever in it; nothing if one is out already. */
void line_leave(struct line_place *place);

/* Let the first one go on that still waits, and take it out; those in front
 * of it were cancelled, and go, too.  False if there is none. */
bool line_call_next(struct waiting_line *line);
void line_call_all(struct waiting_line *line);

/* Does anybody stand here who was not cancelled? */
bool line_occupied(const struct waiting_line *line);

/* It is this one's turn.  False if it was called, or cancelled, before. */
bool line_call(struct line_place *place);

/* Was it called?  It may have been cancelled afterwards, before it could run:
 * then the call is for somebody else. */
static inline bool line_was_called(const struct line_place *place)
{
    return place->future.state == RETURNED;
}

#endif
