"""``hallboard gateway``: a player without a browser.  Follows its pointer and feeds a strip.

Two loops that need nothing of each other: one follows the server, the other sends frames, so a
slow or absent server never delays the end of a page.
"""

import asyncio
import logging
import random
import socket
from pathlib import Path

from signage.led import ddp
from signage.led.following import RECOVERABLE, Follower
from signage.led.memory import Memory

logger = logging.getLogger("hallboard.gateway")

FRAMES_PER_SECOND = 50
STILL_SECONDS = 0.5
"""A frame that does not move is sent again this often: receivers forget."""
POLL_SECONDS = (3.0, 5.0)
"""A withdrawn line must be gone in seconds; an unchanged pointer costs the server very little."""
KEEP_SECONDS = 30.0
"""How often the time is written to the disk, which may be a card that wears out."""
BEAT_SECONDS = 30.0
TIME_SECONDS = 3600.0


class Gateway:
    def __init__(self, url: str, folder: Path, output: str = "") -> None:
        self.follower = Follower(url, Memory(folder))
        self._output = output
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._sequence = 0
        self._sent: tuple[bytes, float] = (b"", 0.0)
        self._page = ""
        self._faults: list[str] = []

    async def run(self) -> None:
        """Until it is cancelled."""
        self.follower.boot()
        try:
            await asyncio.gather(self._follow_for_ever(), self._play_for_ever(), self._beat())
        finally:
            await self.close()

    async def close(self) -> None:
        self._socket.close()
        await self.follower.close()

    async def _follow_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        asked_time = kept = float("-inf")
        while True:
            try:
                if loop.time() - asked_time > TIME_SECONDS:
                    await self.follower.ask_time()
                    asked_time = loop.time()
                await self.follower.poll()
                self._faults = []
            except RECOVERABLE as problem:
                self._note(problem)
            if loop.time() - kept > KEEP_SECONDS:
                self.follower.keep_time()
                kept = loop.time()
            await asyncio.sleep(random.uniform(*POLL_SECONDS))  # noqa: S311 - spreads polls, guards nothing

    async def _play_for_ever(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            try:
                self.tick(started)
            except Exception as problem:  # noqa: BLE001 - process edge: a strip is never left with a stale frame
                self._note(problem)
                self._darken()
            await asyncio.sleep(max(0.0, 1 / FRAMES_PER_SECOND - (loop.time() - started)))

    async def _beat(self) -> None:
        sequence = 0
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            sequence += 1
            try:
                await self.follower.beat(sequence, self._page, self._faults)
            except RECOVERABLE as problem:
                self._note(problem)

    def tick(self, at: float) -> None:
        """Send what should stand now: at once when it changed, else now and then.  ``at``:
        seconds of the loop's clock."""
        playing, now = self.follower.playing, self.follower.clock.now()
        if playing is None or now is None:
            return
        frame, _, self._page = playing.frame(now, self.follower.clock.rate)
        if frame != self._sent[0] or at - self._sent[1] >= STILL_SECONDS:
            self._send(frame)
            self._sent = (frame, at)

    def _darken(self) -> None:
        if self._sent[0]:
            self._send(bytes(len(self._sent[0])))

    def _send(self, frame: bytes) -> None:
        output = self._output or self.follower.state.output
        if not output:
            return
        self._sequence = ddp.next_sequence(self._sequence)
        target = ddp.read_output(output)
        for packet in ddp.packets(frame, self._sequence):
            try:
                self._socket.sendto(packet, target)
            except (
                OSError
            ) as problem:  # nobody listens, or the buffer is full: the next frame may pass
                self._note(problem)
                return

    def _note(self, problem: BaseException) -> None:
        fault = f"{type(problem).__name__}: {problem}"[:200]
        if fault not in self._faults:
            logger.warning("%s", fault)
            self._faults = [*self._faults[-9:], fault]
