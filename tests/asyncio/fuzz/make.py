"""Write random scripts for play.py and play.c.

    python3 make.py SEED COUNT [--groups]

A script is a handful of numbered bodies, each a list of steps.  Main makes a
task of each of the first few ("started N"); the others are kept for steps
that start something themselves: such a body is used once.

    script NUMBER
    started N
    BODY STEP MODE A B          one line a step

Steps (a and b are bodies, or a number of cycles):

    S sleep b cycles        Z sleep(0)              E raise ValueError
    A await task a          G gather tasks a, b     g the same, return_exceptions
    I await coroutine a     J gather coroutines     H shield task a
    W task a, limit b       w coroutine a, limit b  M wait for task a or b
    T sleep(9 cycles) in a timeout of b cycles      Q a group of coroutines a, b
    F await future a        P set future a          X set future a to an error
    C cancel task a         L look at task a        K call_soon a line
    D sleep b cycles with lock a                    d sleep(0) with lock a
    N sleep b cycles with a permit                  n sleep(0) with a permit
    V wait for event a      U set event a           Y clear event a
    O get from the queue    o put into the queue    R wait for word, with a lock
    k get, no waiting       u put, no waiting       r give word to b
    l lock a, limit b       v release lock a        x one permit more
    e event a, limit b      h wait for word until event a is set
    q get, limit b          i put, limit b          j join    t task_done
    y wait for tasks a, b, no time or 2 cycles      p future a, limit b
    f word, limit b         a a line when task a is done
    c uncancel task a       B cancel task a and take it back

A limit of 0 cycles is 0 seconds.

Modes say what a body does when its step fails: "c" catches it, "p" lets it
travel on, "z" lets others run first (sleep(0)), "s" sleeps a cycle first.

To have nothing depend on what asyncio leaves open: a task awaits only tasks
of higher numbers, so there are no cycles; and no two timers are ever due at the
same time (each body has its own two milliseconds in a cycle).
"""

import random
import sys

FUTURES = 3
SHARED = 2                              # locks, events


# What a script is made of: all kinds of steps; those that share, with time
# between them; and those that meet in the same turns.
LETTERS = ("SSSSZZEAAAGgIJHWwMTQFPXCCCLKDdNnVUYOokuRrlehqjtypfacB",
           "SZWCCCDDdNNnVUYOOookuRRrlleqihjtvxffcB",
           "ZZZACCCddddDnnnnNVUYOOookuRrllvxxehqijtt",
           "ZZWWwwppyyfSFPXCCccBBaKAGgHMT")

# What Python has done so only since 3.13.
MODERN = "QcB"


def step(r, letters, body, started, spare, groups):
    """One random step, as (letter, a, b)."""
    later = range(body + 1, started)
    letter = r.choice(letters)
    if letter in MODERN and not groups:
        return "Z", 0, 0
    if letter in "SDNr":
        b = r.randint(1, 5)
    elif letter in "WwTleqipf":
        b = r.choice((0, 0, 1, 2, 3, 4, 5))
    elif letter in "GgMy":
        if len(later) < 2:
            return "Z", 0, 0
        a, b = r.sample(later, 2)
        return letter, a, b
    else:
        b = 0
    if letter in "AHW":
        return (letter, r.choice(later), b) if later else ("Z", 0, 0)
    if letter in "Iw":
        return (letter, spare.pop(0), b) if spare else ("Z", 0, 0)
    if letter in "JQ":
        if len(spare) < 2:
            return "Z", 0, 0
        return letter, spare.pop(0), spare.pop(0)
    if letter in "FPXp":
        return letter, r.randrange(FUTURES), b
    if letter in "DdVUYlveh":
        return letter, r.randrange(SHARED), b
    if letter in "CLacB":
        return letter, r.randrange(started), 0
    return letter, 0, b


def write_script(r, number, groups):
    bodies = r.randint(2, 9)
    started = r.randint(2, bodies)
    print("script", number)
    print("started", started)
    spare = list(range(started, bodies))
    letters = r.choice(LETTERS)
    for body in range(bodies):
        mine = [x for x in spare if x > body]
        for _ in range(r.randint(1, 5)):
            letter, a, b = step(r, letters, body, started, mine, groups)
            print(body, letter, r.choice("cccppzs"), a, b)
        spare = [x for x in spare if x <= body or x in mine]


def main(argv):
    r = random.Random(int(argv[0]))
    for number in range(int(argv[1])):
        write_script(r, number, "--groups" in argv)


main(sys.argv[1:])
