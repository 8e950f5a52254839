"""Tables of PostgreSQL to files and back, without pg_dump."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core import clock
from core.settings import Settings
from migrations import HISTORY
from server.archive.rows import (
    VOLATILE,
    for_postgres,
    read_columns,
    read_rows,
    table_files,
    write_table,
)
from server.migrations import postgres as runner

_COLUMNS = (
    "SELECT column_name, data_type FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
)


async def dump(settings: Settings, folder: Path) -> tuple[int, dict[str, int]]:
    """Write every table of one snapshot; returns the schema version and the row counts."""
    async with (
        runner.connect(settings) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        version = await runner.read_version(connection)
        counts = {
            table: await _dump_table(connection, table, folder / f"{table}.jsonl")
            for table in await _tables(connection)
        }
    return version, counts


async def load(settings: Settings, folder: Path, version: int, *, aside: bool) -> str | None:
    """Make the schema of ``version`` from the files and bring it up, all in one transaction.

    ``aside`` keeps what is there under another schema, whose name is returned.
    """
    async with runner.connect(settings) as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", runner.LOCK)
        kept = await _move_aside(connection) if aside else None
        for migration in HISTORY[:version]:
            await runner.apply(connection, migration)
        references = await _defer_references(connection)
        for file in table_files(folder):
            await _load_table(connection, file)
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name in references:
            await connection.execute(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE")
        for migration in HISTORY[version:]:
            await runner.apply(connection, migration)
    return kept


async def _move_aside(connection: Any) -> str:
    schema = await connection.fetchval("SELECT quote_ident(current_schema())")
    kept = f"before_restore_{clock.now():%Y%m%d%H%M%S}"
    await connection.execute(f"ALTER SCHEMA {schema} RENAME TO {kept}")
    await connection.execute(f"CREATE SCHEMA {schema}")
    return kept


async def _defer_references(connection: Any) -> list[tuple[str, str]]:
    """Check foreign keys at the end: records and versions refer to each other."""
    rows = await connection.fetch(
        "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
    )
    for table, name in rows:
        await connection.execute(
            f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"
        )
    return [(table, name) for table, name in rows]


async def _load_table(connection: Any, file: Path) -> None:
    columns = read_columns(file)
    kinds = {row[0]: row[1] for row in await connection.fetch(_COLUMNS, file.stem)}

    def records() -> Iterator[tuple[object, ...]]:
        for row in read_rows(file):
            yield tuple(
                for_postgres(value, kinds[name]) for name, value in zip(columns, row, strict=True)
            )

    await connection.execute(f'DELETE FROM "{file.stem}"')  # noqa: S608 - a table of the schema, or it fails
    await connection.copy_records_to_table(file.stem, records=records(), columns=columns)


async def _tables(connection: Any) -> list[str]:
    rows = await connection.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    )
    return [row[0] for row in rows if row[0] not in VOLATILE]


async def _dump_table(connection: Any, table: str, file: Path) -> int:
    columns = [row[0] for row in await connection.fetch(_COLUMNS, table)]
    names = ", ".join(f'"{name}"' for name in columns)
    rows = await connection.fetch(f'SELECT {names} FROM "{table}" ORDER BY 1')  # noqa: S608 - names from the schema
    return write_table(file, columns, rows)
