"""reschedule() of a timeout that has struck, or was left, is an error.

tier: T1
status: pinned
rules: T6
basis: asserted by CPython's tests
"""
from vclock import *


async def main():
    async with asyncio.timeout(1) as left:
        pass
    try:
        left.reschedule(9)
    except RuntimeError:
        say("left: RuntimeError")
    try:
        async with asyncio.timeout(0.010) as struck:
            try:
                await asyncio.sleep(1)
            finally:
                try:
                    struck.reschedule(9)
                except RuntimeError:
                    say("struck: RuntimeError")
    except TimeoutError:
        say("TimeoutError")


run(main())
