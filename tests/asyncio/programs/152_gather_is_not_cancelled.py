"""A gather, or a future, with a CancelledError has failed, and is not cancelled.

tier: T1
status: pinned
rules: G9
basis: documented for gather(); observed for set_exception()
"""
from vclock import *


async def work():
    await asyncio.sleep(1)


async def tell(name, future):
    try:
        await future
    except asyncio.CancelledError as e:
        say(f"{name}: {exc(e)}, cancelled() {future.cancelled()}")


async def main():
    child = asyncio.create_task(work())
    g = asyncio.gather(child, asyncio.sleep(0.010))
    await asyncio.sleep(0)
    child.cancel()
    await tell("a child was cancelled", g)

    g = asyncio.gather(work(), work())
    await asyncio.sleep(0)
    g.cancel()
    await tell("it was cancelled", g)

    g = asyncio.gather(work(), work(), return_exceptions=True)
    await asyncio.sleep(0)
    g.cancel()
    await tell("with return_exceptions", g)

    f = asyncio.get_running_loop().create_future()
    f.set_exception(asyncio.CancelledError())
    await tell("set_exception", f)

    f = asyncio.get_running_loop().create_future()
    f.cancel()
    await tell("cancel", f)


run(main())
