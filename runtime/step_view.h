/* step_view.h - one picture of the stepper: the ready queue, the waiting table,
 * the step, its source. */
#ifndef HANDLOOP_STEP_VIEW_H
#define HANDLOOP_STEP_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "recording.h"
#include "replay.h"

enum panel { SHOW_SOURCE, SHOW_WHY, SHOW_MACROS, SHOW_DRAWING, SHOW_HELP };

struct view {
    const struct recording *recording;
    struct snapshot now;        /* as the step begins */
    size_t moment;              /* moment_count: the end */
    size_t chosen;              /* of the waiting table */
    enum panel panel;
    char message[400];          /* above the keys */
    /* the paper */
    FILE *out;
    int rows, columns, row;
    bool colours, utf8;
};

/* Draw it all, from the top left corner. */
void view_draw(struct view *view);

/* One line of it, cut to the width; style: "" or an SGR number like "1". */
PRINTF_LIKE(3, 4)
void view_line(struct view *view, const char *style, const char *format, ...);

/* The panels that are about one thing (step_panels.c). */
void view_why(struct view *view, int rows);
void view_macros(struct view *view, int rows);
void view_drawing(struct view *view, int rows);
void view_help(struct view *view, int rows);

/* The record of the RUN, or of the last record of all at the end. */
const struct record *view_record(const struct view *view);

/* Where the step will stop: the record of its SUSPENDED; 0: it ends. */
size_t view_suspension(const struct view *view);

#endif
