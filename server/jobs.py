"""The jobs: they only wake reconciliation, so nothing is wrong when one is late or lost.

Woken by a commit of any process, at the next boundary of a plan, and at least every 30 s.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from jinja2 import Environment

from core import clock
from core.ids import new_id
from core.settings import Settings
from core.signing import SigningKey
from media.store import Store
from server import changes, lease
from signage import reconcile
from signage.hub import Hub
from signage.upkeep import Upkeep

logger = logging.getLogger("hallboard.jobs")

LEASE = "jobs"
EVERY_SECONDS = 30
LEAST_PAUSE = 0.25
FOLLOW_PAUSE = 1.0
FOLLOW_AGAIN = (2.0, 4.0, 8.0)
"""Seconds until a follower looks again: a pass of the other process may take longer."""


class Jobs:
    """One reconciler a process; only the holder of the lease computes, the others follow."""

    def __init__(
        self, settings: Settings, store: Store, key: SigningKey, hub: Hub, pages: Environment
    ) -> None:
        self._settings = settings
        self._store = store
        self._key = key
        self._hub = hub
        self._pages = pages
        self._upkeep = Upkeep(settings, store)
        self._holder = new_id()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.last_pass: datetime | None = None
        self.problem: str = ""

    async def start(self) -> None:
        if self._settings.sqlite:
            await lease.seize(LEASE, self._holder)
        self._scheduler.add_job(
            self.wake, "interval", seconds=EVERY_SECONDS, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()
        self._tasks = [
            asyncio.create_task(self._watch(), name="watch"),
            asyncio.create_task(self._reconcile_for_ever(), name="reconcile"),
        ]
        self.wake()

    async def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await lease.release(LEASE, self._holder)

    def wake(self) -> None:
        """Ask for a pass soon; several asks make one pass."""
        self._wake.set()

    async def _watch(self) -> None:
        async for _ in changes.watch(self._settings):
            self.wake()

    async def _reconcile_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._one_pass()
            await asyncio.sleep(LEAST_PAUSE)

    async def _one_pass(self) -> None:
        try:
            if not await lease.hold(LEASE, self._holder):
                await self._follow()
                return
            report = await reconcile.reconcile(
                self._settings, self._store, self._key, self._hub, self._pages
            )
            self.last_pass = clock.now()
            self.problem = ""
            self._schedule_boundary(report.next_boundary)
            await self._upkeep.run()
        except Exception as error:  # one of the three process edges: the next pass mends
            self.problem = type(error).__name__
            logger.exception("reconciliation failed; the next pass tries again")

    async def _follow(self) -> None:
        """Another process computes; look when it will have moved the pointers, and a few times
        more unless something else wakes us."""
        await asyncio.sleep(FOLLOW_PAUSE)
        await reconcile.follow(self._hub)
        self.last_pass = clock.now()
        for pause in FOLLOW_AGAIN:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause)
                return
            await reconcile.follow(self._hub)

    def _schedule_boundary(self, boundary: datetime | None) -> None:
        """Wake a moment after the boundary, in real time whatever the clock's rate is."""
        if boundary is None:
            return
        real = (boundary - clock.now()).total_seconds() / clock.current().rate
        at = datetime.now(UTC) + timedelta(seconds=max(real, 0) + 0.05)
        self._scheduler.add_job(
            self.wake,
            "date",
            run_date=at,
            id="boundary",
            replace_existing=True,
            misfire_grace_time=None,
        )
