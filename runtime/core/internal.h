/* internal.h - what the files of the runtime share, and programs do not see. */
#ifndef HANDLOOP_CORE_INTERNAL_H
#define HANDLOOP_CORE_INTERNAL_H

#include "core/value.h"

/* For functions that are hardly ever called; and for those that are not to be
 * merged into their caller, which would then save and restore registers for
 * them on the ways that never come here. */
#define COLD HANDLOOP_COLD
#define NOINLINE HANDLOOP_NOINLINE

/* The struct of this type whose member the pointer points to. */
#define container_of(pointer, type, member)                                  \
    ((type *)(void *)((char *)(pointer) - offsetof(type, member)))

/* The error that every plain cancellation shares; it carries no traceback. */
extern struct error error_cancelled;

/* The end of the road: print "handloop: ..." and abort.  For mistakes in the
 * program that leave nothing sensible to go on with. */
PRINTF_LIKE(1, 2)
_Noreturn void panic(const char *format, ...);
extern bool panicking;          /* it does so now */

/* Where the running coroutine is, for messages: set by this thread's loop. */
extern _Thread_local const char *(*describe_running)(void);

/* An error in flight. */
static inline struct value value_raised(struct error *error)
{
    return (struct value){.kind = VALUE_RAISED, .error = error};
}

/* Note that an error left the frame of a coroutine at this line. */
void error_add_trail(struct error *error, const char *name, const char *file,
                     int line);

#endif
