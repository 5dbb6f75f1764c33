/* recording.c - run a program to its end, and keep all that it did. */
#define _XOPEN_SOURCE 700      /* sigaltstack() */
#include "watch/recording.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/task_private.h"
#include "memory/array.h"
#include "watch/trace.h"

enum {
    TURN_LIMIT = 10000,
    RECORD_LIMIT = 1000000,
    STEP_LIMIT = 2,             /* seconds of computing, in one step */
    DEPTH_KEPT = 64,
};

/* Beside each record of the trace. */
struct note {
    off_t printed;              /* bytes, before it */
    size_t stack;               /* its places */
    unsigned depth;
};

/* --- keeping ------------------------------------------------------------- */

static bool keep_place(struct recording *recording,
                       const struct coro_frame *frame)
{
    struct place *places =
        array_with_room(recording->places, &recording->place_room,
                        recording->place_count, sizeof *places);
    if (!places)
        return false;
    recording->places = places;
    recording->places[recording->place_count++] = (struct place){
        frame->type->name, frame->type->file,
        frame->state == FRAME_FRESH ? 0 : frame->line};
    return true;
}

/* The innermost frame first; recording_stack() turns the order. */
static unsigned keep_stack(struct recording *recording, const struct task *task)
{
    unsigned depth = 0;
    for (const struct coro_frame *frame = task->stack.leaf;
         frame && depth < DEPTH_KEPT; frame = frame->caller)
        if (keep_place(recording, frame))
            depth++;
    struct place *first = recording->places + recording->place_count - depth;
    for (unsigned i = 0; i < depth / 2; i++) {
        struct place other = first[i];
        first[i] = first[depth - 1 - i];
        first[depth - 1 - i] = other;
    }
    return depth;
}

static bool keep_note(struct recording *recording,
                      const struct loop_event *event)
{
    struct note *notes =
        array_with_room(recording->notes, &recording->note_room,
                        recording->note_count, sizeof *notes);
    if (!notes)
        return false;
    recording->notes = notes;
    fflush(stdout);
    struct note note = {.printed = lseek(recording->file, 0, SEEK_CUR),
                        .stack = recording->place_count};
    if (event_task(event) && (event->kind == EVENT_RUN ||
                        event->kind == EVENT_SUSPENDED ||
                        event->kind == EVENT_READY))
        note.depth = keep_stack(recording, event_task(event));
    recording->notes[recording->note_count++] = note;
    return true;
}

/* --- leaving a program that does not end --------------------------------- */

static sigjmp_buf way_out;
static const char *why_left;

static _Noreturn void leave(const char *why)
{
    why_left = why;
    siglongjmp(way_out, 1);
}

static void on_signal(int number)
{
    leave(number == SIGPROF ? "it kept the loop for two seconds of computing, "
                              "and did not come back"
          : number == SIGABRT ? "the runtime stopped it"
          : number == SIGFPE  ? "it crashed: an arithmetic error (SIGFPE)"
                              : "it crashed: a pointer that leads nowhere "
                                "(SIGSEGV)");
}

static void limit_step(int seconds)
{
    struct itimerval limit = {.it_value = {.tv_sec = seconds}};
    setitimer(ITIMER_PROF, &limit, NULL);
}

static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGPROF};
enum { FATAL = sizeof fatal / sizeof *fatal };

static void take_signals(struct sigaction before[FATAL])
{
    static char stack[64 * 1024];       /* a stack overflow leaves no other */
    stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternative, NULL);
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FATAL; i++)
        sigaction(fatal[i], &action, &before[i]);
}

static void give_back_signals(const struct sigaction before[FATAL])
{
    limit_step(0);
    for (int i = 0; i < FATAL; i++)
        sigaction(fatal[i], &before[i], NULL);
}

/* --- the observer -------------------------------------------------------- */

static void see(void *arg, const struct loop_event *event)
{
    struct recording *recording = arg;
    struct observer tracer = trace_observer(recording->trace);
    if (!keep_note(recording, event))       /* first: no record without one */
        leave("it was stopped: there was no memory to record more");
    tracer.see(tracer.arg, event);
    if (trace_incomplete(recording->trace))
        leave("it was stopped: there was no memory to record more");
    if (event->kind == EVENT_RUN)
        limit_step(STEP_LIMIT);
    if (event->turn > TURN_LIMIT)
        leave("it was stopped after 10,000 turns of the loop");
    if (recording->note_count >= RECORD_LIMIT)
        leave("it was stopped after a million events");
}

