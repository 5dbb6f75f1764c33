/* The list of twins.  Before including it, define TWIN_LISTED(name). */

/* run.c */
TWIN_LISTED(001_call_runs_nothing)
TWIN_LISTED(016_call_soon_next_pass)
TWIN_LISTED(019_run_waits_for_leftover_cleanup)
TWIN_LISTED(022_leftovers_order)

/* future.c */
TWIN_LISTED(007_await_done_future_no_yield)
TWIN_LISTED(025_future_wakes_waiter)

/* task.c */
TWIN_LISTED(004_create_task_starts_later)
TWIN_LISTED(010_woken_task_queues_behind_ready)
TWIN_LISTED(013_task_states)
TWIN_LISTED(028_error_in_task_leaves_loop_running)

/* sleep.c */
TWIN_LISTED(032_sleep_zero_takes_no_time)
TWIN_LISTED(035_sleep_negative)
TWIN_LISTED(038_equal_deadlines)
TWIN_LISTED(041_cancelled_sleep_frees_the_clock)
TWIN_LISTED(044_ten_thousand_sleepers)

/* wait_for.c */
TWIN_LISTED(074_wait_for_timeout)
