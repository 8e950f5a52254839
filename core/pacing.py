"""Long work on the event loop that lets others run."""

import asyncio
from time import monotonic

WORK = 0.005
PAUSE = 0.001
"""Seconds of real time."""


class Pace:
    """Long work awaits ``rest()`` between its small steps.

    A turn of the loop is enough for other tasks, not for other threads: one that reads rows from a
    database asks for the interpreter's lock once a row, and each time waits out a whole switching
    interval while this one computes.  So after some work the loop really sleeps.
    """

    def __init__(self) -> None:
        self._since = monotonic()

    async def rest(self) -> None:
        if monotonic() - self._since < WORK:
            await asyncio.sleep(0)
            return
        await asyncio.sleep(PAUSE)
        self._since = monotonic()
