"""Play the scripts of make.py with asyncio.

    python3 play.py SCRIPTS
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "programs"))

from vclock import *

CYCLE = 40                              # ms; each body has two of them
FUTURES = 3
SHARED = 2


async def modern_wait_for(x, seconds):
    """asyncio.wait_for() as it is since Python 3.12."""
    if seconds > 0:
        async with asyncio.timeout(seconds):
            return await x
    x = asyncio.ensure_future(x)
    if x.done():
        return x.result()
    ended = asyncio.get_running_loop().create_future()
    x.add_done_callback(lambda _: ended.done() or ended.set_result(None))
    x.cancel()
    await ended
    try:
        return x.result()
    except asyncio.CancelledError as e:
        raise TimeoutError from e


wait_for = asyncio.wait_for if sys.version_info >= (3, 12) else modern_wait_for


class InOrder(dict):
    """A set with an order, for a group's tasks: asyncio cancels them in the
    order of a plain set, which is none."""

    def add(self, x):
        self[x] = None

    def discard(self, x):
        self.pop(x, None)


class Condition(asyncio.Condition):
    """One who was notified and is then cancelled passes the word on: not so
    before Python 3.13, which passes it on also if there was none."""

    async def wait(self):
        word = asyncio.get_running_loop().create_future()
        cancelled = None
        self.release()
        self._waiters.append(word)
        try:
            await word
        except asyncio.CancelledError as e:
            cancelled = e
        self._waiters.remove(word)
        while True:
            try:
                await self.acquire()
                break
            except asyncio.CancelledError as e:
                cancelled = e
        if cancelled:
            if not word.cancelled():
                self.notify(1)
            raise cancelled
        return True


class Semaphore(asyncio.Semaphore):
    """One who takes its permit lets in as many more as there are permits, as in
    later versions: in Python 3.11 it is one more."""

    def _wake_up_next(self):
        while self._value > 0 and self._wake_up_one():
            pass

    def _wake_up_one(self):
        before = self._value
        super()._wake_up_next()
        return self._value < before


def limit(slot, cycles):
    return until(slot, cycles) if cycles else 0


def until(slot, cycles):
    """Seconds until this millisecond of a later cycle."""
    return ((now() // CYCLE + cycles) * CYCLE + slot - now()) / 1000


def text(x):
    if isinstance(x, list):
        return "[" + ", ".join(text(e) for e in x) + "]"
    return exc(x) if isinstance(x, BaseException) else str(x)


class Script:
    def __init__(self):
        self.started = 0
        self.bodies = {}
        self.tasks = []

    # --- steps that may suspend: each returns its value -----------------

    async def in_timeout(self, i, cycles):
        async with asyncio.timeout(limit(2 * i + 2, cycles)):
            await asyncio.sleep(until(2 * i + 1, 9))

    async def in_group(self, i, a, b):
        async with asyncio.TaskGroup() as group:
            group._tasks = InOrder()
            group.create_task(self.body(a))
            group.create_task(self.body(b))
            await asyncio.sleep(until(2 * i + 1, 2))

    async def first_of(self, a, b):
        done, _ = await asyncio.wait([self.tasks[a], self.tasks[b]],
                                     return_when=asyncio.FIRST_COMPLETED)
        return len(done)

    async def both_of(self, i, a, b):
        done, _ = await asyncio.wait(
            [self.tasks[a], self.tasks[b]],
            timeout=limit(2 * i + 2, 0 if a < b else 2))
        return len(done)

    async def held(self, i, guard, cycles):
        async with guard:
            await asyncio.sleep(until(2 * i + 1, cycles) if cycles else 0)
            return "held"

    async def held_with_limit(self, i, guard, cycles):
        await wait_for(guard.acquire(), limit(2 * i + 2, cycles))
        try:
            await asyncio.sleep(0)
        finally:
            guard.release()
        return "held"

    async def word_until(self, event):
        async with self.condition:
            return await self.condition.wait_for(event.is_set)

    async def word(self):
        async with self.condition:
            return await self.condition.wait()

    async def give_word(self, n):
        async with self.condition:
            self.condition.notify(n)

    def awaitable(self, i, letter, a, b):
        t = self.tasks
        match letter:
            case "S": return asyncio.sleep(until(2 * i + 1, b))
            case "Z": return asyncio.sleep(0)
            case "A": return t[a]
            case "G": return asyncio.gather(t[a], t[b])
            case "g": return asyncio.gather(t[a], t[b], return_exceptions=True)
            case "I": return self.body(a)
            case "J": return asyncio.gather(self.body(a), self.body(b))
            case "H": return asyncio.shield(t[a])
            case "W": return wait_for(t[a], limit(2 * i + 2, b))
            case "w": return wait_for(self.body(a), limit(2 * i + 2, b))
            case "y": return self.both_of(i, a, b)
            case "p": return wait_for(self.futures[a], limit(2 * i + 2, b))
            case "f": return wait_for(self.word(), limit(2 * i + 2, b))
            case "M": return self.first_of(a, b)
            case "T": return self.in_timeout(i, b)
            case "Q": return self.in_group(i, a, b)
            case "F": return self.futures[a]
            case "D" | "d": return self.held(i, self.locks[a], b)
            case "N" | "n": return self.held(i, self.semaphore, b)
            case "V": return self.events[a].wait()
            case "O": return self.queue.get()
            case "o": return self.queue.put(i)
            case "R": return self.word()
            case "r": return self.give_word(b)
            case "l": return self.held_with_limit(i, self.locks[a], b)
            case "e": return wait_for(self.events[a].wait(), limit(2 * i + 2, b))
            case "h": return self.word_until(self.events[a])
            case "q": return wait_for(self.queue.get(), limit(2 * i + 2, b))
            case "i": return wait_for(self.queue.put(i), limit(2 * i + 2, b))
            case "j": return self.queue.join()

    # --- steps that do not: each returns a text ---------------------------

    def act(self, where, letter, a):
        match letter:
            case "P" | "X" if self.futures[a].done():
                return f"{letter} too late"
            case "P":
                self.futures[a].set_result(where)
            case "X":
                self.futures[a].set_exception(ValueError(where))
            case "C":
                return f"cancel {self.tasks[a].cancel()}"
            case "L":
                return f"task {a} is done: {self.tasks[a].done()}"
            case "K":
                asyncio.get_running_loop().call_soon(say, f"{where} called")
            case "a":
                self.tasks[a].add_done_callback(
                    lambda _: say(f"{where} heard of its end"))
            case "c":
                return f"uncancel {self.tasks[a].uncancel()}"
            case "B":
                return f"both {self.tasks[a].cancel()}, " \
                       f"{self.tasks[a].uncancel()}"
            case "U":
                self.events[a].set()
            case "Y":
                self.events[a].clear()
            case "k":
                return f"got {self.get_nowait()}"
            case "u":
                return f"put {self.put_nowait(where)}"
            case "v":
                return f"released {self.release(self.locks[a])}"
            case "x":
                self.semaphore.release()
            case "t":
                return f"done {self.task_done()}"
        return letter

    def release(self, lock):
        try:
            lock.release()
        except RuntimeError:
            return False
        return True

    def task_done(self):
        try:
            self.queue.task_done()
        except ValueError:
            return False
        return True

    def get_nowait(self):
        try:
            return self.queue.get_nowait()
        except asyncio.QueueEmpty:
            return "nothing"

    def put_nowait(self, item):
        try:
            self.queue.put_nowait(item)
        except asyncio.QueueFull:
            return False
        return True

    # --- bodies --------------------------------------------------------------

    async def body(self, i):
        for n, (letter, mode, a, b) in enumerate(self.bodies[i]):
            where = f"{i}.{n}"
            if letter == "E":
                say(f"{where} raises")
                raise ValueError(where)
            if letter in "PXCLKUYkuvxtacB":
                say(f"{where} {self.act(where, letter, a)}")
                continue
            try:
                result = await self.awaitable(i, letter, a, b)
                say(f"{where} {letter} {text(result)}")
            except (Exception, asyncio.CancelledError) as e:
                say(f"{where} {letter} {exc(e)}")
                if mode == "c":
                    continue
                if mode == "z":
                    await asyncio.sleep(0)
                if mode == "s":
                    await asyncio.sleep(until(2 * i + 1, 1))
                raise
        return i

    async def main(self):
        loop = asyncio.get_running_loop()
        self.futures = [loop.create_future() for _ in range(FUTURES)]
        self.locks = [asyncio.Lock() for _ in range(SHARED)]
        self.events = [asyncio.Event() for _ in range(SHARED)]
        self.semaphore = Semaphore(2)
        self.queue = asyncio.Queue(2)
        self.condition = Condition()
        for i in range(self.started):
            self.tasks.append(asyncio.create_task(self.body(i)))
        await asyncio.sleep(until(0, 30))
        for f in self.futures:
            if not f.done():
                f.set_result("main's")
        for i in range(100):            # whoever still waits can go on
            await asyncio.sleep(until(0, 1))
            for event in self.events:
                event.set()
            if i % 2:
                self.put_nowait("main's")
            else:
                self.get_nowait()
            while self.task_done():
                pass
            await self.give_word(100)
        await asyncio.sleep(until(0, 1000))
        for i, t in enumerate(self.tasks):
            await settle(t)
            say(f"task {i} {outcome(t)}")


def play(script, number):
    print("script", number)
    run(script.main())


def main(path):
    script, number = None, None
    with open(path, encoding="utf-8") as f:
        for line in f:
            word, *rest = line.split()
            if word == "script":
                if script:
                    play(script, number)
                script, number = Script(), rest[0]
            elif word == "started":
                script.started = int(rest[0])
            else:
                letter, mode, a, b = rest
                script.bodies.setdefault(int(word), []).append(
                    (letter, mode, int(a), int(b)))
    play(script, number)


main(sys.argv[1])
