/* asked_31.h - what the scenes of exercise 31 shall print: see scene.h. */

SCENE(one, "main alone",
    "it runs to its end, and run() comes back",
    "[  0.0s] main runs, and ends\n"
    "run() has come back\n")

SCENE(fifo, "three tasks",
    "first in, first out; who makes a task goes on",
    "[  0.0s] all are made, none has begun\n"
    "[  0.0s] A ends\n"
    "[  0.0s] B ends\n"
    "[  0.0s] C ends\n"
    "[  0.0s] main again\n")

SCENE(turns, "they take turns",
    "who yields goes behind all who are ready",
    "[  0.0s] M1\n"
    "[  0.0s] A1\n"
    "[  0.0s] B1\n"
    "[  0.0s] C1\n"
    "[  0.0s] M2\n"
    "[  0.0s] A2\n"
    "[  0.0s] B ends\n"
    "[  0.0s] C2\n"
    "[  0.0s] M3\n"
    "[  0.0s] A3\n"
    "[  0.0s] C ends\n"
    "[  0.0s] M4\n"
    "[  0.0s] A ends\n"
    "[  0.0s] M5\n"
    "[  0.0s] M ends\n")

SCENE(made_by_a_task, "a task makes a task",
    "the new one runs in the next turn; one may end at once",
    "[  0.0s] M1\n"
    "[  0.0s] parent makes a child\n"
    "[  0.0s] parent ends at once\n"
    "[  0.0s] D ends\n"
    "[  0.0s] M2\n"
    "[  0.0s] C ends\n"
    "[  0.0s] M3\n"
    "[  0.0s] M ends\n")

SCENE(runs_on, "who need not wait",
    "suspend() says false: it runs on, in the same step",
    "[  0.0s] main has not waited for what is done\n"
    "[  0.0s] A ends\n")

SCENE(sleep, "one sleeps",
    "nothing is ready: the time passes until the first deadline",
    "[  1.0s] main\n"
    "[  1.5s] main again\n")

SCENE(deadlines, "three sleep",
    "they wake in the order of their deadlines",
    "[  0.1s] one\n"
    "[  0.2s] two\n"
    "[  0.3s] three\n"
    "[  1.1s] one again\n"
    "[  1.2s] two again\n"
    "[  1.3s] three again\n")

SCENE(equal, "equal deadlines",
    "equal deadlines: in the order in which they were set",
    "[  0.2s] D\n"
    "[  0.5s] A\n"
    "[  0.5s] C\n"
    "[  0.5s] B\n"
    "[  0.5s] D again\n"
    "[  1.5s] A again\n"
    "[  1.5s] C again\n"
    "[  1.6s] B again\n")

SCENE(busy, "one sleeps, one is always ready",
    "the sleeper is looked for in every turn",
    "[  0.1s] busy 1\n"
    "[  0.2s] busy 2\n"
    "[  0.3s] busy 3\n"
    "[  0.3s] main, due at 0.2\n"
    "[  0.4s] busy 4\n")

SCENE(due_meanwhile, "who is due in this turn",
    "sleepers are woken before the turn, and run in it: in front of who is due "
    "only in the next",
    "[  1.0s] busy 1\n"
    "[  2.0s] busy 2\n"
    "[  2.0s] due at 0.5\n"
    "[  3.0s] busy 3\n"
    "[  3.0s] due at 0.5, a turn later\n"
    "[  3.0s] due at 1.5\n")

SCENE(whole_turn, "all of a turn",
    "a turn runs all who were ready when it began, though they leave the queue "
    "one by one; who is due comes behind them",
    "[  1.0s] busy 1\n"
    "[  1.0s] B ends\n"
    "[  1.0s] C1\n"
    "[  1.0s] C ends\n"
    "[  1.0s] due at 0.5\n")

SCENE(ends_first, "main ends first",
    "run() comes back; who is left does not run on",
    "[  1.0s] main ends\n"
    "run() has come back\n")

SCENE(late, "deadlines in the past",
    "those who are late wake in order, in one turn; less than nothing is "
    "one turn",
    "[  0.5s] nobody could run until now\n"
    "[  0.5s] a sleep of less than nothing is one turn\n"
    "[  0.5s] due at 0.1\n"
    "[  0.5s] due at 0.2\n"
    "[  0.5s] that was one turn, too\n"
    "[  1.5s] due at 0.1 again\n"
    "[  1.5s] due at 0.2 again\n")

SCENE(current, "whose step it is",
    "loop.current is the task whose step runs, and nobody between steps",
    "[  0.0s] this is a step of Task-1\n"
    "[  0.0s] a callback, in the step of nobody\n"
    "[  0.0s] and this is one of Task-1\n")

SCENE(taken_out, "some are taken out",
    "timer_remove() takes out the one it is asked for; the others stay",
    "[  0.1s] C is taken out: yes\n"
    "[  0.1s] B is taken out: yes\n"
    "[  0.1s] the callback A\n"
    "[  0.4s] the callback D\n"
    "[  1.1s] main, behind all of them\n")

SCENE(timers, "jobs that wait for a time",
    "timer_remove() takes out the one it is asked for, also from the middle, "
    "and says whether it was there; whose time has come runs in that turn",
    "the one due at 3 is taken out: yes\n"
    "the last one is taken out: yes\n"
    "the one due at 3 once more: no\n"
    "first is number 2\n"
    "first is number 4\n"
    "first is number 6\n"
    "first is number 3\n"
    "nobody waits\n"
    "of five that are due at 7, two left before the last two came: 3 4 5\n"
    "its time has come: it runs\n"
    "run_once() says true\n"
    "nobody is ready, nobody waits: run_once() says false\n"
    "what is not done never will be: run_until_done() says false\n")
