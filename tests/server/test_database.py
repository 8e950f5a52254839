"""Opening the database, the router, and the ORM's traps."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from accounts.models import Unit
from core import transaction
from core.errors import Misconfigured
from server.database import READER, WRITER, connected, database_file
from server.migrations import check_schema
from tests.conftest import REPOSITORY, in_thread


async def a_unit(code: str) -> Unit:
    return await Unit.create(code=code, name=code, short_name=code, tier="county", path=f"/{code}/")


async def test_a_committed_row_is_read_outside_the_transaction(db) -> None:
    await transaction.transact(lambda: a_unit("qingxi"))

    assert await Unit.get(code="qingxi")


async def test_a_read_inside_a_transaction_sees_its_own_write(db) -> None:
    async def write_and_read() -> bool:
        await a_unit("qingxi")
        return await Unit.exists(code="qingxi")

    assert await transaction.transact(write_and_read)


async def test_the_reader_refuses_to_write(sqlite_settings) -> None:
    async with connected(sqlite_settings):
        with pytest.raises(OperationalError, match="readonly"):
            await get_connection(READER).execute_query('DELETE FROM "unit"')


async def test_a_read_does_not_wait_for_an_open_transaction(sqlite_settings) -> None:
    """One connection for both would hold every page until the write is done."""
    async with connected(sqlite_settings):
        entered, leave = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            await a_unit("qingxi")
            entered.set()
            await leave.wait()

        writing = asyncio.create_task(transaction.transact(slow))
        await entered.wait()
        async with asyncio.timeout(60):
            assert not await Unit.exists(code="qingxi"), "not committed yet"
        leave.set()
        await writing
        assert await Unit.exists(code="qingxi")


async def test_the_database_keeps_its_promises(sqlite_settings) -> None:
    """Durable over a power cut, and references are checked."""
    async with connected(sqlite_settings):
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            _, rows = await get_connection(WRITER).execute_query(f"PRAGMA {pragma}")
            assert rows[0][0] == value


async def test_a_transaction_that_fails_leaves_nothing(db) -> None:
    async def half() -> None:
        await a_unit("qingxi")
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        await transaction.transact(half)
    assert not await Unit.exists()


async def test_a_cancelled_caller_leaves_its_work_to_end_whole(db) -> None:
    started, go_on = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        await a_unit("qingxi")
        started.set()
        await go_on.wait()
        await a_unit("liuhe")

    caller = asyncio.create_task(transaction.transact(work))
    await started.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await asyncio.gather(*transaction._pending)

    assert await Unit.all().count() == 2


def test_a_file_that_is_no_database_is_refused_in_one_sentence(settings) -> None:
    settings.data.mkdir()
    database_file(settings).write_bytes(b"not a database, by any means" * 100)

    with pytest.raises(Misconfigured, match="hallboard restore"):
        in_thread(lambda: check_schema(settings))


def test_a_postgres_server_that_is_not_there_is_said_in_one_sentence(settings) -> None:
    nowhere = replace(settings, database_url="postgres://nobody@127.0.0.1:1/nothing")

    with pytest.raises(Misconfigured, match="HALLBOARD_DATABASE_URL"):
        in_thread(lambda: check_schema(nowhere))


def test_another_kind_of_database_is_refused_in_one_sentence(settings) -> None:
    other = replace(settings, database_url="mysql://root@127.0.0.1/hallboard")

    with pytest.raises(Misconfigured, match="sqlite://"):
        in_thread(lambda: check_schema(other))


def test_a_process_ends_after_its_database_was_open(sqlite_settings) -> None:
    """The driver's threads would otherwise keep it alive for ever."""
    script = (
        "import asyncio, sys; from dataclasses import replace; from pathlib import Path\n"
        "from core.settings import read_settings; from server.database import connected\n"
        "async def main():\n"
        "    async with connected(read_settings({}, data=Path(sys.argv[1]))):\n"
        "        raise SystemExit(7)\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(sqlite_settings.data)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        timeout=30,
    )
    assert ended.returncode == 7
