"""shutdown() of a queue, at once and when it is empty.

tier: T1
status: pinned
rules: Q9
python: 3.13
basis: documented since Python 3.13
"""
from vclock import *


async def getter(name, queue):
    try:
        while True:
            say(f"{name} got {await queue.get()}")
            await asyncio.sleep(0.010)
            queue.task_done()
    except asyncio.QueueShutDown:
        say(f"{name}: shut down")


async def putter(queue):
    try:
        for i in range(9):
            await queue.put(i)
    except asyncio.QueueShutDown:
        say("putter: shut down")


async def joiner(queue):
    await queue.join()
    say("joined")


async def main():
    for immediate in (False, True):
        say(f"immediate: {immediate}")
        queue = asyncio.Queue(3)
        tasks = [asyncio.create_task(c) for c in
                 (putter(queue), getter("a", queue), joiner(queue))]
        await asyncio.sleep(0.015)
        queue.shutdown(immediate)
        say(f"{queue.qsize()} left")
        try:
            queue.put_nowait("late")
        except asyncio.QueueShutDown:
            say("put_nowait: shut down")
        await settle(*tasks)

    queue = asyncio.Queue()
    waiting = [asyncio.create_task(getter(name, queue)) for name in "bc"]
    await asyncio.sleep(0)
    queue.shutdown(True)
    queue.shutdown()
    await settle(*waiting)
    try:
        queue.get_nowait()
    except asyncio.QueueShutDown:
        say("get_nowait: shut down")


run(main())
