/* play.c - play a case in a child process, and keep what is observed there in
 * memory that the parent shares: what was written before a crash is there. */
#define _XOPEN_SOURCE 700       /* setitimer(), setrlimit() */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "act.h"
#include "apart.h"
#include "busy.h"
#include "exercise.h"

enum {
    SIGHT_LIMIT = 100000,
    TEXT_ROOM = 1 << 20,
    OUTPUT_LIMIT = 1 << 16,         /* bytes a program may print */
};

/* A file in memory, behind the run that the others see. */
struct room {
    struct run run;
    FILE *output, *complaints, *timeline;
    double step_began;              /* seconds computed when the step began */
    size_t text_used;
    struct sight sights[SIGHT_LIMIT];
    char text[TEXT_ROOM];
    struct acts acts;
};

static struct room *room;           /* the child's: of the case it plays */
static struct observer watcher;     /* the case's own, if it has one */

void *share(size_t size)
{
    char name[32];
    snprintf(name, sizeof name, "/handloop-%ld", (long)getpid());
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return NULL;
    shm_unlink(name);
    void *memory = MAP_FAILED;
    if (ftruncate(fd, (off_t)size) == 0)
        memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    return memory == MAP_FAILED ? NULL : memory;
}

/* In memory, where there is a place for it: on a disk the three of a run take
 * longer than the run. */
static FILE *scratch_file(void)
{
    char name[] = "/dev/shm/handloop-XXXXXX";
    int file = mkstemp(name);
    if (file < 0)
        return tmpfile();
    unlink(name);
    return fdopen(file, "w+");
}

struct run *run_new(void)
{
    struct room *new = share(sizeof *new);
    if (!new)
        return NULL;
    new->output = scratch_file();
    new->complaints = scratch_file();
    new->timeline = scratch_file();
    if (!new->output || !new->complaints || !new->timeline)
        return NULL;
    new->run.sights = new->sights;
    new->run.acts = &new->acts;
    new->run.output = new->run.complaints = new->run.timeline = "";
    return &new->run;
}

void run_free(struct run *run)
{
    munmap(run, sizeof(struct room));
}

/* --- keeping what is seen ----------------------------------------------- */

static const char *keep_bytes(struct room *in, const char *text, size_t length)
{
    if (length >= TEXT_ROOM - in->text_used)
        return "(too much to keep)";
    char *place = in->text + in->text_used;
    memcpy(place, text, length);
    place[length] = '\0';
    in->text_used += length + 1;
    return place;
}

static const char *keep(const char *text)
{
    return keep_bytes(room, text, strlen(text));
}

static struct value keep_value(struct value value)
{
    if (value.kind == VALUE_TEXT)
        value.text = value.text ? keep(value.text) : NULL;
    else if (value.kind == VALUE_ERROR)     /* the error is the child's */
        value = value_text(keep(error_to_text(value.error)));
    return value;
}

void note_value(const char *key, struct value value)
{
    struct run *run = &room->run;
    if (run->note_count < NOTE_LIMIT)
        run->notes[run->note_count++] = (struct note){key, keep_value(value)};
}

void not_done_yet(void)
{
    room->run.not_done = true;
}

/* --- limits ------------------------------------------------------------- */

static double clock_seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* For one case: how long it may compute (right answers take 4 ms, where no check
 * has said that it computes long: 80), how often the clock on the wall is
 * looked at (in microseconds), for how many of these looks the loop may wait
 * for others, and how many turns there may be (right ones take 304 at most). */
static const struct limits {
    long compute, tick;
    int patience;
    uint64_t turns;
} limits_of[] = {[IN_PEACE] = {100000, 1000000, 20, TURN_LIMIT},
                 [IN_A_HURRY] = {30000, 200000, 20, TURN_LIMIT / 5},
                 [SHORTLY] = {15000, 40000, 2, TURN_LIMIT / 10}};
static enum pace pace_now;
static struct limits limits;
enum { LONG = 500000 };         /* to compute, where a check says so */

static _Noreturn void break_off(enum ending ending)
{
    crash_note(&room->run.crash);
    room->run.ending = ending;
    _exit(0);
}

/* Again after so many microseconds of processor time. */
static void limit_computing_to(long microseconds)
{
    struct itimerval compute = {.it_value = {.tv_usec = microseconds}};
    setitimer(ITIMER_PROF, &compute, NULL);
}

/* In one step, or in many of them?  In which of several functions it is met
 * just then is chance: it is looked at several times. */
static void on_compute_limit(int signal_number)
{
    enum { BETWEEN_LOOKS = 3000 };
    double step = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - room->step_began;
    (void)signal_number;
    if (step <= (double)limits.compute / 2e6)
        break_off(TURNED_ENDLESSLY);
    if (room->run.crash.looks == 0)
        crash_note(&room->run.crash);
    else if (!crash_look_again(&room->run.crash))
        break_off(NEVER_YIELDED);
    if (pace_now == SHORTLY)
        break_off(NEVER_YIELDED);
    limit_computing_to(BETWEEN_LOOKS);
}

