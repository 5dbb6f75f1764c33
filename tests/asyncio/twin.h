/* twin.h - C twins of small asyncio programs, and how they print.
 *
 * programs/NNN_name.py is a program for Python's asyncio; what it prints is
 * recorded in expected/NNN_name.expected.  Its twin is the same program in C,
 * function by function, and has to print the same:
 *
 *      struct job_074 { CORO; };           async def job():
 *      ASYNC(job_074) { ... }                  ...
 *
 *      TWIN(074_wait_for_timeout)          run(main())
 *      {
 *          run_twin(coro(main_074));
 *      }
 *
 * (The number is there because C has one name space for all the twins.)  Each
 * twin is listed in twins.h; test_asyncio.c runs it and compares.
 */
#ifndef TWIN_H
#define TWIN_H

#include "runtime.h"

#define TWIN(name) void twin_##name(void)

/* The declarations of all twins. */
#define TWIN_LISTED(name) void twin_##name(void);
#include "twins.h"
#undef TWIN_LISTED

/* Run it on the virtual clock.  What it returned; an error value if it
 * failed. */
struct value run_twin(struct coro main);

/* --- printing: the lines of a transcript --------------------------------- */

/* "<ms> text", and "- text" while no loop is running: must be the same, in
 * the same order.  programs/vclock.py calls it say(). */
PRINTF_LIKE(1, 2)
void tell(const char *format, ...);

/* "~ <ms> text": differs between versions of Python, is not compared. */
PRINTF_LIKE(1, 2)
void note(const char *format, ...);

/* "| <ms> text": may change places with neighbours of its kind. */
PRINTF_LIKE(1, 2)
void anyorder(const char *format, ...);

/* --- texts as Python prints them ----------------------------------------- */

/* Python's errors that have no errno. */
enum { ValueError = USER_ERROR, RuntimeError };

/* "ValueError: bad", "CancelledError", "Group[ValueError: bad]"; "None". */
const char *exc(const struct error *error);

/* "pending", "cancelled", "raised ValueError: bad", "returned 3". */
const char *outcome_of(struct future *future);
#define outcome(x) outcome_of(awaitable(x).future)

/* "True" or "False". */
const char *truth(bool condition);

/* "['A', 'B', 3]" */
const char *list(const struct value *values, size_t count);

/* --- waiting ------------------------------------------------------------- */

/* Blocking work: the clock moves on, and nothing else gets to run. */
void burn(int ms);

/* ticks(n): give up the processor for n turns. */
#define ticks(n) coro(twin_ticks, .count = (n))

/* settle(a, b): wait until these tasks are done, whatever their outcomes. */
#define settle(...) coro(twin_settle, .tasks = {__VA_ARGS__})

struct twin_ticks {
    CORO;
    int count;
};

struct twin_settle {
    CORO;
    struct task *tasks[8];      /* NULL behind the last */
    int i;
};

extern const struct coro_type twin_ticks, twin_settle;

#endif
