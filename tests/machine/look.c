/* look.c - what a machine looks like inside.  See look.h. */
#include "look.h"

#include <stdio.h>
#include <string.h>

#define NOTE(name, format, ...)                                              \
    looked_note(" %s\t" format "\n", name, __VA_ARGS__)

/* --- numbers ------------------------------------------------------------- */

void look_nothing(const char *name, const void *at)
{
    (void)name;
    (void)at;
}

void look_bool(const char *name, const void *at)
{
    NOTE(name, "%s", *(const bool *)at ? "true" : "false");
}

void look_int(const char *name, const void *at)
{
    NOTE(name, "%d", *(const int *)at);
}

void look_unsigned(const char *name, const void *at)
{
    NOTE(name, "%u", *(const unsigned *)at);
}

void look_size(const char *name, const void *at)
{
    NOTE(name, "%lu", *(const unsigned long *)at);
}

void look_double(const char *name, const void *at)
{
    NOTE(name, "%g", *(const double *)at);
}

/* Nanoseconds, as far as it is much. */
static const char *time_text(int64_t time)
{
    static char text[40];
    enum { MICROSECOND = 1000 };
    if (time == FOR_EVER)
        return "FOR_EVER";
    if (time > -MICROSECOND && time < MICROSECOND)
        snprintf(text, sizeof text, "%d", (int)time);
    else
        snprintf(text, sizeof text, "%.6g s", (double)time / 1e9);
    return text;
}

void look_long(const char *name, const void *at)
{
    NOTE(name, "%s", time_text(*(const long *)at));
}

/* --- values -------------------------------------------------------------- */

/* Its words are anybody's own. */
static const char *error_text(const struct error *error)
{
    return error ? error_name(error->code) : "NULL";
}

void look_error(const char *name, const void *at)
{
    NOTE(name, "%s", error_text(*(struct error *const *)at));
}

void look_value(const char *name, const void *at)
{
    const struct value *value = at;
    if (value->kind == VALUE_POINTER)
        NOTE(name, "%s", value->pointer ? "a pointer" : "a pointer, NULL");
    else if (value->kind == VALUE_RAISED)
        NOTE(name, "raised: %s", error_text(value->error));
    else
        NOTE(name, "%s", value_to_text(*value));
}

void look_values(const char *name, const struct value *values, size_t count)
{
    enum { MOST = 8 };
    char one[100];
    for (size_t i = 0; values && i < count && i < MOST; i++) {
        snprintf(one, sizeof one, "%s[%zu]", name, i);
        look_value(one, &values[i]);
    }
}

void look_awaitable(const char *name, const void *at)
{
    static const char *const wants[] = {
        "WANT_GO_ON", "WANT_END", "WANT_CORO", "WANT_SLEEP", "WANT_FUTURE",
        "WANT_READABLE", "WANT_WRITABLE"};
    const struct awaitable *wanted = at;
    if (wanted->want <= WANT_WRITABLE)
        NOTE(name, "%s", wants[wanted->want]);
}

/* --- jobs, tasks, futures ------------------------------------------------ */

static bool is_of_task(const struct future *future)
{
    return future && future->kind && strcmp(future->kind->name, "task") == 0;
}

static const char *task_text(const struct task *task)
{
    static char text[40];
    if (!task)
        return "NULL";
    if (task->id == 1)
        return "main";
    snprintf(text, sizeof text, "Task-%u", (unsigned)task->id);
    return text;
}

static const char *future_text(const struct future *future)
{
    static char text[60];
    if (!future)
        return "NULL";
    if (is_of_task(future))
        return task_text((const struct task *)future);
    snprintf(text, sizeof text, "a %s", future->kind ? future->kind->name
                                                     : "future");
    return text;
}

/* In a heap it has a slot. */
static const char *job_text(const struct job *job)
{
    static char text[100];
    if (!job)
        return "NULL";
    if (!job->part_of)
        return "a callback";
    snprintf(text, sizeof text, "%s%s",
             is_of_task(job->part_of) ? "" : "a job of ",
             future_text(job->part_of));
    size_t used = strlen(text);
    if (job->slot > 0)
        snprintf(text + used, sizeof text - used, " (slot %zu)", job->slot);
    return text;
}

