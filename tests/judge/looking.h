/* looking.h - in an answer that is a part of a machine, each function tells when
 * it is called and when it returns, and what can be seen there then: see
 * looked.h.
 */
#ifndef HANDLOOP_LOOKING_H
#define HANDLOOP_LOOKING_H

/* Write it around the answer's functions, when its changes are written. */
void look_into_functions(void);

#endif
