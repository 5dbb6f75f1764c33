/* bench.h - what the measurements of bench*.c share. */
#ifndef HANDLOOP_BENCH_H
#define HANDLOOP_BENCH_H

#include "../inside.h"
#include "runtime.h"

/* The processor time of this process in nanoseconds: unlike the time of day,
 * it stands still while other programs run. */
double cpu_time(void);

/* Nanoseconds for each of so many operations. */
double since(double began, long operations);

/* Measurements return NAN, and the reason in errno, if they cannot be made. */
double impossible(int error);

/* What a coroutine that measures something returned. */
double measured_by(struct coro main);

/* Allow as many descriptors as select() can watch.  0, or the error. */
int raise_descriptor_limit(void);

/* TCP echo of 64 bytes, so many connections, all of them always busy: what a
 * round trip costs the server, by the loop and by select() alone. */
double echo_by_loop(long connections);
double echo_by_hand(long connections);

/* So many jobs to another thread and back, one after the other: by a pool, and
 * by a condition variable alone. */
double job_in_pool(long jobs);
double hand_over_by_hand(long jobs);

/* Jobs that do nothing, so many in flight all the time: in a pool of four
 * threads, and in four threads that only count; in a pool of two processes,
 * and as messages to two that send them back. */
double jobs_in_threads(long in_flight);
double jobs_by_hand(long in_flight);
double jobs_in_processes(long in_flight);
double messages_by_hand(long in_flight);

/* A permit from task to task; an event, for each who waits for it; a limit that
 * is kept; a task that is cancelled and cleans up; a line of SHOW=trace. */
double semaphore_hand_over(long turns);
double event_for_each(long waiters);
double wait_for_in_time(long rounds);
double cancel_and_clean_up(long rounds);
double trace_per_line(long turns);

#endif
