/* stand_in.h - given: how the stepper sees a machine.
 *
 * The recorder (runtime/watch) knows the runtime's tasks and jobs.  So each task,
 * job and future of the machine gets a stand-in of that kind, and what happens to
 * the one is told of the other.  The machine's side is watch.c; the recorder's
 * is watch/stand_in.c.
 */
#ifndef MACHINE_STAND_IN_H
#define MACHINE_STAND_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/coro.h"
#include "core/value.h"

struct stand_in;

/* New ones.  A task's name and frames are told each time they matter.  awaited:
 * the tasks that a future is made of. */
struct stand_in *stand_in_for_task(uint32_t id);
struct stand_in *stand_in_for_job(const char *name, bool internal);
struct stand_in *stand_in_for_future(const char *name,
                                     struct stand_in *const *awaited,
                                     size_t count);
void stand_in_update(struct stand_in *task, const char *name,
                     struct coro_stack stack);
void stand_ins_close(void);

/* --- what happens ------------------------------------------------------- */

/* From now on: the loop's time, and the task whose step runs (or NULL). */
void seen_at(int64_t time, struct stand_in *by);

void seen_turn(void);
void seen_turn_end(void);
void seen_clock(void);
void seen_created(struct stand_in *task);
void seen_ready(struct stand_in *job);      /* told once, until it runs */
void seen_unready(struct stand_in *job);
void seen_run(struct stand_in *job);
void seen_sleep(struct stand_in *task, int64_t delay, int64_t until);
void seen_await(struct stand_in *task, struct stand_in *future);
void seen_watch(struct stand_in *task, struct awaitable wanted);
void seen_timer(struct stand_in *job, int64_t until);
void seen_no_timer(struct stand_in *job);
void seen_cancel(struct stand_in *task);
void seen_done(struct stand_in *task, struct value outcome);
void seen_todo(const char *what);

/* Run a program as SHOW says.  Its argument watched: is anybody told? */
int run_shown(int (*program)(bool watched, void *arg), void *arg);

#endif
