"""gather() of what is done already is done itself: awaiting it goes straight on.

tier: T1
status: pinned
rules: G4
python: 3.12
basis: observed since Python 3.12
"""
from vclock import *


async def returns(what):
    return what


async def fails():
    raise ValueError("bad")


async def main():
    loop = asyncio.get_running_loop()
    a, b = [asyncio.create_task(returns(x)) for x in "ab"]
    bad = asyncio.create_task(fails())
    await asyncio.sleep(0)
    loop.call_soon(say, "a turn later")
    say(await asyncio.gather(a, b))
    try:
        await asyncio.gather(a, bad, b)
    except ValueError as e:
        say(exc(e))
    await asyncio.sleep(0)
    loop.call_soon(say, "a turn later")
    say(await asyncio.gather(a, returns("c")))


run(main())
