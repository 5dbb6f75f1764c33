"""cancel() and uncancel() before the task runs again take each other back.

tier: T1
status: pinned
rules: C14
python: 3.13
basis: documented since Python 3.13
"""
from vclock import *


def both(task):
    task.cancel()
    task.uncancel()


async def waits_for(name, x):
    try:
        result = await x
    except asyncio.CancelledError as e:
        result = exc(e)
    say(f"{name}: {result}, cancelling {asyncio.current_task().cancelling()}")


async def cancels_itself(name, delay, back):
    task = asyncio.current_task()
    task.cancel()
    if back:
        task.uncancel()
    await waits_for(name, asyncio.sleep(delay))


async def case(name, x, after):
    task = asyncio.create_task(waits_for(name, x))
    await after()
    both(task)
    await settle(task)


async def taken_back_by_another(name, delay):
    task = asyncio.create_task(cancels_itself(name, delay, False))
    await asyncio.sleep(0)
    task.uncancel()
    await settle(task)


async def main():
    def future():
        return asyncio.get_running_loop().create_future()

    async def nothing():
        pass

    def completed(f, act):
        async def after():
            await asyncio.sleep(0)
            act(f)
        return after

    async def a_turn():
        await asyncio.sleep(0)

    f = future()
    await case("not begun", f, completed(f, lambda f: f.set_result(1)))
    f = future()
    f.set_result(2)
    await case("done before", f, nothing)
    f = future()
    await case("done meanwhile", f, completed(f, lambda f: f.set_result(3)))
    f = future()
    await case("cancelled meanwhile", f, completed(f, lambda f: f.cancel()))
    await case("sleeps on", asyncio.sleep(9), a_turn)
    await case("sleeps 0", asyncio.sleep(0), a_turn)
    await case("pending future", future(), a_turn)
    await cancels_itself("itself, at once", 0.010, True)
    await taken_back_by_another("itself, before a sleep", 1)
    await taken_back_by_another("itself, before sleep(0)", 0)

    task = asyncio.create_task(waits_for("twice", asyncio.sleep(1)))
    await asyncio.sleep(0)
    task.cancel("first")
    task.cancel("second")
    task.uncancel()
    await settle(task)


run(main())
