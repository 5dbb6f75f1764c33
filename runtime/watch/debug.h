/* debug.h - debug mode names whoever keeps the loop too long. */
#ifndef HANDLOOP_WATCH_DEBUG_H
#define HANDLOOP_WATCH_DEBUG_H

struct job;

/* How jobs are run in debug mode: loop_options.run_job of the next loop. */
void (*debug_mode(void))(struct job *job);

/* Overwrite the dead part of the C stack, so that a local lost across an
 * await is visibly wrong. */
void stack_scribble(void);

/* Seconds from which on a step is reported in debug mode; 0.1 at first.
 * loop.slow_callback_duration */
void loop_set_slow_step(double seconds);

/* A step that kept the loop. */
struct slow_step {
    const char *name;           /* the coroutine's, or who else it was */
    const char *file;           /* NULL: somebody else */
    int from, to;               /* lines; to 0: its end */
    double seconds;
};

typedef void slow_step_handler(void *arg, const struct slow_step *step);

/* Have a program of one's own told of each, besides the report: for the running
 * loop.  NULL: nobody. */
void loop_set_slow_step_handler(slow_step_handler *handler, void *arg);

#endif
