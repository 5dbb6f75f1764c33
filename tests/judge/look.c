/* look.c - questions to an observed run. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "exercise.h"

bool same_time(double a, double b)
{
    return fabs(a - b) < 1e-6;
}

bool took(const struct run *run, double seconds)
{
    return same_time(run->seconds, seconds);
}

bool returned_text(const struct run *run, const char *text)
{
    return run->code == 0 && run->result.kind == VALUE_TEXT &&
           run->result.text && strcmp(run->result.text, text) == 0;
}

bool returned_int(const struct run *run, long number)
{
    return run->code == 0 && run->result.kind == VALUE_INT &&
           run->result.integer == number;
}

const char *ending_text(const struct run *run)
{
    if (run->code)
        return run->error;
    if (run->result.kind == VALUE_TEXT)
        return textf("\"%s\"", run->result.text ? run->result.text : "(null)");
    return value_to_text(run->result);
}

struct value noted(const struct run *run, const char *key)
{
    for (size_t i = 0; i < run->note_count; i++)
        if (strcmp(run->notes[i].key, key) == 0)
            return run->notes[i].value;
    return value_none();
}

/* --- sights ------------------------------------------------------------- */

static bool is_about(const struct sight *sight, enum event_kind kind,
                     uint32_t task)
{
    return sight->kind == kind && (task == 0 || sight->task == task);
}

const struct sight *nth_sight(const struct run *run, enum event_kind kind,
                              uint32_t task, size_t n)
{
    for (size_t i = 0; i < run->sight_count; i++)
        if (is_about(&run->sights[i], kind, task) && n-- == 0)
            return &run->sights[i];
    return NULL;
}

size_t count_sights(const struct run *run, enum event_kind kind, uint32_t task)
{
    size_t count = 0;
    for (size_t i = 0; i < run->sight_count; i++)
        count += is_about(&run->sights[i], kind, task);
    return count;
}

uint32_t task_made_of(const struct run *run, const char *coro, size_t n)
{
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        if (sight->kind == EVENT_CREATED && sight->depth > 0 &&
            strcmp(sight->outermost.coro, coro) == 0 && n-- == 0)
            return sight->task;
    }
    return 0;
}

static double time_of(const struct sight *sight)
{
    return sight ? clock_to_seconds(sight->time) : -1;
}

double task_began(const struct run *run, uint32_t task)
{
    return time_of(nth_sight(run, EVENT_RUN, task, 0));
}

double task_ended(const struct run *run, uint32_t task)
{
    return time_of(nth_sight(run, EVENT_DONE, task, 0));
}

const struct sight *nth_suspension(const struct run *run, const char *coro,
                                   size_t n)
{
    for (size_t i = 0; i < run->sight_count; i++) {
        const struct sight *sight = &run->sights[i];
        if (sight->kind == EVENT_SUSPENDED && frame_of(sight, coro) && n-- == 0)
            return sight;
    }
    return NULL;
}

/* --- frames ------------------------------------------------------------- */

static unsigned depth_seen(const struct sight *sight)
{
    return sight->depth < DEPTH_SEEN ? sight->depth : DEPTH_SEEN;
}

const struct place *frame_of(const struct sight *sight, const char *coro)
{
    for (unsigned i = 0; i < depth_seen(sight); i++)
        if (strcmp(sight->places[i].coro, coro) == 0)
            return &sight->places[i];
    return NULL;
}

const struct place *caller_of(const struct sight *sight, const char *coro)
{
    const struct place *callee = frame_of(sight, coro);
    if (!callee || callee + 1 == sight->places + depth_seen(sight))
        return NULL;
    return callee + 1;
}

const struct place *own_place(const struct sight *sight)
{
    for (unsigned i = 0; i < depth_seen(sight); i++)
        if (!strstr(sight->places[i].file, "runtime/"))
            return &sight->places[i];
    return &sight->outermost;
}

const struct sight *running_at_the_end(const struct run *run)
{
    if (run->sight_count == 0)
        return NULL;
    const struct sight *step = &run->sights[run->step_began];
    return step->kind == EVENT_RUN && step->task ? step : NULL;
}

const char *line_text(int line)
{
    return line ? textf("line %d", line) : "its beginning";
}

/* --- what the compiler said --------------------------------------------- */

static char warnings[1 << 14];
static const char *name_of_warnings = "";

const char *warnings_file(void)
{
    return name_of_warnings;
}

void read_compiler_warnings(const char *program)
{
    name_of_warnings = textf("%s.log", program);
    FILE *file = fopen(name_of_warnings, "r");
    if (!file)
        return;
    size_t length = fread(warnings, 1, sizeof warnings - 1, file);
    warnings[length] = '\0';
    fclose(file);
}

const char *compiler_line(const char *words)
{
    const char *line = strstr(warnings, words);
    while (line && line > warnings && line[-1] != '\n')
        line--;
    return line;
}
