/* exercise.h - how the check of an exercise is written.
 *
 * A check plays one or more cases.  Each is played in a process of its own, on
 * the virtual clock, watched by a recorder; whatever happens there, a crash and
 * an endless loop too, is an observed run.  Then the check judges: the
 * expectations say whether it is right, and when it is not, the first known
 * mistake that fits the run explains it.
 *
 *      static void three(void)                         in the child
 *      {
 *          play(fresh(three_users));
 *      }
 *
 *      static bool in_time(const struct run *run)      afterwards
 *      {
 *          yours("%.1f s", run->seconds);
 *          return took(run, 1.0);
 *      }
 *
 *      static const struct expectation expectations[] = {
 *          {"as long as the slowest takes: 1.0 s", in_time}, {0}};
 *      static const struct play cases[] = {
 *          {"three users", three, expectations}, {0}};
 *      const struct exercise exercise = {.cases = cases};
 */
#ifndef HANDLOOP_EXERCISE_H
#define HANDLOOP_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../inside.h"
#include "acts.h"
#include "crash.h"

/* --- what was observed -------------------------------------------------- */

enum ending {
    DIED,               /* a crash, or exit(): run->last_words */
    ENDED,              /* the case came to its end */
    NEVER_YIELDED,      /* a step (or plain function) did not come back */
    TURNED_ENDLESSLY,   /* more than TURN_LIMIT turns, or slow ones for ever */
    REALLY_WAITED,      /* it waits for something outside the virtual clock */
};

enum { TURN_LIMIT = 10000, DEPTH_SEEN = 4, NOTE_LIMIT = 64 };

/* One event of the loop.  (EVENT_TURN is left out.) */
struct sight {
    enum event_kind kind;
    enum coro_want want;             /* SUSPENDED: for what */
    int state;                  /* DONE: enum future_state */
    uint32_t task, by;          /* ids; 1 is main, 0 is none */
    uint32_t awaits;            /* SUSPENDED: the task it waits for, or 0 */
    uint64_t turn;
    int64_t time, until;        /* nanoseconds */
    unsigned depth;             /* how many frames the task has */
    struct place places[DEPTH_SEEN];    /* the innermost ones first */
    struct place outermost;     /* the coroutine the task was made of */
};

struct note {
    const char *key;
    struct value value;
};

struct run {
    enum ending ending;
    const char *last_words;     /* DIED: "Segmentation fault" */
    bool not_done;              /* the exercise says itself that it is to do */
    bool job_broken_off;        /* in a worker process: it computed on and on */
    int code;                   /* of the failure main ended with, or 0 */
    struct value result;        /* what main returned */
    const char *error;          /* "TimeoutError: too slow", or NULL */
    struct place raised_at;
    double seconds;             /* virtual, until main ended */
    uint64_t turns;             /* of the loop */
    const char *output, *complaints;        /* its stdout, its stderr */
    const char *timeline;       /* as trace_timeline() draws it, or "" */

    const struct acts *acts;    /* see act.h */
    struct crash crash;         /* where it was broken off */
    bool only_once;             /* must not be played again in that process, */
    bool is_second;             /* or this is that */
    size_t sight_count;
    size_t step_began;          /* the sight that began the latest step */
    const struct sight *sights;
    size_t note_count;
    struct note notes[NOTE_LIMIT];
};

/* --- in the child: playing a case --------------------------------------- */

/* Run it to its end and record everything.  At most once in a case. */
void play(struct coro main);

/* The same with an observer of the case's own, told of each event first. */
void play_watched(struct coro main, struct observer watcher);

/* Play some of these at the same time, each cancelled after other seconds (up
 * to 0), and see whether each ends as cancelled: all_ended_as_cancelled()
 * afterwards. */
typedef struct coro coro_maker(void);
void play_cancelled(coro_maker *make, const double *seconds);

/* Play up to four of these, each step seconds behind the one before; it returns
 * how they ended: "14 degrees; TimeoutError: too slow". */