static const char *queue_text(const struct queue *queue)
{
    enum { MOST = 6, ENDLESS = 30000 };
    static char text[400];
    int count = 0;
    *text = '\0';
    for (const struct job *job = queue->first; job; job = job->next) {
        size_t used = strlen(text);
        if (count++ < MOST)
            snprintf(text + used, sizeof text - used, "%s%s", used ? ", " : "",
                     job_text(job));
        if (count > ENDLESS)
            return "a ring without an end";
    }
    if (count > MOST)
        snprintf(text, sizeof text, "%d jobs", count);
    return count ? text : "empty";
}

void look_queue(const char *name, const void *at)
{
    NOTE(name, "%s", queue_text(at));
}

static const char *state_text(enum future_state state)
{
    static const char *const states[] = {"PENDING", "RETURNED", "FAILED",
                                         "CANCELLED"};
    return state <= CANCELLED ? states[state] : "nothing that it can be";
}

void look_state(const char *name, const void *at)
{
    NOTE(name, "%s", state_text(*(const enum future_state *)at));
}

/* Of a longer name, which one of the latest gave. */
static const char *member(const char *name, const char *rest)
{
    enum { KEPT = 4 };
    static char texts[KEPT][100];
    static int latest;
    char *text = texts[latest = (latest + 1) % KEPT];
    snprintf(text, sizeof texts[0], "%s%s", name, rest);
    return text;
}

static void look_at_future(const char *name, const struct future *future)
{
    NOTE(member(name, "state"), "%s", state_text(future->state));
    if (future->state != PENDING)
        look_value(member(name, "outcome"), &future->outcome);
    NOTE(member(name, "asked"), "%s", future->asked ? "true" : "false");
    NOTE(member(name, "waiters"), "%s", queue_text(&future->waiters));
}

void look_future(const char *name, const void *at)
{
    const struct future *future = *(struct future *const *)at;
    NOTE(name, "%s", future_text(future));
    if (future)
        look_at_future(member(name, "->"), future);
}

static void look_at_job(const char *name, const struct job *job)
{
    NOTE(member(name, "awaits"), "%s", future_text(job->awaits));
    if (job->deadline)
        NOTE(member(name, "deadline"), "%s", time_text(job->deadline));
    NOTE(member(name, "slot"), "%zu", job->slot);
}

void look_job(const char *name, const void *at)
{
    const struct job *job = *(struct job *const *)at;
    NOTE(name, "%s", job_text(job));
    if (job)
        look_at_job(member(name, "->"), job);
}

void look_task(const char *name, const void *at)
{
    char part[100];
    const struct task *task = *(struct task *const *)at;
    NOTE(name, "%s", task_text(task));
    if (!task)
        return;
    snprintf(part, sizeof part, "%s->future.", name);
    look_at_future(part, &task->future);
    snprintf(part, sizeof part, "%s->job.", name);
    look_at_job(part, &task->job);
    NOTE(member(name, "->raises"), "%s", error_text(task->raises));
    NOTE(member(name, "->gives_up"), "%s", task->gives_up ? "true" : "false");
    NOTE(member(name, "->is_asked"), "%s", task->is_asked ? "true" : "false");
    NOTE(member(name, "->begun"), "%s", task->begun ? "true" : "false");
    NOTE(member(name, "->cancel_requests"), "%u", task->cancel_requests);
    look_value(member(name, "->stack.value"), &task->stack.value);
}

/* --- events -------------------------------------------------------------- */

/* By the real clock no two runs are alike. */
void look_loop(char kind, const char *function)
{
    if (loop.tasks && !loop.clock.is_virtual)
        looked_no_more();
    looked_note("%c%s\n", kind, function);
    if (loop.clock.is_virtual)
        NOTE("now()", "%.6g s", (double)loop.clock.now / 1e9);
    NOTE("loop.ready", "%s", queue_text(&loop.ready));
    NOTE("loop.current", "%s", task_text(loop.current));
}

/* --- kinds of the answer's own ------------------------------------------- */

const void *look_own_future(const char *kind, const void *at)
{
    const struct future *future = *(struct future *const *)at;
    return future && future->kind && strcmp(future->kind->name, kind) == 0
               ? future : NULL;
}

const void *look_own_of_job(const char *kind, const void *at)
{
    const struct job *job = *(struct job *const *)at;
    return job ? look_own_future(kind, &job->part_of) : NULL;
}

const void *look_own_none(const char *kind, const void *at)
{
    (void)kind;
    (void)at;
    return NULL;
}
