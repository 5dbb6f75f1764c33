/* asked_36.h - what the scenes of exercise 36 shall print: see scene.h. */

SCENE(deadlock, "nothing can happen",
    "nothing is ready, nobody waits for anything: run() ends with EDEADLK",
    "[  0.0s] main waits for what nobody will do\n"
    "run() ended with Deadlock\n")

SCENE(byte, "a byte comes",
    "who waits for a descriptor is woken when it can be read",
    "[  1.0s] the reader still waits; now it gets a byte\n"
    "[  1.0s] reader: x\n"
    "[  1.5s] main: ends\n")

SCENE(several, "three wait",
    "each is woken by its own; the end of a pipe can be read, too",
    "[  0.1s] B: b\n"
    "[  0.2s] C: the end\n"
    "[  0.3s] A: a\n")

SCENE(writing, "waiting for room",
    "who wants to write is woken when there is room",
    "[  0.0s] writer waits for room\n"
    "[  1.0s] it still waits; now the pipe is emptied\n"
    "[  1.0s] there is room\n")

SCENE(two_ways, "one to read and one to write",
    "who waits for a byte is not woken because there is room",
    "[  0.0s] writer waits for room\n"
    "[  0.0s] there is room\n"
    "[  1.0s] the receiver still waits; now it gets a byte\n"
    "[  1.0s] receiver: x\n")

SCENE(both, "the clock and a descriptor",
    "what is there already comes before time that has yet to pass",
    "[  0.0s] reader: x\n"
    "[  5.0s] main has slept\n")

SCENE(naps, "200 naps by the real clock",
    "while it waits for a descriptor, too, nobody wakes before the time, and "
    "select() is not asked again and again",
    "no nap was too short\n"
    "select() could wait as long as was left\n"
    "it was not asked again and again\n"
    "and then the byte came\n")

SCENE(short_sleeps, "20 short sleeps by the real clock",
    "where nobody waits for a descriptor, time is spent once",
    "it does not sleep longer than it is asked to\n")

SCENE(two_at_once, "two at once",
    "all for whom something has come are made ready, for the same turn",
    "[  0.0s] A: a\n"
    "[  0.0s] B: b\n"
    "[  0.0s] A again\n"
    "[  0.0s] B again\n")

SCENE(busy_loop, "others are always ready",
    "descriptors are looked at all the same, and no time passes",
    "[  0.0s] reader: x\n"
    "[  0.0s] spinner has ended\n")

SCENE(refused, "what select() cannot watch",
    "EBADF, ERANGE: an error at the await",
    "[  0.0s] descriptor -1: EBADF\n"
    "[  0.0s] descriptor 1000000: ERANGE\n"
    "[  0.0s] descriptor FD_SETSIZE: ERANGE\n")

SCENE(gives_up, "one is cancelled",
    "it no longer waits; the byte is for the other",
    "[  0.1s] A: CancelledError\n"
    "[  0.2s] B: b\n"
    "[  0.3s] main: the byte was for B\n")

SCENE(last_gives_up, "the last one is cancelled",
    "who comes afterwards waits like all others",
    "[  0.1s] B: CancelledError\n"
    "[  0.2s] C: c\n"
    "[  0.3s] A: a\n")

SCENE(closed, "closed while somebody waits",
    "EBADF at its await; the others wait on",
    "[  0.1s] A: Bad file descriptor\n"
    "[  0.1s] B: b\n"
    "[  0.3s] main: ends\n")

SCENE(uncancelled, "closed, and no request to cancel is taken back",
    "EBADF all the same: task->gives_up keeps it",
    "[  0.1s] A: Bad file descriptor\n"
    "[  0.2s] main: ends\n")

SCENE(signal, "a signal",
    "EINTR is no error",
    "[  0.0s] reader: x\n")
