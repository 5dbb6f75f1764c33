/* recording.c - run a program to its end, and keep all that it did. */
#define _XOPEN_SOURCE 700      /* setitimer() */
#include "watch/recording.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "watch/event.h"
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
        region_array(recording->region, recording->places,
                     &recording->place_room, recording->place_count,
                     sizeof *places);
    if (!places)
        return false;
    recording->places = places;
    recording->places[recording->place_count++] = place_of_frame(frame);
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

/* Bytes.  A program may close even that: then it prints no more. */
static off_t printed_so_far(const struct recording *recording)
{
    fflush(stdout);
    off_t printed = lseek(STDOUT_FILENO, 0, SEEK_CUR);
    if (printed >= 0 || recording->note_count == 0)
        return printed;
    return recording->notes[recording->note_count - 1].printed;
}

static bool keep_note(struct recording *recording,
                      const struct loop_event *event)
{
    struct note *notes =
        region_array(recording->region, recording->notes,
                     &recording->note_room, recording->note_count,
                     sizeof *notes);
    if (!notes)
        return false;
    recording->notes = notes;
    struct note note = {.printed = printed_so_far(recording),
                        .stack = recording->place_count};
    if (event_task(event) && (event->kind == EVENT_RUN ||
                        event->kind == EVENT_SUSPENDED ||
                        event->kind == EVENT_READY))
        note.depth = keep_stack(recording, event_task(event));
    recording->notes[recording->note_count++] = note;
    return true;
}

/* --- in the program's process: to its end ----------------------------------
 *
 * Whatever ends this process, the other one sees it, and has all that was kept
 * until then.
 */
static struct recording *recorded_here;         /* NULL: nothing is */

void recording_keep(const char *text)
{
    char *copy = recorded_here
                     ? region_get(recorded_here->region, strlen(text) + 1)
                     : NULL;
    if (copy)
        recorded_here->failure = strcpy(copy, text);
}

/* A text that stays. */
static const char *kept(struct recording *recording, const char *text)
{
    char *copy = region_get(recording->region, strlen(text) + 1);
    return copy ? strcpy(copy, text) : "it broke off";
}

void recording_ends(const char *why)
{
    if (recorded_here)
        recorded_here->ending = kept(recorded_here, why);
}

static _Noreturn void leave(const char *why)
{
    recorded_here->ending = why;
    fflush(stdout);
    _exit(EXIT_FAILURE);
}

static void on_abort(int number)
{
    (void)number;
    recorded_here->stopped = panicking;
}

static void limit_step(int seconds)
{
    struct itimerval limit = {.it_value = {.tv_sec = seconds}};
    setitimer(ITIMER_PROF, &limit, NULL);
}

/* They end the process, whoever else would like to have them. */
static void take_signals(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPROF};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        signal(fatal[i], SIG_DFL);
    signal(SIGABRT, on_abort);
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

static int open_output(void)
{
    char name[] = "/tmp/handloop-XXXXXX";
    int file = mkstemp(name);
    if (file >= 0)
        unlink(name);
    return file;
}

/* Nothing is held back: a process that crashes takes it along. */
static void divert_output(int file)
{
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    close(file);
    setvbuf(stdout, NULL, _IONBF, 0);
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
            region_array(recording->region, recording->moments,
                         &recording->moment_room, recording->moment_count,
                         sizeof *moments);
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

/* --- how it ended -------------------------------------------------------- */

static const char *words_for_signal(const struct recording *recording,
                                    int number)
{
    switch (number) {
    case SIGPROF:
        return "it kept the loop for two seconds of computing, and did not "
               "come back";
    case SIGABRT:
        return recording->stopped ? "the runtime stopped it"
                                  : "it called abort(), as assert() does";
    case SIGFPE:
        return "it crashed: an arithmetic error (SIGFPE)";
    case SIGSEGV:
    case SIGBUS:
    case SIGILL:
        return "it crashed: a pointer that leads nowhere (SIGSEGV)";
    default:
        return textf("signal %d ended it", number);
    }
}

/* Whose step was the last one; "" for a callback's. */
static const char *last_step(const struct recording *recording)
{
    size_t count;
    const struct record *records = trace_records(recording->trace, &count);
    while (count > 0 && records[count - 1].kind != EVENT_RUN)
        count--;
    const struct record *run = count > 0 ? &records[count - 1] : NULL;
    if (!run || !run->coro)
        return "";
    if (run->line == 0)
        return textf(" in %s, %s", run->coro, run->file);
    return textf(" in %s, behind %s:%d", run->coro, run->file, run->line);
}

static void note_end(struct recording *recording, int status)
{
    if (recording->over)
        return;
    recording->code = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
    if (recording->ending)
        return;
    recording->ending =
        WIFEXITED(status)
            ? kept(recording, textf("it called exit(%d)%s", recording->code,
                                    last_step(recording)))
            : kept(recording, words_for_signal(recording, WTERMSIG(status)));
}

/* --- make ---------------------------------------------------------------- */

void recording_free(struct recording *recording)
{
    free((char *)recording->output);
    region_free(recording->region);
}

static struct recording *recording_new(void)
{
    struct region *region = region_new();
    if (!region)
        return NULL;
    struct recording *recording = region_get(region, sizeof *recording);
    recording->region = region;
    recording->trace = trace_new_in(region);
    recording->file = open_output();
    if (recording->file >= 0)
        return recording;
    region_free(region);
    return NULL;
}

static _Noreturn void run_to_end(struct recording *recording,
                                 observed_program *run, void *arg)
{
    recorded_here = recording;
    divert_output(recording->file);
    take_signals();
    recording->code = run((struct observer){.see = see, .arg = recording}, arg);
    limit_step(0);
    recording->over = true;
    fflush(stdout);
    _exit(EXIT_SUCCESS);
}

/* Ctrl-C is for the program. */
static int wait_for_end(pid_t program)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    int status = 0;
    sigaction(SIGINT, &ignore, &before);
    while (waitpid(program, &status, 0) < 0 && errno == EINTR)
        continue;
    sigaction(SIGINT, &before, NULL);
    return status;
}

struct recording *recording_of(observed_program *run, void *arg)
{
    struct recording *recording = recording_new();
    if (!recording)
        return NULL;
    fflush(stdout);
    fflush(stderr);
    pid_t program = fork();
    if (program == 0)
        run_to_end(recording, run, arg);
    if (program < 0) {
        close(recording->file);
        recording_free(recording);
        return NULL;
    }
    note_end(recording, wait_for_end(program));
    recording->output = read_output(recording->file);
    close(recording->file);
    if (recording->output && find_moments(recording))
        return recording;
    fputs("handloop: no memory to show the recording\n", stderr);
    exit(EXIT_FAILURE);
}
