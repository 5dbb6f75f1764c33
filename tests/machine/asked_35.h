/* asked_35.h - what the scenes of exercise 35 shall print: see scene.h. */

SCENE(in_time, "in time",
    "the result, or the error; and the limit is gone",
    "[  0.5s] limit 2: the result\n"
    "[  1.0s] limit 2: work has failed\n"
    "[  6.0s] no limit: the result\n"
    "[  6.0s] no limit has struck since\n"
    "and run() has not waited for one\n")

SCENE(too_late, "too late",
    "it is cancelled and has ended when TimeoutError comes; a result in "
    "spite of it counts, and so does another failure",
    "[  1.0s] work: CancelledError\n"
    "[  1.0s] limit 1: TimeoutError\n"
    "[  2.0s] work: CancelledError\n"
    "[  2.5s] work has cleaned up\n"
    "[  2.5s] limit 1: TimeoutError\n"
    "[  3.5s] work: CancelledError\n"
    "[  3.5s] limit 1: a result in spite of it\n"
    "[  4.5s] work: CancelledError\n"
    "[  4.5s] limit 1: cleaning up has failed\n"
    "[  5.5s] main sleeps undisturbed\n")

SCENE(no_time, "no time at all",
    "a coroutine does not begin; what is done gives its result; what is not "
    "is cancelled",
    "[  0.0s] limit 0: TimeoutError\n"
    "[  0.0s] limit -1: TimeoutError\n"
    "[  0.0s] what is done: is there\n"
    "[  0.1s] work: CancelledError\n"
    "[  0.1s] what is not: TimeoutError\n"
    "[  0.1s] what has not begun: TimeoutError\n")

SCENE(same_turn, "limit and work in one turn",
    "the limit strikes once, and cancels nothing afterwards",
    "[  1.0s] work: CancelledError\n"
    "[  1.0s] limit 1: TimeoutError\n"
    "[  1.5s] main sleeps undisturbed\n")

SCENE(result_first, "the result first, in the same turn",
    "who has not had its turn is cancelled all the same; and once",
    "[  1.0s] main: TimeoutError\n"
    "[  1.0s] the task has ended\n"
    "[  1.5s] main sleeps undisturbed\n")

SCENE(outside, "cancelled from outside",
    "that is CancelledError, also when the limit has struck",
    "[  0.5s] work: CancelledError\n"
    "[  1.0s] work has cleaned up\n"
    "[  1.0s] limit 2: CancelledError\n"
    "[  1.0s] main: CancelledError\n"
    "[  2.0s] work: CancelledError\n"
    "[  2.2s] the limit has struck; now it is cancelled, too\n"
    "[  2.2s] limit 1: CancelledError\n"
    "[  2.2s] main: CancelledError\n")

SCENE(others_request, "somebody else's request",
    "task_uncancel() takes back the limit's own, and only if it has struck",
    "[  0.5s] work: CancelledError\n"
    "[  0.5s] limit 2: CancelledError\n"
    "[  0.5s] requests that are left: 1\n")

SCENE(then_too_late, "first cancelled, and then too late",
    "somebody else's request counts, also when the limit strikes behind it",
    "[  0.5s] work: CancelledError\n"
    "[  1.0s] limit 1: CancelledError\n"
    "[  1.0s] main: CancelledError\n")

SCENE(asked_before, "cancelled before it waits",
    "a request from before, which it has caught, is not counted",
    "[  0.5s] asked to end, and goes on: CancelledError\n"
    "[  1.5s] work: CancelledError\n"
    "[  1.5s] limit 1: TimeoutError\n"
    "[  1.5s] main: TimeoutError\n")

SCENE(done_cancelled, "no time, and it is cancelled already",
    "what is done has ended before the limit, however it ended",
    "[  0.0s] main: CancelledError\n")

SCENE(no_limit, "no limit, and nobody who does it",
    "NO_LIMIT is no time: nothing can happen any more",
    "run() ended with Deadlock\n")

SCENE(nested, "one limit in another",
    "each turns its own cancellation into TimeoutError, and takes its request "
    "back",
    "[  0.5s] work: CancelledError\n"
    "[  0.5s] limit 0.5: TimeoutError\n"
    "[  0.5s] the inner one struck: TimeoutError\n"
    "[  1.0s] work: CancelledError\n"
    "[  1.0s] limit 2: CancelledError\n"
    "[  1.0s] the outer one struck: TimeoutError\n"
    "[  4.0s] and no other\n"
    "[  4.0s] main is asked to end: 0 times\n")
