"""Writers in each other's way, cancelled, killed: nothing acknowledged is lost (W), the audit
chain holds (H), and the next write works."""

import asyncio
import gc
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from tortoise.transactions import in_transaction

from accounts import queries
from accounts.actor import SYSTEM
from accounts.audit import write_entry
from accounts.models import AuditEntry, Unit
from core.clock import now
from core.errors import Unavailable
from core.settings import Settings
from core.transaction import transact
from server import sqlite
from server.database import connected, database_file
from signage.models import Lease
from tests.faults.processes import finished, start

READ_THEN_WRITE = """
from core.transaction import transact
from server.database import connected
from signage.models import Lease

async def add() -> None:
    row = await Lease.get(name="counter")
    await Lease.filter(name="counter").update(number=row.number + 1)

async def main() -> None:
    async with connected(settings):
        for _ in range(int(sys.argv[3])):
            await transact(add)

asyncio.run(main())
"""

WRITE_FOR_EVER = """
from accounts.audit import write_entry
from accounts.models import Unit
from core.ids import new_id
from core.transaction import transact
from server.database import connected

async def one(code: str) -> None:
    await Unit.create(code=code, name=code, short_name=code, tier="village", path=f"/{code}/")
    await write_entry("system", "unit.create", f"unit:{code}", {})

async def main() -> None:
    async with connected(settings):
        while True:
            code = new_id()
            await transact(lambda: one(code))
            print(code, flush=True)

asyncio.run(main())
"""


async def test_two_writers_that_read_first_never_find_the_database_locked(
    sqlite_settings: Settings, rounds
) -> None:
    """A deferred transaction fails here at once, 116 times in 300."""
    each = rounds(60, 150)
    async with connected(sqlite_settings):
        await Lease.create(name="counter", holder="", until=now(), number=0)
    writers = [start(READ_THEN_WRITE, sqlite_settings, each) for _ in range(2)]
    for writer in writers:
        await asyncio.to_thread(finished, writer)

    async with connected(sqlite_settings):
        assert (await Lease.get(name="counter")).number == 2 * each


async def test_a_writer_waits_while_another_process_holds_the_lock(
    sqlite_settings: Settings,
) -> None:
    async with connected(sqlite_settings):
        with closing(holding_the_lock(sqlite_settings)) as other:
            writing = asyncio.create_task(transact(lambda: a_unit("later")))
            await asyncio.sleep(1.5)
            assert not writing.done()
            assert await Unit.all().count() == 0, "reads go on meanwhile"
            other.execute("ROLLBACK")
            await asyncio.wait_for(writing, 60)
        assert await Unit.exists(code="later")


async def test_a_writer_that_waited_too_long_is_told_so_and_leaves_nothing(
    sqlite_settings: Settings, monkeypatch
) -> None:
    monkeypatch.setitem(sqlite.PRAGMAS, "busy_timeout", 200)
    async with connected(sqlite_settings):
        with closing(holding_the_lock(sqlite_settings)) as other:
            with pytest.raises(Unavailable) as told:
                await transact(lambda: a_unit("never"))
            assert told.value.code == "database-busy"
            other.execute("ROLLBACK")
        assert not await Unit.exists(code="never")
        await transact(lambda: a_unit("now"))
        assert await Unit.exists(code="now")


async def test_cancelled_transactions_leave_the_database_usable(db, rounds) -> None:
    """The ORM's own transaction keeps its lock or its pooled connection for good."""
    dice = random.Random(7)
    for number in range(rounds(60, 200)):
        task = asyncio.create_task(transact(lambda number=number: a_unit(f"u{number}")))
        await asyncio.sleep(dice.random() * 0.004)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await settled()

    await asyncio.wait_for(transact(lambda: a_unit("after")), 60)
    assert await queries.broken_chain() is None
    assert await Unit.all().count() == await AuditEntry.all().count()


async def test_a_bare_transaction_cancelled_while_it_opens_gives_its_lock_back(db, rounds) -> None:
    """The engine by itself, without the shield of core.transaction."""

    async def bare() -> None:
        async with in_transaction("default"):
            await asyncio.sleep(0)

    dice = random.Random(11)
    with forgiving_lost_connections():
        for _ in range(rounds(60, 300)):
            task = asyncio.create_task(bare())
            await asyncio.sleep(dice.random() * 0.002)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    await asyncio.wait_for(transact(lambda: a_unit("after")), 60)
    assert await Unit.exists(code="after")


async def test_no_acknowledged_write_is_lost_when_the_writer_is_killed(
    database: Settings, rounds
) -> None:
    dice = random.Random(5)
    acknowledged: set[str] = set()
    for _ in range(rounds(3, 15)):
        writer = start(WRITE_FOR_EVER, database)
        acknowledged |= await asyncio.to_thread(killed_in_full_swing, writer, dice.random() * 0.2)

    assert len(acknowledged) > 10
    async with connected(database):
        there = set(await Unit.all().values_list("code", flat=True))
        assert acknowledged <= there
        assert await queries.broken_chain() is None
        assert await AuditEntry.all().count() == len(there)


def killed_in_full_swing(writer: subprocess.Popen[str], after: float) -> set[str]:
    """What the writer acknowledged before it was killed."""
    first = writer.stdout.readline()
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    out, problems = writer.communicate(timeout=30)
    lines = (first + out).splitlines(keepends=True)
    whole = {line.strip() for line in lines if line.endswith("\n")}
    assert whole, problems
    return whole


async def a_unit(code: str) -> None:
    await Unit.create(code=code, name=code, short_name=code, tier="village", path=f"/{code}/")
    await write_entry(SYSTEM, "unit.create", f"unit:{code}", {})


async def settled() -> None:
    """Until no transaction of this process is under way."""
    from core import transaction

    async with asyncio.timeout(30):
        while transaction._pending:  # noqa: ASYNC110 - they are tasks of nobody in particular
            await asyncio.sleep(0.01)


@contextmanager
def forgiving_lost_connections() -> Iterator[None]:
    """asyncpg leaves a future behind when it is cancelled while it connects."""
    loop = asyncio.get_running_loop()
    usual = loop.get_exception_handler()

    def judge(running: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        if "unexpected connection_lost" in str(context.get("exception")):
            return
        if usual is not None:
            usual(running, context)

    loop.set_exception_handler(judge)
    try:
        yield
        gc.collect()  # such a future complains when it is thrown away
    finally:
        loop.set_exception_handler(usual)


def holding_the_lock(settings: Settings) -> sqlite3.Connection:
    other = sqlite3.connect(database_file(settings), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other
