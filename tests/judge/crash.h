/* crash.h - the line at which a program was broken off. */
#ifndef HANDLOOP_CRASH_H
#define HANDLOOP_CRASH_H

#include <stdbool.h>

enum { CRASH_DEPTH = 40, FRAME_COPIED = 1024 };

struct coro_type;

/* Return addresses, the innermost first; and a copy of the frame that ran. */
struct crash {
    int depth;
    void *addresses[CRASH_DEPTH];
    const struct coro_type *type;       /* NULL: there was none */
    char frame[FRAME_COPIED];
};

/* In the child, in a handler of a signal: note where it is. */
void crash_note(struct crash *crash);

/* In the child: once, before there is any danger.  (The first look at the stack
 * takes memory, which a handler must not.) */
void crash_prepare(void);

/* In the parent: the innermost line of that file which it had come to, and
 * above it the line that called that; 0: not known. */
struct crash_lines {
    int line, caller;
};
struct crash_lines crash_lines_in(const struct crash *crash, const char *file);

/* The same of another program: at these offsets, as addr2line takes them. */
struct crash_lines crash_lines_at(const char *offsets, const char *program,
                                  const char *file);

#endif
