"""The ORM's traps, as they are in the version we pin: an upgrade that mends one shows itself.

Each trap is shown on the ORM alone; beside it stands what closes it.
"""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta, timezone

import pytest
import tortoise
from tortoise import Model, fields
from tortoise.context import tortoise_test_context
from tortoise.exceptions import OperationalError
from tortoise.transactions import in_transaction

from accounts import models
from core.clock import now


class Trapped(Model):
    id = fields.IntField(primary_key=True)
    at = fields.DatetimeField()

    class Meta:
        table = "trapped"


def test_these_traps_are_known_of_this_version() -> None:
    assert tortoise.__version__.startswith("1.1.")


async def test_trap_a_deferred_transaction_that_reads_first_fails_at_once(tmp_path, clock) -> None:
    """Closed by server/sqlite.py: BEGIN IMMEDIATE (see test_writers)."""
    file = tmp_path / "trap.sqlite3"
    async with tortoise_test_context([__name__], db_url=f"sqlite://{file}?busy_timeout=2000"):
        with pytest.raises(OperationalError, match="database is locked"):
            await _read_then_write(file)


async def _read_then_write(file) -> None:
    """Another process writes in between."""
    async with in_transaction():
        assert await Trapped.all().count() == 0
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("INSERT INTO trapped VALUES (1, '2026-11-20 00:00:00+00:00')")
        await Trapped.create(at=now())


async def test_trap_a_transaction_cancelled_while_it_opens_keeps_the_lock(tmp_path, clock) -> None:
    """Closed by server/sqlite.py and core/transaction.py (see test_writers)."""
    file = tmp_path / "trap.sqlite3"
    async with tortoise_test_context([__name__], db_url=f"sqlite://{file}") as context:
        client = context.db()
        await client.execute_query("SELECT 1")

        async def bare() -> None:
            async with in_transaction():
                pass

        task = asyncio.create_task(bare())
        while not client._lock.locked():  # noqa: ASYNC110 - the ORM offers no event
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert client._lock.locked(), "mended upstream: the engine's own context may go"
        client._lock.release()
        await client._connection.rollback()


async def test_trap_a_filter_with_another_offset_finds_nothing_on_sqlite(tmp_path, clock) -> None:
    async with tortoise_test_context([__name__], db_url=f"sqlite://{tmp_path / 'trap.sqlite3'}"):
        await Trapped.create(at=now())
        shanghai = now().astimezone(timezone(timedelta(hours=8)))
        assert await Trapped.filter(at__gte=now()).count() == 1
        assert await Trapped.filter(at__gte=shanghai).count() == 0, "the same instant"


async def test_our_field_refuses_a_filter_with_another_offset(db, clock) -> None:
    await models.Attempt.create(subject="s", at=now())
    shanghai = now().astimezone(timezone(timedelta(hours=8)))

    assert await models.Attempt.filter(at__lte=now()).count() == 1
    with pytest.raises(ValueError, match="not in UTC"):
        await models.Attempt.filter(at__lte=shanghai).count()
    with pytest.raises(ValueError, match="not in UTC"):
        await models.Attempt.filter(at__lte=now().replace(tzinfo=None)).count()
