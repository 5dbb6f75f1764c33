/* asked_34.h - what the scenes of exercise 34 shall print: see scene.h. */

SCENE(in_turn, "asked to end",
    "CancelledError at its await, in its turn; it sleeps no longer",
    "[  0.0s] A begins\n"
    "[  0.5s] cancel: yes\n"
    "[  0.5s] main goes on; A is not done\n"
    "[  0.5s] A: CancelledError\n"
    "[  0.5s] main: CancelledError; A is cancelled\n"
    "[  0.5s] cancel: no\n"
    "[  1.0s] and A's sleep is over, too: it is not 10.0\n")

SCENE(cleans_up, "cleaning up, and refusing",
    "a task may await when it is cancelled; it may go on; two requests are "
    "one error",
    "[  0.0s] A begins\n"
    "[  0.1s] A: CancelledError\n"
    "[  0.1s] sleep 1: CancelledError\n"
    "[  0.3s] A has cleaned up\n"
    "[  0.3s] A is cancelled\n"
    "[  0.4s] sleep 2: slept well\n"
    "[  0.4s] stubborn: refused\n")

SCENE(unbegun, "one that has not begun",
    "no line of it runs",
    "[  0.0s] main: CancelledError; A is cancelled\n")

SCENE(ready, "one that is ready",
    "the error comes instead of the result, and once",
    "[  0.1s] both are ready; cancel A: yes\n"
    "[  0.1s] A: CancelledError\n"
    "[  0.1s] B: the result\n"
    "[  0.2s] A, later: slept well\n"
    "[  0.2s] B, later: slept well\n")

SCENE(oneself, "oneself",
    "it goes on to the next real wait; at the end counts, too",
    "[  0.0s] A goes on after it has cancelled itself\n"
    "[  0.0s] awaiting what is done: 5\n"
    "[  0.0s] at the first real wait: CancelledError\n"
    "[  0.0s] A is cancelled\n")

SCENE(chain, "one waits for one that waits for one",
    "the last one is asked; the others hear of it one by one",
    "[  0.1s] main has asked the one who waits for all others\n"
    "[  0.1s] link 1: CancelledError\n"
    "[  0.1s] link 2: CancelledError\n"
    "[  0.1s] link 3: CancelledError\n"
    "[  0.1s] it is cancelled\n")

SCENE(handed_on, "one waits for one that refuses",
    "the request was handed on: who waits gets the result, and never hears of it",
    "[  0.1s] sleep 1: CancelledError\n"
    "[  0.4s] sleep 2: slept well\n"
    "[  0.4s] who waits: refused\n"
    "[  0.5s] and then: slept well\n")

SCENE(gather, "one waits for a gather",
    "the children are asked",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.1s] A: CancelledError\n"
    "[  0.1s] B: CancelledError\n"
    "[  0.1s] gathers: CancelledError\n"
    "[  0.1s] it is cancelled\n"
    "[  0.3s] A has cleaned up\n")

SCENE(how_often, "how often",
    "task_cancelling() counts, task_uncancel() takes one back",
    "[  0.1s] asked to end: 3 times\n"
    "[  0.1s] one taken back: 2\n"
    "[  0.1s] and another: 1\n"
    "[  0.1s] and another: 0\n"
    "[  0.1s] and another: 0\n")

SCENE(taken_back, "taken back",
    "a request that was not heard yet is forgotten; a sleep that it has ended "
    "is not, and as long as one is left it is raised",
    "[  0.0s] of who slept 0 are left\n"
    "[  0.0s] who was ready: slept well\n"
    "[  0.0s] one of two taken back: CancelledError\n"
    "[  0.0s] who slept: CancelledError\n"
    "[  0.0s] who had not begun: slept well\n")

SCENE(taken_back_later, "one was heard, and another taken back",
    "a sleep that was ended before is no reason to raise what is taken back now",
    "[  0.0s] the first: CancelledError\n"
    "[  0.0s] the second: slept well\n")

SCENE(circle, "two wait for each other",
    "a request that comes back to who was asked first ends there",
    "[  0.1s] cancel A: yes\n"
    "[  0.1s] main goes on\n")

SCENE(leftovers, "what main leaves",
    "is cancelled, and may clean up, before run() comes back",
    "[  0.0s] A begins\n"
    "[  0.0s] B begins\n"
    "[  0.1s] main ends\n"
    "[  0.1s] C, who begins in main's last turn, begins\n"
    "[  0.1s] A: CancelledError\n"
    "[  0.1s] B: CancelledError\n"
    "[  0.1s] C, who begins in main's last turn,: CancelledError\n"
    "[  0.3s] A has cleaned up\n"
    "[  0.6s] B has cleaned up\n"
    "run() has come back\n")

SCENE(heir, "one makes another while it ends",
    "that one is cancelled, too",
    "[  0.1s] main ends\n"
    "[  0.1s] heir: CancelledError\n"
    "[  0.1s] the heir's begins\n"
    "[  0.2s] the heir's: CancelledError\n"
    "run() has come back\n")
