/* part.h - where a run parts from the right ones. */
#ifndef HANDLOOP_PART_H
#define HANDLOOP_PART_H

#include "exercise.h"

struct parting {
    bool is_there;
    const char *until;          /* "0.8 s": up to then nothing is unlike */
    const char *expected, *got; /* what is to happen then, and what does */
    const char *more;           /* where it comes from, or stands; or NULL */
    const char *file;           /* the line that got is about, */
    int line;                   /* 0: none */
};

/* Lay the run of that case beside those of all right answers.  What is said
 * is true of all of these; the words are of the nearest one. */
struct parting parting_of(const struct run *run, int which);

/* Work that was given and that every right answer has done, and this one has
 * not at all: its name; NULL if there is none. */
const char *work_not_done(const struct run *run, int which);

/* Work that was given, and went to a pool less often than in any right answer;
 * name is NULL if there is none. */
struct parts {
    const char *name;
    size_t yours, least;
};
struct parts work_in_fewer_parts(const struct run *run, int which);

/* How often it was done, at least, by a right one. */
size_t work_of_right_ones(int which, const char *name);

#endif