typedef struct coro nth_coro(int n);
void play_at_once(nth_coro *make, int count, double step);

/* This case is not to be played twice. */
void play_only_once(void);

/* This case computes more than others do, whatever the hurry: is there one? */
void play_computes_long(void);
bool is_in_a_hurry(void);

/* A coroutine object without arguments, of a type whose struct only the
 * exercise knows: extern const struct coro_type three_users; */
#define fresh(name) fresh_object(&name, __FILE__, __LINE__)
struct coro fresh_object(const struct coro_type *type, const char *file,
                         int line);

/* Keep something for the judgement: note("count", n). */
#define note(key, x) note_value(key, value_of(x))
void note_value(const char *key, struct value value);

/* The stub is as it was shipped (for exercises that are no coroutines; others
 * say RAISE(ENOSYS, "TODO"), Python's NotImplementedError). */
void not_done_yet(void);

/* --- judging ------------------------------------------------------------ */

/* What is asked, and whether it is so; holds() says yours(...) what it found.
 * It is called only for a run that ENDED. */
struct expectation {
    const char *asked;
    bool (*holds)(const struct run *run);
};

/* What the run shows instead, for the feedback. */
PRINTF_LIKE(1, 2)
void yours(const char *format, ...);

/* In holds(): the line of the output, from 1, at which it departs from what is
 * asked.  Of a long output those around it are shown. */
void departs_at(int line);

/* In holds(): the row of a table in the answer which it is about, by its index
 * from 0.  It is shown. */
void about_row(const char *table, size_t index);

/* A known mistake.  Asked only when the check has failed, of the first run that
 * failed; the first one that was made is explained. */
struct mistake {
    const char *name;           /* awaits-in-sequence */
    bool (*made)(const struct run *run);    /* may use point_at(), found() */
    const char *why;            /* what happened, why, and the way out */
    const char *python;         /* the same in Python, a few lines, or NULL */
    const char *read_on;        /* "NOTES.md, chapter 5", or NULL */
    bool show_timeline;
    bool broken_too;            /* ask it of runs that did not end, too */
    bool is_proven;             /* what helps by chance would lead away from it */
    bool wants_trial;           /* it is so, but what makes it so is not known */
};

/* In made(): the line it is about, shown with its text. */
void point_at(const char *file, int line);

/* In made(): a sentence about this very run, before the why. */
PRINTF_LIKE(1, 2)
void found(const char *format, ...);

/* In made(): has a step moved the clock itself, as blocking_sleep() does, by at
 * least so much?  Then found() and point_at() say which. */
bool kept_the_loop(const struct run *run, double seconds);

struct play {
    const char *title;
    void (*play)(void);                         /* in the child, twice */
    const struct expectation *expectations;     /* up to one with asked NULL */
};

enum { CASE_LIMIT = 30 };       /* an exercise has no more */

/* A check file defines one of these, named exercise. */
struct exercise {
    const char *check;                          /* __FILE__, its own; NULL:
                                                   nothing is compared */
    const struct play *cases;                   /* up to one with title NULL */
    const struct mistake *mistakes;             /* up to one with name NULL */
    bool by_hand;                       /* its loop is the answer's own */
    bool is_free;                       /* nothing has to stay as in the stub */
    const char *(*remark)(void);        /* when all is right: what Python does
                                           otherwise, or NULL */
};
extern const struct exercise exercise;

/* The mistakes that can be made in any exercise: see known.c, stopped.c.  The
 * order in which all are asked: certain, the exercise's, fatal, common. */
extern const struct mistake certain_mistakes[]; /* a message says so */
extern const struct mistake fatal_mistakes[];   /* the run did not end */
extern const struct mistake common_mistakes[];  /* measured */

/* --- looking at a run --------------------------------------------------- */

/* Times are compared to the microsecond. */
bool same_time(double a, double b);
bool took(const struct run *run, double seconds);

