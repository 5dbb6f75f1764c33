/* executor.h - work that blocks, or computes, done outside the loop: in threads
 * or in processes.
 *
 *      struct value read_file(struct value name);      // plain C, may block
 *
 *      AWAIT(to_thread(read_file, "notes.txt"));
 *      const char *text = as_text(awaited());
 *
 * One call of such a function is a piece of work.  A pool has a fixed number of
 * slots; the loop hands them out, first come, first served, so that the limit
 * is exact.  Work begins at the loop's time and has a clock of its own, which
 * its blocking_sleep() moves; on the virtual clock, its result is there when
 * that clock says so.
 *
 * There the loop is far away: awaiting and creating tasks fail the work with a
 * sentence.  What it may call of the loop, in a thread, is
 * call_soon_threadsafe(); and anywhere it may run() a loop of its own.
 */
#ifndef HANDLOOP_POOLS_EXECUTOR_H
#define HANDLOOP_POOLS_EXECUTOR_H

#include <stddef.h>

#include "core/coro.h"
#include "core/future.h"
#include "core/value.h"

/* What a pool calls.  It fails with
 *      return job_raise(EIO, "no such user"); */
typedef struct value job_function(struct value arg);

PRINTF_LIKE(2, 3)
struct value job_raise(int code, const char *format, ...);

struct executor;

/* A pool of threads: ThreadPoolExecutor(max_workers=slots).  Threads are made
 * when they are first needed.  A pool belongs to the loop, which shuts it down
 * at its end.  NULL: without memory, or slots is 0. */
MUST_USE
struct executor *thread_pool(unsigned slots);

/* A pool of processes: ProcessPoolExecutor(max_workers=slots), each forked
 * here and now; what work changes, it changes in its own process.  It can
 * print, but there is nothing for it to read.  A process that ends fails its
 * work with EWORKER and is replaced.  NULL, and errno: fork() or socketpair()
 * failed, or these are too many for select().  It belongs to the loop, too. */
MUST_USE
struct executor *process_pool(unsigned slots);

/* Have function(x) called in a slot of the pool; NULL stands for the loop's
 * default pool of threads: loop.run_in_executor().  The future is the result's;
 * the calling frame owns it.  x is a number, a text or a value.  Texts are
 * copied; a pointer must stay valid until the work is done, and no process
 * takes one (EINVAL).
 *
 * Awaiting it suspends, unless it has failed at once.
 *
 * Cancelled while it waits for a slot, the work never begins.  If it runs, it
 * is abandoned: it keeps its slot to the end, and its result is dropped. */
#define run_in_executor(pool, function, x)                                   \
    executor_call((pool), #function, (function), value_of(x))

/* The same for a function that gets a pointer to its own copy of size bytes. */
#define run_in_executor_with(pool, function, bytes, size)                    \
    executor_call_with((pool), #function, (function), (bytes), (size))

/* In the loop's default pool: asyncio.to_thread(). */
#define to_thread(function, x) run_in_executor(NULL, function, x)

MUST_USE
struct future *executor_call(struct executor *pool, const char *name,
                             job_function *function, struct value arg);
MUST_USE
struct future *executor_call_with(struct executor *pool, const char *name,
                                  job_function *function, const void *bytes,
                                  size_t size);

/* Take no more work (that fails with EPIPE), wait until what it has is done (if
 * it has none, it does not suspend), and end its threads or processes:
 * shutdown(wait=True). */
MUST_USE
struct coro executor_shutdown(struct executor *pool);

/* For work in a thread that blocks until the loop does something - sets a
 * flag, gives something back - around that: the virtual clock, which waits for
 * work, goes on meanwhile.  Elsewhere both do nothing. */
void job_waits_for_loop(void);
void job_goes_on(void);

/* How much work runs in the pool now, and how much waits for a slot. */
unsigned executor_running(const struct executor *pool);
unsigned executor_waiting(const struct executor *pool);
unsigned executor_slots(const struct executor *pool);

/* The slots of the default pool: min(32, processors + 4), as in asyncio. */
unsigned default_slots(void);

/* Where this line runs: "the loop's thread", or "slot 2 of thread pool 1". */
const char *running_in(void);

#endif
