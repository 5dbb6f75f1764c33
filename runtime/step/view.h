/* view.h - one picture of the stepper: the ready queue, the waiting table,
 * the step, its source. */
#ifndef HANDLOOP_STEP_VIEW_H
#define HANDLOOP_STEP_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "watch/recording.h"
#include "watch/replay.h"

enum panel {
    SHOW_SOURCE, SHOW_WHY, SHOW_MACROS, SHOW_DRAWING, SHOW_PYTHON,
    SHOW_EVERYBODY, SHOW_HELP,
};

struct view {
    const struct recording *recording;
    struct snapshot now;        /* as the step begins */
    size_t moment;              /* moment_count: the end */
    size_t chosen;              /* of the waiting table; in SHOW_EVERYBODY of
                                   those that are ready, and then of those */
    enum panel panel;
    const char *file;           /* whose steps matter most (FROM=), or NULL */
    const struct question *question;    /* is asked: who runs next is not to
                                           be given away (step/predict.h) */
    char message[400];          /* above the keys */
    int unread;                 /* a key that was no answer to a question */
    /* the paper */
    FILE *out;
    int rows, columns, row;
    bool colours, utf8;
};

/* Draw it all, from the top left corner (step/view.c). */
void view_draw(struct view *view);

/* --- for its parts ------------------------------------------------------- */

/* In a line's text: what comes next looks so, up to the end of the line; and
 * what UTF-8 has a better sign for than ASCII. */
#define PLAIN "\x01"
#define BOLD "\x02"
#define DIM "\x03"
#define GREEN "\x04"
#define RED "\x05"
#define REVERSE "\x06"
#define RULE "\x0e"
#define ARROW "\x0f"
#define BAR "\x10"

/* One line, cut to the width. */
PRINTF_LIKE(2, 3)
void view_line(struct view *view, const char *format, ...);

/* Empty lines, down to this row. */
void view_fill(struct view *view, int row);

/* Each task has a colour of its own: to be put in front of its name. */
const char *view_tint(uint32_t task);

/* A line of one character, to be written on at any column. */
enum { WIDEST = 500 };
struct rule {
    char text[WIDEST + 1];
    int width;
};
struct rule rule_of(const struct view *view, char filling);
void rule_write(struct rule *rule, int column, const char *words);

/* A rule with words at its beginning. */
void view_heading(struct view *view, const char *words);

/* The ready queue in one line; the waiting table in so many rows. */
void view_ready(struct view *view);
void view_table(struct view *view, size_t rows);

/* One of those that wait, in columns under view_waiting_heading(); mark: in
 * front of it. */
void view_waiting_heading(struct view *view);
void view_waiting(struct view *view, const struct standing *one,
                  const char *mark);

/* "Task-1 async_main > three_users": a task and its frames, as they are at the
 * record of the standing. */
void view_chain(const struct view *view, const struct standing *one,
                char *words);

/* --- where it stands (step/position.c) ----------------------------------- */

/* Behind the last step. */
bool view_at_end(const struct view *view);

/* The record of the RUN, or of the last record of all at the end. */
const struct record *view_record(const struct view *view);

/* Where the step will stop: the record of its SUSPENDED; 0: it ends. */
size_t view_suspension(const struct view *view);

/* What there is to choose from, and the one that is chosen; NULL: nothing. */
size_t view_choices(const struct view *view);
const struct standing *view_chosen(const struct view *view);

/* --- the panels (step/panels.c, step/macros.c) --------------------------- */

void view_source(struct view *view, int rows);
void view_why(struct view *view, int rows);
void view_everybody(struct view *view, int rows);
void view_macros(struct view *view);
void view_drawing(struct view *view, int rows);
void view_python(struct view *view, int rows);
void view_help(struct view *view, int rows);

#endif
