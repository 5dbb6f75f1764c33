/* The asyncio programs that are in reach of the machine of exercises 31 to 36.
 * Before including it, define TWIN_LISTED(name).
 *
 * Out of reach, because the machine does not have them: task groups (200-227),
 * timeout blocks (154, 232-238), wait() and as_completed() (151, 251-265, 415),
 * locks and the like (150, 270-296, 331), queues (301-319), threads (322, 325),
 * debug mode (431, 434), async generators (340).
 */

/* run.c */
TWIN_LISTED(001_call_runs_nothing)
TWIN_LISTED(016_call_soon_next_pass)
TWIN_LISTED(019_run_waits_for_leftover_cleanup)
TWIN_LISTED(022_leftovers_order)

/* future.c, task.c, sleep.c */
TWIN_LISTED(007_await_done_future_no_yield)
TWIN_LISTED(025_future_wakes_waiter)
TWIN_LISTED(004_create_task_starts_later)
TWIN_LISTED(010_woken_task_queues_behind_ready)
TWIN_LISTED(013_task_states)
TWIN_LISTED(028_error_in_task_leaves_loop_running)
TWIN_LISTED(032_sleep_zero_takes_no_time)
TWIN_LISTED(035_sleep_negative)
TWIN_LISTED(038_equal_deadlines)
TWIN_LISTED(041_cancelled_sleep_frees_the_clock)
TWIN_LISTED(044_ten_thousand_sleepers)

/* cancel.c */
TWIN_LISTED(100_cancel_delivered_at_await)
TWIN_LISTED(103_cancel_cleanup_may_await)
TWIN_LISTED(106_cancel_twice_one_error)
TWIN_LISTED(109_cancel_chain_of_tasks)
TWIN_LISTED(112_cancel_self)
TWIN_LISTED(115_cancel_self_then_raise)
TWIN_LISTED(118_cancel_beats_pending_result)
TWIN_LISTED(121_raise_cancelled_by_hand)
TWIN_LISTED(124_cancel_one_of_two_awaiters)
TWIN_LISTED(127_cancelling_and_uncancel)
TWIN_LISTED(130_no_await_no_cancel)
TWIN_LISTED(133_cancel_main)
TWIN_LISTED(137_cancel_scheduled_twice_other_pass)

/* gather.c */
TWIN_LISTED(050_gather_results_in_order)
TWIN_LISTED(053_gather_sibling_result_after_error)
TWIN_LISTED(056_gather_cancel_cancels_children)
TWIN_LISTED(059_gather_child_cancelled)
TWIN_LISTED(062_gather_starts_without_await)
TWIN_LISTED(065_gather_nested_cancel)
TWIN_LISTED(068_gather_of_done_tasks)
TWIN_LISTED(071_gather_same_task_elsewhere)

/* limits.c */
TWIN_LISTED(152_gather_is_not_cancelled)
TWIN_LISTED(153_uncancel_in_time)
TWIN_LISTED(155_gather_of_done)

/* wait_for.c, shield.c */
TWIN_LISTED(074_wait_for_timeout)
TWIN_LISTED(077_wait_for_zero_never_starts)
TWIN_LISTED(080_wait_for_inner_error)
TWIN_LISTED(083_wait_for_cancelled_from_outside)
TWIN_LISTED(086_wait_for_nested_inner_first)
TWIN_LISTED(089_wait_for_leaves_no_timer)
TWIN_LISTED(092_wait_for_one_of_many_limits)
TWIN_LISTED(242_shield_passes_results)
TWIN_LISTED(245_shield_coroutine)
TWIN_LISTED(248_shield_patient_waiter)

/* diagnostics.c */
TWIN_LISTED(400_never_awaited)
TWIN_LISTED(403_forgotten_await_value)
TWIN_LISTED(412_never_retrieved_default)
TWIN_LISTED(420_nested_run)
TWIN_LISTED(423_task_awaits_itself)
TWIN_LISTED(426_task_is_not_settable)
TWIN_LISTED(442_background_task_lost)
TWIN_LISTED(445_await_cycle)
