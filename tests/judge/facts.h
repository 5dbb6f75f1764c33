/* facts.h - what of a run can be laid beside another one: which coroutines
 * began and ended, when, with what; and beside it the limits, the sleeps, and
 * how often work was done.  Of every right answer these facts stand in a file,
 * which is made when the course is built:
 *
 *      run     04_tasks
 *      0       0           begin   find_user   name = "Ada"
 *      0       500000      end     find_user   1
 *
 * the case, the microsecond, the kind, the name, and what with.
 */
#ifndef HANDLOOP_FACTS_H
#define HANDLOOP_FACTS_H

#include "act.h"

enum fact_kind {
    FACT_BEGIN, FACT_END, FACT_SLEEP, FACT_LIMIT, FACT_WORK, FACT_JOB,
    FACT_KINDS,
};

struct fact {
    enum fact_kind kind;
    int64_t time;               /* microseconds */
    const char *name, *data;
    int code;                   /* of a failure, 0: none */
    const struct act *act;      /* where it comes from, NULL: from a file */
};

struct facts {
    const char *answer;         /* "04_tasks" */
    size_t count, room;
    struct fact *fact;
};

/* The facts of some acts. */
struct facts facts_of(const struct acts *acts);

/* Write those of a case. */
void facts_write(FILE *out, int which, const struct facts *facts);

/* Those of that case of all right answers of an exercise; *count is how many
 * answers there are, NULL if there are none.  They stay until the program
 * ends. */
const struct facts *facts_of_right_ones(const char *file, int which,
                                        size_t *count);

/* Are there any of that answer, "right/tasks"? */
bool facts_know(const char *file, const char *answer);

/* The same thing at the same time? */
bool same_fact(const struct fact *one, const struct fact *other);

/* The same thing, whenever? */
bool same_thing(const struct fact *one, const struct fact *other);

#endif
