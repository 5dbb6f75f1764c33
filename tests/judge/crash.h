/* crash.h - the line at which a program was broken off. */
#ifndef HANDLOOP_CRASH_H
#define HANDLOOP_CRASH_H

#include <stdbool.h>
#include <stddef.h>

enum { CRASH_DEPTH = 40, CRASH_LOOKS = 8, FRAME_COPIED = 1024 };

struct coro_type;

/* Return addresses, the innermost first. */
struct crash_stack {
    int depth;
    void *addresses[CRASH_DEPTH];
};

/* What was found, at one look or at several; and a copy of the frame that ran
 * at the first. */
struct crash {
    int looks;
    struct crash_stack stacks[CRASH_LOOKS];
    const struct coro_type *type;       /* NULL: there was none */
    char frame[FRAME_COPIED];
};

/* In the child, in a handler of a signal: note where it is, if that is not
 * noted yet; or once more, where it has come to meanwhile: false, that was the
 * last look. */
void crash_note(struct crash *crash);
bool crash_look_again(struct crash *crash);

/* In the child: once, before there is any danger.  (The first look at the stack
 * takes memory, which a handler must not.) */
void crash_prepare(void);

/* In the parent: the innermost line of that file which it had come to, and
 * above it the line that called that; 0: not known. */
struct crash_lines {
    int line, caller;
};
struct crash_lines crash_lines_in(const struct crash *crash, const char *file);

/* All lines of that file at one look, the innermost first; gives how many. */
size_t crash_lines_at_look(const struct crash *crash, int look,
                           const char *file, int *lines, size_t room);

/* The same of another program: at these offsets, as addr2line takes them. */
struct crash_lines crash_lines_at(const char *offsets, const char *program,
                                  const char *file);

#endif
