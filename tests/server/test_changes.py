"""Noticing what other processes commit."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from accounts.actor import SYSTEM
from accounts.audit import write_entry
from core.clock import now
from core.settings import Settings
from core.transaction import transact
from media.models import PageSet
from server import changes
from signage.models import Lease

REPOSITORY = Path(__file__).resolve().parents[2]
WRITER = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from accounts.audit import write_entry
from core.settings import read_settings
from core.transaction import transact
from server.database import connected

async def main() -> None:
    settings = replace(read_settings({}, data=Path(sys.argv[1])), database_url=sys.argv[2])
    async with connected(settings):
        await transact(lambda: write_entry("system", "test", "system", {}))

asyncio.run(main())
"""


class Looks:
    """Counts how often the watch has looked at the fingerprint."""

    def __init__(self) -> None:
        self._look = changes.fingerprint
        self._looked = asyncio.Event()

    async def __call__(self) -> changes.Fingerprint:
        found = await self._look()
        self._looked.set()
        return found

    async def first(self) -> None:
        await soon(self._looked)

    async def after(self, work: Callable[[], Awaitable[object]]) -> None:
        """Commit ``work``, and wait for a look that this or an earlier commit gave rise to."""
        self._looked.clear()
        await transact(work)
        await soon(self._looked)


@asynccontextmanager
async def watching(settings: Settings) -> AsyncIterator[asyncio.Event]:
    """An event that is set at each change noticed; the watch has looked once already."""
    noticed = asyncio.Event()

    async def watch() -> None:
        async for _ in changes.watch(settings):
            noticed.set()

    looks = changes.fingerprint = Looks()
    task = asyncio.create_task(watch())
    await looks.first()
    yield noticed
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    monkeypatch.setattr(changes, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(changes, "DEBOUNCE_SECONDS", 0.01)
    monkeypatch.setattr(changes, "fingerprint", changes.fingerprint)  # put back at the end


async def soon(noticed: asyncio.Event) -> None:
    async with asyncio.timeout(60):
        await noticed.wait()


async def test_a_commit_of_another_process_is_noticed(db, settings) -> None:
    async with watching(settings) as noticed:
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", WRITER, str(settings.data), settings.database_url],
            check=True,
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        await soon(noticed)


async def test_a_drawn_page_is_noticed(db, settings) -> None:
    async with watching(settings) as noticed:
        await transact(
            lambda: PageSet.create(
                key="k", profile="p", sheet="{}", state="drawn", created_at=now()
            )
        )
        await soon(noticed)


async def test_a_lease_or_heartbeat_does_not_wake_anybody(db, settings) -> None:
    """Reconciliation renews a lease itself: it would wake itself for ever."""
    async with watching(settings) as noticed:
        looks = changes.fingerprint
        await looks.after(lambda: Lease.create(name="jobs", holder="me", until=now()))
        await looks.after(lambda: Lease.filter(name="jobs").update(holder="you"))
        assert not noticed.is_set()
        await transact(lambda: write_entry(SYSTEM, "test", "system", {}))
        await soon(noticed)


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"], indirect=True)
async def test_a_lost_notifying_connection_is_made_again(db, settings, monkeypatch) -> None:
    monkeypatch.setattr(changes, "LONGEST_BACKOFF_SECONDS", 0.1)
    async with watching(settings) as noticed:
        connection = await asyncpg.connect(settings.database_url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        )
        await connection.close()
        await soon(noticed)  # its return counts as a change
        noticed.clear()
        await transact(lambda: write_entry(SYSTEM, "test", "system", {}))
        await soon(noticed)