/* Did main return this text, or number? */
bool returned_text(const struct run *run, const char *text);
bool returned_int(const struct run *run, long number);

/* After play_cancelled(); says yours(). */
bool all_ended_as_cancelled(const struct run *run);
bool all_ended_at_once(const struct run *run);

/* Is it such a scene?  The exercise's own mistakes are not asked of it. */
bool was_play_cancelled(const struct run *run);
bool was_play_at_once(const struct run *run);

/* What main returned, or raised, as Python would print it. */
const char *ending_text(const struct run *run);

/* What the case noted under this key; none if nothing. */
struct value noted(const struct run *run, const char *key);

/* The n-th (from 0) sight of a kind, of a task (0: of any); NULL if there are
 * not so many. */
const struct sight *nth_sight(const struct run *run, enum event_kind kind,
                              uint32_t task, size_t n);
size_t count_sights(const struct run *run, enum event_kind kind, uint32_t task);

/* The n-th task made of the coroutine named so; 0 if there is none. */
uint32_t task_made_of(const struct run *run, const char *coro, size_t n);

/* Seconds at which a task first ran, or was done; -1 if never. */
double task_began(const struct run *run, uint32_t task);
double task_ended(const struct run *run, uint32_t task);

/* The n-th suspension inside a coroutine named so, at any depth. */
const struct sight *nth_suspension(const struct run *run, const char *coro,
                                   size_t n);

/* The frame of that coroutine in a sight, NULL if it is not there; and the one
 * that awaits it. */
const struct place *frame_of(const struct sight *sight, const char *coro);
const struct place *caller_of(const struct sight *sight, const char *coro);

/* The innermost frame of the exercise's own, not the runtime's. */
const struct place *own_place(const struct sight *sight);

/* Who was running last: for runs that broke off; NULL if no task was. */
const struct sight *running_at_the_end(const struct run *run);

/* "line 31", or "its beginning". */
const char *line_text(int line);

/* --- for the library ---------------------------------------------------- */

/* Check the answer that this program is, or has loaded: argv[0] names it, and
 * argv[1] may ask for something else, see judge.c.  The status to exit with. */
int check_answer(const struct exercise *asked, int argc, char **argv);

/* What check_answer() was given. */
extern const struct exercise *exercise_asked;

/* Memory that children write and their parent reads, all 0; NULL without it. */
void *share(size_t size);

/* Room for a run that a child fills and the parent reads; NULL without it. */
struct run *run_new(void);

/* Give it back. */
void run_free(struct run *run);

/* In the child: play the case into run; and if that ended, once more in the
 * same process, into again (if there is one), unless it is done shortly. */
enum pace { IN_PEACE, IN_A_HURRY, SHORTLY };
void run_play(struct run *run, struct run *again, const struct play *one,
              enum pace pace);

/* Run it in this process as run() does: SHOW=steps opens the stepper. */
void run_steps(struct run *run, const struct play *one);

/* In the parent, when the child has ended: what it printed, how it died.  end:
 * as run_apart() says. */
void run_finish(struct run *run, int end);

/* The line of the compiler's warnings about the answer that has these words,
 * NULL if there is none.  They stand in a file beside the program. */
const char *compiler_line(const char *words);
const char *warnings_file(void);
void read_compiler_warnings(const char *program);

/* Did it die of what the runtime calls a mistake? */
bool stopped_by_runtime(const struct run *run);

/* Print what it did, for whoever compares two answers. */
void print_record(const struct play *one, const struct run *run);

/* The number, from 0, of the first scene that is wrong; 0 if none is. */
int first_wrong_scene(struct run *const *runs, struct run *const *again);

bool is_scene_right(int number, struct run *const *runs,
                    struct run *const *again);

/* Print the judgement; 0 done, 1 not yet, 3 not done yet.  again: those that
 * were played a second time. */
int give_feedback(struct run *const *runs, struct run *const *again);

#endif
