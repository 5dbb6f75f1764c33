"""Async generators: paused between two values, closed early, cleaned up.

tier: T1
status: pinned
rules: A9
basis: PEP 525, observed
"""
from vclock import *


async def ticker(name, count, how=""):
    say(f"{name} begins")
    try:
        for i in range(count):
            await asyncio.sleep(0.010)
            if how == "fails" and i == 1:
                raise ValueError(f"{name} {i}")
            yield i
            if how == "stubborn":
                try:
                    yield "never taken"
                except GeneratorExit:
                    yield "once more"
    finally:
        await asyncio.sleep(0.001)
        say(f"{name} cleaned up")
    say(f"{name} is over")


async def take_all(name, generator):
    try:
        async for x in generator:
            say(f"{name} got {x}")
            if x == 1:
                continue
            await asyncio.sleep(0.005)
        say(f"{name}: the end")
    except (Exception, asyncio.CancelledError) as e:
        say(f"{name}: {exc(e)}")


async def next_of(name, generator):
    try:
        say(f"{name}: {await anext(generator)}")
    except StopAsyncIteration:
        say(f"{name}: no more")
    except RuntimeError:
        say(f"{name}: RuntimeError")
    except ValueError as e:
        say(f"{name}: {exc(e)}")


async def close(name, generator):
    try:
        await generator.aclose()
        say(f"{name}: closed")
    except RuntimeError:
        say(f"{name}: RuntimeError")


async def main():
    await take_all("all", ticker("one", 3))

    g = ticker("two", 5)
    async for x in g:
        say(f"two gives {x}")
        if x == 1:
            break
    await close("two", g)
    await close("two", g)
    await next_of("two", g)

    g = ticker("three", 5)
    await close("never begun", g)
    await next_of("never begun", g)

    g = ticker("four", 3, "fails")
    await take_all("fails", g)
    await next_of("fails", g)

    g = ticker("five", 9)
    task = asyncio.create_task(take_all("cancelled", g))
    await asyncio.sleep(0.022)
    task.cancel()
    await settle(task)
    await next_of("cancelled", g)

    g = ticker("six", 2)
    first = asyncio.create_task(next_of("first", g))
    second = asyncio.create_task(next_of("second", g))
    await settle(first, second)
    await close("six", g)

    g = ticker("seven", 2, "stubborn")
    await next_of("seven", g)
    await next_of("seven", g)
    await close("seven", g)

    g = ticker("eight", 2)
    await next_of("eight", g)
    try:
        await g.athrow(ValueError("thrown in"))
    except ValueError as e:
        say(f"eight: {exc(e)}")
    await next_of("eight", g)

    async for a in ticker("outer", 2):
        async for b in ticker("inner", 2):
            say(f"{a} {b}")


run(main())
