"""Tables of SQLite to files and back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from core.settings import Settings
from migrations import HISTORY
from server.archive.rows import (
    VOLATILE,
    read_columns,
    read_rows,
    table_files,
    write_table,
)
from server.database import database_file
from server.migrations import sqlite as runner
from server.sqlite import BUSY_TIMEOUT_MS


def dump(settings: Settings, folder: Path) -> tuple[int, dict[str, int]]:
    """Write every table of one snapshot; returns the schema version and the row counts.

    Writers are not held up: in WAL mode a reading transaction sees the state it began with.
    """
    file = database_file(settings)
    with closing(
        sqlite3.connect(file, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
    ) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        version = runner.read_version(connection)
        counts = {
            table: _dump_table(connection, table, folder / f"{table}.jsonl")
            for table in _tables(connection)
        }
        connection.execute("ROLLBACK")
    return version, counts


def load(settings: Settings, folder: Path, version: int) -> None:
    """Make a database of schema ``version`` from the files, then bring it up to the newest."""
    runner.migrate(settings, HISTORY[:version])
    with closing(runner.connect(database_file(settings))) as connection:
        with runner.immediate(connection):
            for file in table_files(folder):
                columns = read_columns(file)
                names = ", ".join(f'"{name}"' for name in columns)
                marks = ", ".join("?" * len(columns))
                connection.execute(f'DELETE FROM "{file.stem}"')  # noqa: S608 - as below
                connection.executemany(
                    f'INSERT INTO "{file.stem}" ({names}) VALUES ({marks})',  # noqa: S608 - checked against the schema by SQLite itself
                    read_rows(file),
                )
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the archive breaks references: {broken[:5]}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    runner.migrate(settings, HISTORY)


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "ORDER BY name"
    )
    return [row[0] for row in rows if row[0] not in VOLATILE]


def _dump_table(connection: sqlite3.Connection, table: str, file: Path) -> int:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = connection.execute(f'SELECT {names} FROM "{table}" ORDER BY 1')  # noqa: S608 - names from the schema
    return write_table(file, columns, cursor)
