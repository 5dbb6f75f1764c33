/* resume.h - how to resume: a function that stops in the middle.
 *
 * C forgets where a function was when it returns.  So write it down: leaving
 * stores the current line number, and the next call jumps there through a
 * switch.  A case label may stand anywhere inside the switch, even in a loop:
 * Tom Duff found that out in 1983, and all of this course rests on it.
 *
 *      int count(struct counter *self)
 *      {
 *          RESUME(self->line, -1);
 *          for (self->n = 1; self->n <= 3; self->n++)
 *              LEAVE(self->line, self->n);     gives 1, later 2, later 3
 *          END_RESUME;
 *          return 0;
 *      }
 *
 * Laws:
 * - A local variable does not survive LEAVE: the function really returned, and
 *   its stack frame is gone.  What must last lives in a struct.
 * - One LEAVE a line: the line number is the name of the place.  (Two are a
 *   duplicate case label, which does not compile.)
 * - No LEAVE inside a switch of your own: the case label would belong to
 *   that one, and RESUME would not find it.
 */
#ifndef HANDLOOP_CORE_RESUME_H
#define HANDLOOP_CORE_RESUME_H

/* Jump to where place says the function was left; 0 is the beginning.
 * place: an int that survives.  lost: what to return if place is no line at
 * which this function can go on. */
#define RESUME(place, lost)                                                  \
    switch (place) {                                                         \
    default:                                                                 \
        return lost;                                                         \
    case 0:

/* Note the place, return result; the next call goes on right behind. */
#define LEAVE(place, result)                                                 \
    do {                                                                     \
        (place) = __LINE__;                                                  \
        return result;                                                       \
    case __LINE__:;                                                          \
    } while (0)

#define END_RESUME }

#endif
