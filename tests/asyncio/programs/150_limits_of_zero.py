"""wait_for() without time: it suspends, and looks at the outcome at the end.

tier: T1
status: pinned
rules: W9
basis: observed; tasks.py of Python 3.12 and later
"""
from vclock import *


class Shared:
    flag = False


async def setter(shared):
    shared.flag = True


async def poll():
    shared, event, polls = Shared(), asyncio.Event(), 0
    task = asyncio.create_task(setter(shared))
    while not shared.flag and polls < 1000:
        polls += 1
        try:
            await asyncio.wait_for(event.wait(), 0)
        except TimeoutError:
            pass
    say(f"{polls} polls until it was set")
    await task


async def stubborn(how):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.010)
        say(f"{how}: cleaned up")
        if how == "fails":
            raise ValueError("in the cleanup")
        if how == "passes on":
            raise
    return 7


async def no_time_for(how):
    task = asyncio.create_task(stubborn(how))
    await asyncio.sleep(0)
    try:
        say(f"{how}: gives {await asyncio.wait_for(task, 0)}")
    except (Exception, asyncio.CancelledError) as e:
        say(f"{how}: {exc(e)}")
    say(f"{how}: task {outcome(task)}")


async def cancelled_meanwhile():
    task = asyncio.create_task(stubborn("left alone"))
    await asyncio.sleep(0)
    try:
        await asyncio.wait_for(task, 0)
    except asyncio.CancelledError as e:
        say(f"cancelled meanwhile: {exc(e)}, task {outcome(task)}")
    await settle(task)
    say(f"task {outcome(task)}")


async def returns(what):
    return what


async def ticker():
    for i in range(3):
        say(f"tick {i}")
        await asyncio.sleep(0)


async def what_is_done():
    done = asyncio.create_task(returns("done"))
    cancelled = asyncio.create_task(asyncio.sleep(1))
    await asyncio.sleep(0)
    cancelled.cancel()
    await settle(cancelled)
    other = asyncio.create_task(ticker())
    say(await asyncio.wait_for(done, 0))
    try:
        await asyncio.wait_for(cancelled, 0)
    except asyncio.CancelledError as e:
        say(exc(e))
    say("before the ticker")
    try:
        await asyncio.wait_for(returns("new"), -1)
    except TimeoutError as e:
        say("after the ticker: TimeoutError")
    await other


async def in_a_block():
    event = asyncio.Event()
    try:
        async with asyncio.timeout(0):
            while True:
                try:
                    await asyncio.wait_for(event.wait(), 0)
                except TimeoutError:
                    say("polled")
    except TimeoutError:
        say("the block: TimeoutError")


async def main():
    await poll()
    for how in ("swallows", "fails", "passes on"):
        await no_time_for(how)
    task = asyncio.create_task(cancelled_meanwhile())
    await asyncio.sleep(0.005)
    task.cancel()
    await settle(task)
    await what_is_done()
    await in_a_block()
    say(f"cancelling: {asyncio.current_task().cancelling()}")


run(main())