/* Each tick of the clock on the wall: does it stand still?  While a step of a
 * coroutine is on the stack, that is its doing; the loop itself may wait for
 * others who have not got the processor, for a while. */
static void on_wall_tick(int signal_number)
{
    double tick = (double)limits.tick / 1e6;
    bool in_a_step = !running_loop || running_loop->running;
    (void)signal_number;
    if (seconds_of_standstill() >= (in_a_step ? tick : tick * limits.patience))
        break_off(REALLY_WAITED);
}

/* (signal() would be good for one tick only: the second would end us.) */
static void on_each(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

/* Note where it is, then die of it. */
static void on_crash(int number)
{
    crash_note(&room->run.crash);
    signal(number, SIG_DFL);
    raise(number);
}

static void note_crashes(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    static char other_stack[64 * 1024];     /* when the usual one is full */
    stack_t stack = {.ss_sp = other_stack, .ss_size = sizeof other_stack};
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    crash_prepare();
    sigaltstack(&stack, NULL);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        sigaction(fatal[i], &action, NULL);
}

/* For each process: no timer comes along to a pool's.  (The signal ends those;
 * broke_off_job() sees it.) */
static void limit_computing(void)
{
    limit_computing_to(limits.compute);
}

void play_computes_long(void)
{
    limits.compute = pace_now == IN_A_HURRY ? LONG / 3 : LONG;
    limit_computing();
}

bool is_in_a_hurry(void)
{
    return pace_now != IN_PEACE;
}

/* The time is what the processor worked for us, not what the clock on the wall
 * shows: a busy machine fails nobody. */
static void set_limits(void)
{
    struct rlimit bytes = {.rlim_cur = OUTPUT_LIMIT, .rlim_max = OUTPUT_LIMIT};
    struct rlimit no_core = {.rlim_cur = 0, .rlim_max = 0};
    struct timeval each = {limits.tick / 1000000, limits.tick % 1000000};
    struct itimerval tick = {.it_value = each, .it_interval = each};
    setrlimit(RLIMIT_FSIZE, &bytes);
    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGXFSZ, SIG_IGN);
    on_each(SIGPROF, on_compute_limit);
    limit_computing();
    watch_standstill();
    on_each(SIGALRM, on_wall_tick);
    setitimer(ITIMER_REAL, &tick, NULL);
}

/* --- the recorder ------------------------------------------------------- */

static void see_frames(struct sight *sight, const struct task *task)
{
    for (const struct coro_frame *frame = task->stack.leaf; frame;
         frame = frame->caller) {
        struct place place = place_of_frame(frame);
        if (sight->depth < DEPTH_SEEN)
            sight->places[sight->depth] = place;
        sight->depth++;
        sight->outermost = place;
    }
}

static uint32_t awaited_task(const struct loop_event *event)
{
    if (event->kind != EVENT_SUSPENDED || event->wanted.want != WANT_FUTURE ||
        !is_task(event->wanted.future))
        return 0;
    return ((const struct task *)event->wanted.future)->id;
}

static void keep_sight(const struct loop_event *event)
{
    struct run *run = &room->run;
    const struct task *task = event_task(event), *by = event_by(event);
    struct sight *sight = &room->sights[run->sight_count];
    *sight = (struct sight){
        .kind = event->kind, .want = event->wanted.want, .turn = event->turn,
        .time = event->time, .until = event->until,
        .task = task ? task->id : 0, .by = by ? by->id : 0,
        .awaits = awaited_task(event)};
    if (task && event->kind == EVENT_DONE)
        sight->state = task->future.state;
    if (!task)
        task = by;
    if (task)
        see_frames(sight, task);
    if (event->kind == EVENT_RUN) {
        run->step_began = run->sight_count;
        room->step_began = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    }
    run->turns = event->turn;
    run->sight_count++;
    run->seconds = clock_to_seconds(event->time);
}

/* Whoever compares two answers may ask how they behave when what waits in them
 * is cancelled at a certain time. */
enum { PROBED_LIMIT = 64 };

static const struct task *in_the_answer[PROBED_LIMIT];

static bool waits_in_the_answer(const struct task *task)
{
    for (const struct coro_frame *frame = task->stack.leaf; frame;
         frame = frame->caller)
        if (!strstr(frame->type->file, "runtime/") &&
            !strstr(frame->type->file, "/check.c"))
            return true;
    return false;
}

static void cancel_all(void *arg)
{
    (void)arg;
    for (size_t i = 0; i < PROBED_LIMIT; i++)
        if (in_the_answer[i])
            task_cancel((struct task *)in_the_answer[i]);
}

static void probe(const struct loop_event *event)
{
    const char *seconds = getenv("PROBE");
    const struct task *task = seconds && *seconds ? event_task(event) : NULL;
    if (!task)
        return;
    if (event->kind == EVENT_CREATED && task->id == 1)
        call_later(atof(seconds), cancel_all, NULL);
    const struct task **place = &in_the_answer[task->id % PROBED_LIMIT];
    if (event->kind == EVENT_SUSPENDED && waits_in_the_answer(task))
        *place = task;
    else if (event->kind == EVENT_DONE && *place == task)
        *place = NULL;
}

