/* unseen.h - handles that a frame owns, and that nobody sees any more. */
#ifndef HANDLOOP_WATCH_UNSEEN_H
#define HANDLOOP_WATCH_UNSEEN_H

struct loop;

/* For patience.crowded: if the frames of the running task, and the loop, own
 * many handles that are over, give those back whose address stands nowhere in
 * the program's memory.  Where that cannot be read (on other systems than
 * Linux, under a sanitizer) they stay until their frame ends. */
void handles_crowded(struct loop *loop);

#endif
