/* run.c - the way in: what the environment asks for, and the report at the
 * end. */
#include "step/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/runner.h"
#include "step/run_observed.h"
#include "step/step.h"
#include "view/page.h"
#include "watch/debug.h"
#include "watch/recording.h"
#include "watch/standstill.h"
#include "watch/trace.h"

/* --- what the environment asks for --------------------------------------- */

static _Noreturn void refuse(const char *name, const char *value,
                             const char *choices)
{
    fprintf(stderr, "handloop: %s=%s is not known; %s\n", name, value, choices);
    exit(2);
}

static bool equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* The variable's value; "" if it is not set. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static bool wants_virtual_clock(void)
{
    const char *value = environment("CLOCK");
    if (!equal(value, "") && !equal(value, "real") && !equal(value, "virtual"))
        refuse("CLOCK", value, "use CLOCK=virtual or CLOCK=real");
    return equal(value, "virtual");
}

static bool wants_debug(void)
{
    const char *value = environment("DEBUG");
    if (!equal(value, "") && !equal(value, "0") && !equal(value, "1"))
        refuse("DEBUG", value, "use DEBUG=1 or DEBUG=0");
    return equal(value, "1");
}

enum show {
    SHOW_NOTHING, SHOW_TIMELINE, SHOW_TRACE, SHOW_TURNS, SHOW_STEPS, SHOW_PAGE,
};

static enum show wanted_show(void)
{
    const char *value = environment("SHOW");
    if (equal(value, "timeline"))
        return SHOW_TIMELINE;
    if (equal(value, "trace"))
        return SHOW_TRACE;
    if (equal(value, "turns"))
        return SHOW_TURNS;
    if (equal(value, "steps"))
        return SHOW_STEPS;
    if (equal(value, "page"))
        return SHOW_PAGE;
    if (!equal(value, ""))
        refuse("SHOW", value, "use SHOW=steps, turns, page, timeline or trace");
    return SHOW_NOTHING;
}

/* --- showing what was recorded ------------------------------------------- */

/* The file that a variable names; NULL, and a message: it cannot be written. */
static FILE *create(const char *variable, const char *usual, const char **path)
{
    *path = equal(environment(variable), "") ? usual : environment(variable);
    FILE *file = fopen(*path, "w");
    if (!file)
        fprintf(stderr, "handloop: cannot write %s: %s\n", *path,
                strerror(errno));
    return file;
}

static bool finish(FILE *file, const char *path)
{
    bool written = fclose(file) == 0;
    if (!written)
        fprintf(stderr, "handloop: cannot write %s: %s\n", path,
                strerror(errno));
    return written;
}

static void write_trace(const struct trace *trace)
{
    const char *path;
    FILE *file = create("TRACE", "trace.json", &path);
    if (!file)
        return;
    trace_json(trace, file);
    if (finish(file, path))
        fprintf(stderr, "handloop: wrote %s; open it at ui.perfetto.dev\n",
                path);
}

static void write_page(const struct recording *recording)
{
    const char *path;
    FILE *file = create("PAGE", "page.html", &path);
    if (!file)
        return;
    if (page_write(recording, file) != 0)
        fputs("handloop: no memory for the whole page\n", stderr);
    finish(file, path);
}

static void show(enum show what, const struct trace *trace)
{
    if (what == SHOW_TIMELINE)
        trace_timeline(trace, stdout);
    else
        write_trace(trace);
}

/* --- run ----------------------------------------------------------------- */

static const struct observer nobody = {.see = NULL};

static int run_recorded(observed_program *program, void *arg, enum show what)
{
    struct trace *trace = trace_new();
    if (!trace) {
        fputs("handloop: no memory for a recording; running without\n", stderr);
        return program(nobody, arg);
    }
    int code = program(trace_observer(trace), arg);
    show(what, trace);
    trace_free(trace);
    return code;
}

/* The error of a program that ran in a process of its own: its name, its words
 * and where it came through, as error_print() has them; or NULL. */
static const char *failure;

static void tell_failure(const struct error *error)
{
    char *text = NULL;
    size_t size;
    FILE *memory = open_memstream(&text, &size);
    if (memory) {
        error_print(memory, error);
        fclose(memory);
        recording_keep(text);
    }
    free(text);
}

static void keep_failure(const struct recording *recording)
{
    failure = recording->failure ? textf("%s", recording->failure) : NULL;
}

/* The text begins with the name, and ends with a newline; both come back when
 * it is printed. */
static struct error *error_from_text(int code, const char *text)
{
    const char *words = text + strlen(error_name(code));
    if (strncmp(words, ": ", 2) == 0)
        words += 2;
    return error_new(code, "%.*s", (int)strlen(words) - 1, words);
}

static int run_stepped(observed_program *program, void *arg, enum show what)
{
    if (what == SHOW_STEPS && isatty(STDERR_FILENO))
        fputs("handloop: it runs, and is recorded; Ctrl-C ends it\n", stderr);
    struct recording *recording = recording_of(program, arg);
    if (!recording) {
        perror("handloop: no room for a recording; running without");
        return program(nobody, arg);
    }
    if (what == SHOW_STEPS)
        step_screen(recording);
    else if (what == SHOW_PAGE)
        write_page(recording);
    else
        step_text(recording, stdout);
    int code = recording->code;
    bool broke_off = recording->ending;
    keep_failure(recording);
    recording_free(recording);
    if (broke_off)
        exit(code);             /* as it did */
    return code;
}

int run_observed(observed_program *program, void *arg)
{
    enum show what = wanted_show();
    if (what == SHOW_NOTHING || running_loop)
        return program(nobody, arg);
    if (what == SHOW_STEPS || what == SHOW_TURNS || what == SHOW_PAGE)
        return run_stepped(program, arg, what);
    return run_recorded(program, arg, what);
}

struct looped {
    struct loop_options options;
    struct coro main;
    struct value *result;
};

static int run_looped(struct observer observer, void *arg)
{
    struct looped *looped = arg;
    looped->options.observer = observer;
    int code = loop_run(&looped->options, looped->main, looped->result);
    if (is_error(*looped->result))
        tell_failure(looped->result->error);
    return code;
}

int run_result(struct coro main, struct value *result)
{
    *result = value_none();
    struct looped looped = {
        .options = {.virtual_clock = wants_virtual_clock(),
                    .run_job = wants_debug() ? debug_mode() : NULL,
                    .patience = &usual_patience},
        .main = main,
        .result = result};
    failure = NULL;
    int code = run_observed(run_looped, &looped);
    coro_close(main);           /* if another process ran it */
    if (failure)
        *result = value_error(error_from_text(code, failure));
    return code;
}

/* A program's exit status has eight bits. */
static int exit_status(int code)
{
    return code >= 0 && code <= 255 ? code : 1;
}

int run(struct coro main)
{
    struct value result;
    int code = run_result(main, &result);
    if (is_error(result)) {
        fflush(stdout);
        fputs("handloop: main failed\n", stderr);
        error_print(stderr, result.error);
    }
    return exit_status(code);
}
