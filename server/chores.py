"""Slow work beside reconciliation: reminders, letters, pulls from the portal, purges.

Each chore computes what is due from rows, so a chore that is late, lost or run twice does no harm;
only the process that holds the lease runs them, one after the other.  Those that wait for other
machines run apart, so that a mail server that answers slowly holds up nothing else.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from core import clock
from core.ids import new_id
from server import lease

logger = logging.getLogger("hallboard.chores")

LEASE = "chores"
PAUSE = 5.0
"""Real seconds between looks."""


@dataclass(frozen=True)
class Chore:
    """``every``: how long after its last run it is due again, by the clock that everything asks;
    ``work``: level-triggered and safe to run twice; ``apart``: in a task of its own; ``rest``: real
    time after the start of the process before it runs first, for what need not compete with
    everything else then."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[object]]
    apart: bool = False
    rest: timedelta = timedelta(0)


class Chores:
    """The chores of one process."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        self._chores = tuple(chores)
        self._holder = new_id()
        self._ran: dict[str, datetime] = {}
        self._since = monotonic()
        self._task: asyncio.Task[None] | None = None
        self._apart: dict[str, asyncio.Task[None]] = {}
        self.problems: dict[str, str] = {}
        """By name of the chore that failed last: what."""

    async def start(self, *, alone: bool) -> None:
        """``alone``: no other process serves this database, so a lease left behind by one that
        was killed need not run out."""
        if not self._chores:
            return
        if alone:
            await lease.seize(LEASE, self._holder)
        self._task = asyncio.create_task(self._for_ever(), name="chores")

    async def stop(self) -> None:
        """Waits until what runs has let go: a letter under way is cut short and kept."""
        tasks = [*self._apart.values(), *([self._task] if self._task else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._task is not None:
            await lease.release(LEASE, self._holder)

    async def run_due(self) -> list[str]:
        """Run what is due now, and begin what runs apart; the names."""
        done = []
        for chore in self._chores:
            if not self._is_due(chore):
                continue
            done.append(chore.name)
            if chore.apart:
                self._begin(chore)
            else:
                await self._run(chore)
        return done

    def _is_due(self, chore: Chore) -> bool:
        """Not while it still runs, nor while it rests."""
        if chore.name in self._apart:
            return False
        if monotonic() - self._since < chore.rest.total_seconds():
            return False
        last = self._ran.get(chore.name)
        # A clock that was set back makes a chore due, not late for years.
        return last is None or not timedelta(0) <= clock.now() - last < chore.every

    def _begin(self, chore: Chore) -> None:
        task = asyncio.create_task(self._run(chore), name=f"chore {chore.name}")
        self._apart[chore.name] = task
        task.add_done_callback(lambda _: self._apart.pop(chore.name))

    async def _for_ever(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            await self._guarded(LEASE, self._look)

    async def _look(self) -> None:
        if await lease.hold(LEASE, self._holder):
            await self.run_due()

    async def _run(self, chore: Chore) -> None:
        self._ran[chore.name] = clock.now()
        await self._guarded(chore.name, chore.work)

    async def _guarded(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        try:
            await work()
            self.problems.pop(name, None)
        except Exception as error:  # a process edge: one chore's fault keeps no other waiting
            self.problems[name] = type(error).__name__
            logger.exception("chore %s failed; it is tried again", name)
