/* looked.h - what a machine looks like inside while a scene runs, as text: its
 * functions, when they are called and when they return, each with what can be
 * seen then.  Of two such runs, where they part, in a sentence.
 *
 *      >time_to_spare          it is called, and then there is
 *       now()   1.0 s
 *      <time_to_spare          it returns
 *       its result      1.5 s
 *      *make_ready             it calls what is given
 *
 * What knows the machine and writes this is ../machine/look.h.
 */
#ifndef HANDLOOP_LOOKED_H
#define HANDLOOP_LOOKED_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __GNUC__
__attribute__((format(printf, 1, 2)))
#endif
void looked_note(const char *format, ...);

/* From here on nothing is. */
void looked_no_more(void);

/* Is it noted now? */
bool is_looked_at(void);

/* Run a scene as it is, and changed, and give the sentence; "": no difference
 * was seen. */
const char *parting_inside(void (*as_it_is)(void), void (*changed)(void));

#endif
