"""The migration runner on PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from core import clock
from core.errors import Misconfigured
from core.settings import Settings
from migrations import Migration, PostgresStep
from server.database import postgres_dsn
from server.postgres import AWAY

LOCK = 7_264_255_273  # any number that is ours alone
_HISTORY_TABLE = (
    'CREATE TABLE IF NOT EXISTS "schema_history" '
    '("number" INTEGER PRIMARY KEY, "name" TEXT NOT NULL, "applied_at" TEXT NOT NULL)'
)


async def migrate(settings: Settings, history: tuple[Migration, ...]) -> tuple[str, ...]:
    """Apply what is missing; returns the names applied."""
    from server.migrations import check_not_newer

    async with connect(settings) as connection:
        # Before the first look: a transaction that waits here would go on with what the catalogue
        # cache said before.  The session's end gives the lock back.
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        check_not_newer(await read_version(connection), history)
        return tuple([m.name for m in history if await apply(connection, m)])


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator[Any]:
    """One connection outside the pool; Misconfigured when there is no server to talk to."""
    try:
        connection = await asyncpg.connect(postgres_dsn(settings), timeout=10)
    except (*AWAY, asyncpg.PostgresError, ValueError) as problem:
        raise Misconfigured(
            "database-unreachable",
            "无法连接 PostgreSQL（{problem}）；请检查 HALLBOARD_DATABASE_URL 和数据库服务。",
            problem=problem or type(problem).__name__,
        ) from problem
    try:
        yield connection
    finally:
        await connection.close(timeout=10)


async def apply(connection: Any, migration: Migration) -> bool:
    """One migration in one transaction; False when it is there already."""
    async with connection.transaction():
        if await read_version(connection) >= migration.number:
            return False
        await run_step(connection, _HISTORY_TABLE)
        for step in migration.postgres:
            await run_step(connection, step)
        await connection.execute(
            'INSERT INTO "schema_history" VALUES ($1, $2, $3)',
            migration.number,
            migration.name,
            clock.now().isoformat(),
        )
    return True


async def run_step(connection: Any, step: PostgresStep) -> None:
    """One statement or function."""
    if isinstance(step, str):
        await connection.execute(step)
    else:
        await step(connection)


async def applied_version(settings: Settings) -> int:
    """Number of the newest migration applied; 0 for an empty database."""
    async with connect(settings) as connection:
        return await read_version(connection)


async def read_version(connection: Any) -> int:
    """The same, of an open connection."""
    if await connection.fetchval("SELECT to_regclass('schema_history')") is None:
        return 0
    return int(await connection.fetchval('SELECT coalesce(max("number"), 0) FROM "schema_history"'))
