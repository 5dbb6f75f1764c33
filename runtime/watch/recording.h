/* recording.h - a run to be looked at step by step: what the loop did
 * (trace.h), and with it what the program printed and where its frames stood.
 *
 * The program runs to its end first, in a process of its own, with what it
 * prints kept aside.  One that never comes back, or turns for ever, is ended;
 * however it ends, everything up to there can be looked at.
 */
#ifndef HANDLOOP_WATCH_RECORDING_H
#define HANDLOOP_WATCH_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/coro.h"
#include "watch/place.h"
#include "watch/trace.h"

/* One step: a task, or a callback, runs until it comes back. */
struct moment {
    size_t record;              /* the RUN, in the trace */
    size_t end;                 /* the record behind the step's last one */
};

struct recording {
    struct trace *trace;
    struct moment *moments;
    size_t moment_count;
    const char *output;         /* all that was printed */
    int code;                   /* what it returned, or its exit status */
    const char *ending;         /* in words, how it broke off; NULL: it ended */
    const char *failure;        /* what recording_keep() was given, or NULL */
    /* the rest is recording.c's */
    struct region *region;      /* of all this */
    struct note *notes;
    size_t note_count, note_room, moment_room;
    struct place *places;
    size_t place_count, place_room;
    int file;
    bool over;                  /* the program has returned */
    bool stopped;               /* the runtime has called abort() */
};

/* Run a program that tells this observer what it does, and gives a code at its
 * end; record it.  Its process is a copy of this one: what it changes, it
 * changes there.  NULL without memory, a process or a temporary file: then it
 * has not run, and errno says why. */
struct recording *recording_of(observed_program *run, void *arg);
void recording_free(struct recording *recording);

/* For a program that is being recorded: a text for those who will look at the
 * recording.  Elsewhere it does nothing. */
void recording_keep(const char *text);

/* The same before it calls exit(): why, in words. */
void recording_ends(const char *why);

/* What a moment printed: *length bytes of recording->output. */
const char *recording_printed(const struct recording *recording, size_t moment,
                              size_t *length);

/* The frames of the task that a record is about, the outermost first. */
const struct place *recording_stack(const struct recording *recording,
                                    size_t record, size_t *depth);

#endif
