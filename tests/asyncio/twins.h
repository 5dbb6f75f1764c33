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

/* wait_for.c */
TWIN_LISTED(074_wait_for_timeout)
TWIN_LISTED(077_wait_for_zero_never_starts)
TWIN_LISTED(080_wait_for_inner_error)
TWIN_LISTED(083_wait_for_cancelled_from_outside)
TWIN_LISTED(086_wait_for_nested_inner_first)
TWIN_LISTED(089_wait_for_leaves_no_timer)
TWIN_LISTED(092_wait_for_one_of_many_limits)

/* group.c */
TWIN_LISTED(200_group_waits_for_all)
TWIN_LISTED(203_group_child_fails_while_body_sleeps)
TWIN_LISTED(206_group_body_and_child_errors)
TWIN_LISTED(209_group_cancelled_and_child_fails)
TWIN_LISTED(212_group_nested_both_fail)
TWIN_LISTED(215_group_child_cancelled)
TWIN_LISTED(218_group_finished)
TWIN_LISTED(221_group_return_in_body)
TWIN_LISTED(224_group_against_gather)
TWIN_LISTED(227_group_leaves_a_count)

/* timeout.c */
TWIN_LISTED(232_timeout_nested)
TWIN_LISTED(235_timeout_zero)
TWIN_LISTED(238_timeout_around_a_group)

/* shield.c */
TWIN_LISTED(242_shield_passes_results)
TWIN_LISTED(245_shield_coroutine)
TWIN_LISTED(248_shield_patient_waiter)

/* wait.c */
TWIN_LISTED(251_wait_first_completed)
TWIN_LISTED(254_wait_cancelled)
TWIN_LISTED(257_wait_bad_arguments)
TWIN_LISTED(260_race_first_wins)
TWIN_LISTED(265_as_completed_timeout)

/* sync.c */
TWIN_LISTED(270_event_wakes_all)
TWIN_LISTED(273_event_cancelled_waiter)
TWIN_LISTED(280_lock_excludes)
TWIN_LISTED(283_lock_free_does_not_yield)
TWIN_LISTED(286_lock_release_unlocked)
TWIN_LISTED(290_semaphore_limits)
TWIN_LISTED(293_semaphore_cancel_the_next_one)
TWIN_LISTED(296_semaphore_free_does_not_yield)
TWIN_LISTED(331_condition_wait_for)

/* asyncio/queue.c */
TWIN_LISTED(301_queue_get_waits)
TWIN_LISTED(304_queue_putters_are_fifo)
TWIN_LISTED(307_queue_cancelled_getter)
TWIN_LISTED(310_queue_nowait)
TWIN_LISTED(313_queue_does_not_yield_needlessly)
TWIN_LISTED(316_queue_worker_pool)
TWIN_LISTED(319_queue_shutdown)

/* limits.c */
TWIN_LISTED(150_limits_of_zero)
TWIN_LISTED(151_wait_without_time)
TWIN_LISTED(152_gather_is_not_cancelled)
TWIN_LISTED(153_uncancel_in_time)
TWIN_LISTED(154_timeout_moved_too_late)
TWIN_LISTED(155_gather_of_done)

/* generator.c */
TWIN_LISTED(340_async_generator)

/* executor.c */
TWIN_LISTED(322_executor_other_thread)
TWIN_LISTED(325_executor_cancel)

/* diagnostics.c */
TWIN_LISTED(400_never_awaited)
TWIN_LISTED(403_forgotten_await_value)
TWIN_LISTED(412_never_retrieved_default)
TWIN_LISTED(415_wait_does_not_retrieve)
TWIN_LISTED(420_nested_run)
TWIN_LISTED(423_task_awaits_itself)
TWIN_LISTED(426_task_is_not_settable)
TWIN_LISTED(431_slow_callback_threshold)
TWIN_LISTED(434_slow_plain_callback)
TWIN_LISTED(442_background_task_lost)
TWIN_LISTED(445_await_cycle)
