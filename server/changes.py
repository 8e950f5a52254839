"""Noticing what other processes committed: commands, workers, a second server.

SQLite counts commits in ``data_version``, which is asked every second; PostgreSQL notifies on a
connection of its own.  Heartbeats and leases commit too, so a commit only makes us look at a
fingerprint of what plans are made of: the audit trail's end and the number of drawn pages.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from accounts.models import AuditHead
from core.errors import HallboardError
from core.settings import Settings
from media.models import PageSet
from server.database import READER
from server.migrations import postgres
from server.postgres import AWAY, CHANNEL

logger = logging.getLogger("hallboard.changes")

POLL_SECONDS = 1.0
LOOK_ANYWAY_SECONDS = 10.0
DEBOUNCE_SECONDS = 0.1
LONGEST_BACKOFF_SECONDS = 30.0

Fingerprint = tuple[object, ...]


async def watch(settings: Settings) -> AsyncIterator[None]:
    """Yield whenever what plans are made of may have changed.

    A database that is away is waited for, ever longer up to 30 s; its return counts as a change.
    """
    pause = POLL_SECONDS
    while True:
        try:
            async with _commits(settings) as next_commit:
                last = await fingerprint()
                if pause > POLL_SECONDS:
                    yield
                pause = POLL_SECONDS
                while True:
                    await next_commit()
                    current = await fingerprint()
                    if current != last:
                        last = current
                        yield
        except (HallboardError, OperationalError, *AWAY) as problem:
            pause = min(pause * 2, LONGEST_BACKOFF_SECONDS)
            logger.warning("database away (%s); looking again in %.0f s", problem, pause)
            await asyncio.sleep(pause)


async def fingerprint() -> Fingerprint:
    """Differs whenever an audited change was made or a page was drawn or failed."""
    head = await AuditHead.all().order_by("id").values_list("sequence", "hash")
    pages = await PageSet.filter(state__in=("drawn", "failed")).count()
    return (*head, pages)


@asynccontextmanager
async def _commits(settings: Settings) -> AsyncIterator[Any]:
    """A function that returns when somebody has committed."""
    if settings.sqlite:
        yield _SqliteCommits().wait
        return
    async with postgres.connect(settings) as connection:
        commits = _PostgresCommits()
        connection.add_termination_listener(commits.heard)
        await connection.add_listener(CHANNEL, commits.heard)
        yield commits.wait


class _SqliteCommits:
    def __init__(self) -> None:
        self._seen: int | None = None

    async def wait(self) -> None:
        while True:
            _, rows = await get_connection(READER).execute_query("PRAGMA data_version")
            version = int(rows[0][0])
            if version != self._seen:
                self._seen = version
                return
            await asyncio.sleep(POLL_SECONDS)


class _PostgresCommits:
    def __init__(self) -> None:
        self._heard = asyncio.Event()
        self._lost = False

    def heard(self, connection: Any, *_notice: object) -> None:
        self._lost = connection.is_closed()
        self._heard.set()

    async def wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_ANYWAY_SECONDS):
                await self._heard.wait()
                await asyncio.sleep(DEBOUNCE_SECONDS)  # commits come in bursts
        except TimeoutError:
            return  # a lost notice costs seconds, not correctness
        finally:
            self._heard.clear()
        if self._lost:
            raise ConnectionError("the notifying connection was lost")
