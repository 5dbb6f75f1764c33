/* unseen.c - for machines that only tests run: nobody looks at them, and so they
 * are linked without the stepper. */
#include "stand_in.h"

int run_shown(int (*program)(bool watched, void *arg), void *arg)
{
    return program(false, arg);
}

struct stand_in *stand_in_for_task(uint32_t id)
{
    (void)id;
    return NULL;
}

struct stand_in *stand_in_for_job(const char *name, bool internal)
{
    (void)name;
    (void)internal;
    return NULL;
}

struct stand_in *stand_in_for_future(const char *name,
                                     struct stand_in *const *awaited,
                                     size_t count)
{
    (void)name;
    (void)awaited;
    (void)count;
    return NULL;
}

void stand_in_update(struct stand_in *task, const char *name,
                     struct coro_stack stack)
{
    (void)task;
    (void)name;
    (void)stack;
}

void stand_ins_close(void)
{
}

void seen_at(int64_t time, struct stand_in *by)
{
    (void)time;
    (void)by;
}

#define SEEN(name, ...) void seen_##name(__VA_ARGS__)
#define NOTHING(x) { (void)(x); }
SEEN(turn, void) {}
SEEN(turn_end, void) {}
SEEN(clock, void) {}
SEEN(created, struct stand_in *task) NOTHING(task)
SEEN(ready, struct stand_in *job) NOTHING(job)
SEEN(unready, struct stand_in *job) NOTHING(job)
SEEN(run, struct stand_in *job) NOTHING(job)
SEEN(no_timer, struct stand_in *job) NOTHING(job)
SEEN(cancel, struct stand_in *task) NOTHING(task)

void seen_sleep(struct stand_in *task, int64_t delay, int64_t until)
{
    (void)task;
    (void)delay;
    (void)until;
}

void seen_await(struct stand_in *task, struct stand_in *future)
{
    (void)task;
    (void)future;
}

void seen_watch(struct stand_in *task, struct awaitable wanted)
{
    (void)task;
    (void)wanted;
}

void seen_timer(struct stand_in *job, int64_t until)
{
    (void)job;
    (void)until;
}

void seen_done(struct stand_in *task, struct value outcome)
{
    (void)task;
    (void)outcome;
}

void seen_todo(const char *what)
{
    (void)what;
}
