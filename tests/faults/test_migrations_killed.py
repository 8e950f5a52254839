"""A migration killed at each statement: the next run reaches the same schema, no row is lost."""

import asyncio
import signal
from dataclasses import replace

import asyncpg

from core.settings import Settings
from migrations import HISTORY
from server.migrations import applied_version, migrate
from tests.faults.processes import finished, start
from tests.server.test_migrations import shape

MIGRATE = """
from server import migrations
from server.migrations import postgres, sqlite

def counting(count: int):
    def step() -> None:
        nonlocal count
        count -= 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return step

run_sqlite, run_postgres = sqlite.run_step, postgres.run_step

def at_each_sqlite(connection, statement):
    run_sqlite(connection, statement)
    step()

async def at_each_postgres(connection, statement):
    await run_postgres(connection, statement)
    step()

sqlite.run_step, postgres.run_step = at_each_sqlite, at_each_postgres
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        step = counting(int(line))
        asyncio.run(migrations.migrate(settings))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""
"""Reads at which step the next migration dies, says how its process ended.  A fork each, since to
start Python anew takes longer than to migrate."""


async def test_a_migration_killed_at_any_statement_is_simply_run_again(
    empty_database: Settings, rounds
) -> None:
    """Each migration in turn dies at its first step, its second, … until it gets through."""
    stride, at, killed, version = rounds(7, 1), 1, 0, 0
    process = start(MIGRATE, empty_database)
    assert process.stdin is not None
    assert process.stdout is not None
    while version < HISTORY[-1].number:
        process.stdin.write(f"{at}\n")
        process.stdin.flush()
        ended = int(await asyncio.to_thread(process.stdout.readline))
        assert ended in (0, -signal.SIGKILL)
        killed += ended != 0
        reached = await applied_version(empty_database)
        at, version = (1 if reached > version else at + stride), reached
    finished(process)

    assert killed >= 5
    mended = await shape(empty_database)
    assert mended == await shape(await fresh(empty_database))


async def fresh(settings: Settings) -> Settings:
    """The same, made in one go."""
    if settings.sqlite:
        new = replace(settings, database_url=f"sqlite://{settings.data / 'fresh.sqlite3'}")
    else:
        connection = await asyncpg.connect(settings.database_url)
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await connection.close()
        new = settings
    await migrate(new)
    return new
