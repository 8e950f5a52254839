"""The demonstration's curtain: screens wait until its pages are drawn.

Its clock starts when the first screen connects.  A screen that is opened while the county's first
pages are still being drawn would let the clock run over an empty wall; so it is asked to come
again, shows that content is being prepared, and the clock starts with something to see.
"""

import asyncio
import time

from starlette.types import ASGIApp, Receive, Scope, Send

from core import clock
from media.queries import queue_length
from signage.device import EVENTS, POINTER, not_ready
from signage.queries import screens_without_pointer

HIDDEN = (POINTER, EVENTS, "/device/v1/time")
LOOK_SECONDS = 0.5
LONGEST_SECONDS = 180.0
"""Then the clock may start all the same: perhaps nothing can be drawn here."""


class Curtain:
    """``up``: whether screens are answered.  Never comes down again."""

    def __init__(self) -> None:
        running = clock.current()
        self.up = not (isinstance(running, clock.DemoClock) and running.waiting)

    async def watch(self) -> None:
        """Raise it as soon as everything that was asked for is drawn and in the screens' plans."""
        end = time.monotonic() + LONGEST_SECONDS
        while not self.up:
            await asyncio.sleep(LOOK_SECONDS)
            self.up = await self.look() or time.monotonic() > end

    async def look(self) -> bool:
        """Whether all is drawn.  Looks twice: the last page is in the plans a moment later."""
        if await queue_length() or await screens_without_pointer():
            return False
        await asyncio.sleep(2 * LOOK_SECONDS)
        return not await queue_length()

    def contact(self) -> None:
        """A screen connects: the clock begins, once there is something to see."""
        running = clock.current()
        if self.up and isinstance(running, clock.DemoClock):
            running.begin()

    def before(self, app: ASGIApp) -> ASGIApp:
        """``app``, answering 503 until the curtain is up."""

        async def hidden(scope: Scope, receive: Receive, send: Send) -> None:
            if self.up:
                await app(scope, receive, send)
            else:
                await not_ready(send)

        return hidden