/* --- what it prints ------------------------------------------------------ */

static bool divert_output(struct recording *recording)
{
    char name[] = "/tmp/handloop-XXXXXX";
    recording->file = mkstemp(name);
    if (recording->file < 0)
        return false;
    unlink(name);
    fflush(stdout);
    fflush(stderr);
    recording->real_stdout = dup(STDOUT_FILENO);
    recording->real_stderr = dup(STDERR_FILENO);
    dup2(recording->file, STDOUT_FILENO);
    dup2(recording->file, STDERR_FILENO);
    return true;
}

static void bring_back_output(struct recording *recording)
{
    fflush(stdout);
    fflush(stderr);
    dup2(recording->real_stdout, STDOUT_FILENO);
    dup2(recording->real_stderr, STDERR_FILENO);
    close(recording->real_stdout);
    close(recording->real_stderr);
}

static const char *read_output(int file)
{
    off_t size = lseek(file, 0, SEEK_END);
    char *text = calloc(1, (size_t)size + 1);
    if (!text)
        return NULL;
    ssize_t got = pread(file, text, (size_t)size, 0);
    if (got >= 0)
        text[got] = '\0';
    return text;
}

/* --- moments ------------------------------------------------------------- */

static bool find_moments(struct recording *recording)
{
    size_t count;
    const struct record *records = trace_records(recording->trace, &count);
    for (size_t i = 0; i < count; i++) {
        if (records[i].kind != EVENT_RUN)
            continue;
        size_t end = i + 1;
        while (end < count && records[end].kind != EVENT_RUN &&
               records[end].kind != EVENT_TURN &&
               records[end].kind != EVENT_TURN_END)
            end++;
        struct moment *moments =
            array_with_room(recording->moments, &recording->moment_room,
                            recording->moment_count, sizeof *moments);
        if (!moments)
            return false;
        recording->moments = moments;
        recording->moments[recording->moment_count++] = (struct moment){i, end};
    }
    return true;
}

const char *recording_printed(const struct recording *recording, size_t moment,
                              size_t *length)
{
    bool last = moment + 1 >= recording->moment_count;
    off_t from = recording->notes[recording->moments[moment].record].printed;
    off_t to = last ? (off_t)strlen(recording->output)
                    : recording->notes[recording->moments[moment + 1].record]
                          .printed;
    *length = (size_t)(to - from);
    return recording->output + from;
}

const struct place *recording_stack(const struct recording *recording,
                                    size_t record, size_t *depth)
{
    const struct note *note = &recording->notes[record];
    *depth = note->depth;
    return recording->places + note->stack;
}

/* --- make ---------------------------------------------------------------- */

void recording_free(struct recording *recording)
{
    trace_free(recording->trace);
    free(recording->moments);
    free((char *)recording->output);
    free(recording->notes);
    free(recording->places);
    free(recording);
}

static int run_observed_by(struct recording *recording, observed_program *run,
                           void *arg)
{
    return run((struct observer){.see = see, .arg = recording}, arg);
}

/* A loop that was left is out of order; nothing of it is used any more. */
static void run_until_left(struct recording *recording, observed_program *run,
                           void *arg)
{
    struct sigaction before[FATAL];
    take_signals(before);
    if (sigsetjmp(way_out, 1) == 0) {
        recording->code = run_observed_by(recording, run, arg);
    } else {
        recording->ending = why_left;
        recording->code = ECANCELED;
        running_loop = NULL;
    }
    give_back_signals(before);
}

struct recording *recording_of(observed_program *run, void *arg)
{
    struct recording *recording = calloc(1, sizeof *recording);
    if (!recording)
        return NULL;
    recording->trace = trace_new();
    if (!recording->trace || !divert_output(recording)) {
        free(recording->trace);
        free(recording);
        return NULL;
    }
    run_until_left(recording, run, arg);
    bring_back_output(recording);
    recording->output = read_output(recording->file);
    close(recording->file);
    if (recording->output && find_moments(recording))
        return recording;
    fputs("handloop: no memory to show the recording\n", stderr);
    exit(1);
}
