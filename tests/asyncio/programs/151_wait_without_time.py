"""wait() suspends in any case, and with no time others have their turn first.

tier: T1
status: pinned
rules: A1
basis: observed
"""
from vclock import *


async def returns(what):
    return what


async def slow(turns):
    await ticks(turns)


async def ticker():
    for i in range(5):
        say(f"tick {i}")
        await asyncio.sleep(0)


async def count(name, tasks, **limits):
    other = asyncio.create_task(ticker())
    done, pending = await asyncio.wait(tasks, **limits)
    say(f"{name}: {len(done)} done, {len(pending)} not")
    await other


async def main():
    done = [asyncio.create_task(returns(i)) for i in range(2)]
    await asyncio.sleep(0)
    await count("all are done", done)
    await count("the first is done", done,
                return_when=asyncio.FIRST_COMPLETED)
    for timeout in (0, -1):
        for turns in (0, 1, 2, 3):
            task = asyncio.create_task(slow(turns))
            await count(f"{turns} turns, limit {timeout}", [task],
                        timeout=timeout)
            await settle(task)
    never = asyncio.create_task(asyncio.sleep(9))
    done, pending = await asyncio.wait([never], timeout=0.010)
    say(f"{len(done)} done, {len(pending)} not")
    waiting = asyncio.create_task(asyncio.wait([never], timeout=0))
    await asyncio.sleep(0)
    waiting.cancel()
    await settle(waiting)
    say(f"cancelled in its turn: {outcome(waiting)}")


run(main())
