"""PostgreSQL restarted under load: the pool comes back by itself, nothing acknowledged is lost."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from accounts import queries
from accounts.models import AuditEntry, Unit
from core.errors import Unavailable
from core.ids import new_id
from core.settings import Settings
from core.transaction import transact
from server.database import connected
from server.migrations import migrate
from tests.faults.clusters import Cluster, cluster
from tests.faults.test_writers import a_unit


@pytest.fixture(scope="module")
def own_server() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


@pytest.mark.postgres
async def test_a_restarted_server_costs_errors_but_no_acknowledged_write(
    own_server: Cluster, settings: Settings, rounds
) -> None:
    own = replace(settings, database_url=own_server.url)
    await migrate(own)
    async with connected(own):
        stopping = asyncio.Event()
        writers = [asyncio.create_task(write_until(stopping)) for _ in range(4)]
        reader = asyncio.create_task(read_until(stopping))
        for _ in range(rounds(2, 10)):
            await asyncio.sleep(rounds(0.5, 2))
            await asyncio.to_thread(own_server.restart)
        await asyncio.sleep(0.5)
        stopping.set()
        histories = await asyncio.wait_for(asyncio.gather(*writers), 60)
        await asyncio.wait_for(reader, 60)

        acknowledged = {code for done, _ in histories for code in done}
        refused = sum(count for _, count in histories)
        there = set(await Unit.all().values_list("code", flat=True))
        assert acknowledged
        assert refused, "the restarts were felt"
        assert acknowledged <= there
        assert await AuditEntry.all().count() == len(there)
        assert await queries.broken_chain() is None


async def write_until(stopping: asyncio.Event) -> tuple[list[str], int]:
    """What was acknowledged, and how often the database was away.  Any other error fails."""
    acknowledged: list[str] = []
    refused = 0
    while not stopping.is_set():
        code = new_id()
        try:
            await transact(lambda code=code: a_unit(code))
            acknowledged.append(code)
        except Unavailable:
            refused += 1
            await asyncio.sleep(0.05)
    return acknowledged, refused


async def read_until(stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        try:
            await Unit.all().count()
        except Unavailable:
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.01)