/* arg: the trace, which draws the timeline, or NULL. */
static void see(void *arg, const struct loop_event *event)
{
    probe(event);
    if (watcher.see)
        watcher.see(watcher.arg, event);
    if (arg) {
        struct observer tracer = trace_observer(arg);
        tracer.see(tracer.arg, event);
    }
    if (event->turn > limits.turns)
        break_off(TURNED_ENDLESSLY);
    if (room->run.sight_count == SIGHT_LIMIT)
        break_off(event->turn > TURN_LIMIT / 100 ? TURNED_ENDLESSLY
                                                 : NEVER_YIELDED);
    if (event->kind != EVENT_TURN)
        keep_sight(event);
}

/* --- playing ------------------------------------------------------------ */

static bool broke_off_job(const char *error)
{
    char end[40];
    snprintf(end, sizeof end, " was ended by signal %d", SIGPROF);
    return strstr(error, end) != NULL;
}

static void keep_outcome(int code, struct value value)
{
    struct run *run = &room->run;
    const struct sight *done = nth_sight(run, EVENT_DONE, 1, 0);
    bool as_value = code && done && done->state == RETURNED;
    run->code = as_value ? 0 : code;            /* an error is data there */
    run->result = keep_value(value);
    if (!run->code)
        return;
    struct traceback *traceback = value.error->traceback;
    run->error = run->result.text;
    run->job_broken_off = broke_off_job(run->error);
    if (run->job_broken_off)
        run->error = "work in another process computed on and on, and was "
                     "broken off";
    if (traceback)
        run->raised_at = (struct place){traceback->name, traceback->file,
                                        traceback->line};
}

/* The loop may go on after main: its leftover tasks are cancelled. */
static void keep_end_of_main(struct run *run)
{
    double ended = task_ended(run, 1);
    if (ended >= 0)
        run->seconds = ended;
}

static bool stepping;           /* the stepper shows the run, nobody judges */

void play(struct coro main)
{
    play_watched(main, (struct observer){.see = NULL});
}

void play_only_once(void)
{
    room->run.only_once = true;
}

void play_watched(struct coro main, struct observer other)
{
    struct value value;
    if (stepping) {
        run_result(main, &value);
        return;
    }
    watcher = other;
    struct trace *trace = pace_now == SHORTLY ? NULL : trace_new();
    struct loop_options options = {.virtual_clock = true,
                                   .run_job = debug_mode(),
                                   .patience = &usual_patience,
                                   .leave_interrupts = true,
                                   .observer = {see, trace}};
    int code = loop_run(&options, main, &value);
    keep_outcome(code, value);
    keep_end_of_main(&room->run);
    if (trace) {
        trace_timeline(trace, room->timeline);
        fflush(room->timeline);
        trace_free(trace);
    }
}

struct coro fresh_object(const struct coro_type *type, const char *file,
                         int line)
{
    struct coro_frame *empty = calloc(1, type->size);
    if (!empty)
        panic("no memory for a coroutine object");
    struct coro object = coro_new(type, empty, type->size, file, line);
    free(empty);
    return object;
}

static void play_into(struct run *run, const struct play *one)
{
    char top_of_stack = 0;
    acts_stack_begins(&top_of_stack);
    room = (struct room *)run;
    acts_noted = &room->acts;
    dup2(fileno(room->output), STDOUT_FILENO);
    dup2(fileno(room->complaints), STDERR_FILENO);
    set_limits();
    one->play();
    run->ending = ENDED;
}

void run_play(struct run *run, struct run *again, const struct play *one,
              enum pace pace)
{
    pace_now = pace;
    limits = limits_of[pace];
    if (!freopen("/dev/null", "r", stdin))      /* nobody types into a check */
        perror("/dev/null");
    setvbuf(stdout, NULL, _IONBF, 0);
    pthread_atfork(NULL, NULL, limit_computing);
    note_crashes();
    play_into(run, one);
    if (!again || pace == SHORTLY || run->not_done || run->code == ENOSYS ||
        run->only_once)
        return;
    again->is_second = true;
    play_into(again, one);
}

void run_steps(struct run *run, const struct play *one)
{
    room = (struct room *)run;
    stepping = true;
    one->play();
}

/* --- afterwards, in the parent ------------------------------------------ */

static const char *read_back(struct room *in, FILE *file)
{
    static char bytes[OUTPUT_LIMIT];
    rewind(file);
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return keep_bytes(in, bytes, length);
}

static const char *cause_of_death(struct room *in, int end)
{
    const char *cause = end > 0            ? strsignal(end)
                        : end == NOT_BEGUN ? "there can be no other process"
                                           : "it called exit()";
    return keep_bytes(in, cause, strlen(cause));
}

void run_finish(struct run *run, int end)
{
    struct room *in = (struct room *)run;
    run->output = read_back(in, in->output);
    run->complaints = read_back(in, in->complaints);
    run->timeline = read_back(in, in->timeline);
    acts_leave_out_unfinished(&in->acts);
    if (run->ending != DIED || (run->is_second && in->acts.count == 0))
        return;
    if (end == TOO_LATE)
        run->ending = REALLY_WAITED;
    else
        run->last_words = cause_of_death(in, end);
}
