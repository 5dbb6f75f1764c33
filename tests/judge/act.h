/* act.h - what an answer did, act by act: which coroutine began, with which
 * arguments; what each await waited for and gave; how each one ended; the
 * limits, sleeps, jobs and cancellations, each with its line.
 *
 * The runtime knows nothing of it.  acts.h stands in for "runtime.h" when an
 * answer is compiled for its check, and defines the macros anew.
 */
#ifndef HANDLOOP_ACT_H
#define HANDLOOP_ACT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <runtime.h>

enum act_kind {
    ACT_BEGIN,          /* a coroutine runs for the first time: arguments */
    ACT_AWAIT,          /* waits for: value says what */
    ACT_GAVE,           /* and that gave: value; number: members of a group */
    ACT_END,            /* a coroutine ended: how, value */
    ACT_READ,           /* awaited() was read: value, value_kind */
    ACT_ASKED,          /* failure() was read: number */
    ACT_SLEEP,          /* async_sleep(): number is seconds, text its source */
    ACT_LIMIT,          /* a limit, likewise; name says of what */
    ACT_WORK,           /* blocking_sleep(), compute_for(): name */
    ACT_JOB,            /* given to a pool: name, arguments */
    ACT_MADE,           /* create_task(): what is its id */
    ACT_CANCEL,         /* task_cancel(): name of the task, what its id */
    ACT_TAKES,          /* asks for a lock, permit, place; object says which */
    ACT_GIVES,          /* gives it back */
    ACT_WAITS,          /* for an event or condition */
    ACT_SETS,           /* that event, or notifies */
    ACT_QUEUES,         /* puts into a queue, or gets from it; object */
    ACT_GROUP,          /* opens a group: object */
    ACT_CHILD,          /* a task in it: object */
    ACT_EXIT,           /* waits for its end: object */
    ACT_RESULTS,        /* gather() writes results to object */
    ACT_OVERFLOW,       /* a text of what bytes is written into number bytes */
    ACT_CUT,            /* likewise; what does not fit is left out */
    ACT_KINDS,
};

enum act_how {
    HOW_NONE,
    HOW_RETURN,         /* RETURN(x) */
    HOW_RAISE,          /* RAISE, RERAISE, RAISE_ERROR */
    HOW_PASSED_ON,      /* a failure that AWAIT handed on */
    HOW_END,            /* END was reached */
};

/* Where memory is that something was made in, or a pointer leads to. */
enum act_where { ELSEWHERE, IN_OWN_FRAME, ON_C_STACK };

struct act {
    enum act_kind kind;
    enum act_how how;
    enum act_where where;
    int64_t time;               /* nanoseconds of the virtual clock */
    uint32_t task;              /* 0: none */
    uint32_t what;              /* another task's id, or 0 */
    int line;
    int value_kind;             /* enum value_kind; -1: there is no value */
    int code;                   /* of the failure, 0: it is none */
    bool whole;                 /* number stood there as an integer */
    double number;
    const char *file, *in;      /* of the line; the coroutine it is in */
    const char *name;
    const char *arguments;      /* "api = 1, limit = 2" */
    const char *value;          /* in words */
    const char *text;           /* the source of an argument */
    uintptr_t object, frame;
};

/* The value of an ACT_AWAIT: what is awaited has run, and cannot once more. */
#define USED_UP "an object that is used up"

enum { ACT_LIMIT_OF_ALL = 40000, ACT_TEXT = 1 << 21 };

/* In memory that a child writes and its parent reads. */
struct acts {
    atomic_size_t count, text_used;
    struct act act[ACT_LIMIT_OF_ALL];
    char text[ACT_TEXT];
};

/* Which change is switched on, 0: none.  See changes.h. */
extern int act_change;

/* Or is it one of several?  See fewest.h. */
bool act_is_on(int number);

/* Where acts are noted, NULL: nowhere. */
extern struct acts *acts_noted;

static inline size_t act_count(const struct acts *acts)
{
    size_t count = acts->count;
    return count < ACT_LIMIT_OF_ALL ? count : ACT_LIMIT_OF_ALL;
}

/* Were there more than were kept? */
static inline bool acts_incomplete(const struct acts *acts)
{
    return acts->count >= ACT_LIMIT_OF_ALL || acts->text_used >= ACT_TEXT;
}

/* Afterwards: leave out those that somebody was just noting when another thread
 * ended the process. */
void acts_leave_out_unfinished(struct acts *acts);

/* The C stack reaches from here upwards, as far as this thread is concerned. */
void acts_stack_begins(const void *place);

#endif
