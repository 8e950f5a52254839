"""Rebuilding a SQLite table, for the changes that ALTER TABLE cannot make.

The procedure of sqlite.org/lang_altertable.html §7: the runner has foreign keys off and checks
them before the commit, so the rows of referring tables stay; indexes and triggers are made again
from their own statements.
"""

import sqlite3
from collections.abc import Mapping


def rebuild_table(
    connection: sqlite3.Connection,
    table: str,
    create: str,
    *,
    values: Mapping[str, str] | None = None,
    indexes: tuple[str, ...] | None = None,
) -> None:
    """Give ``table`` the columns of ``create`` (its new CREATE TABLE statement, under its name).

    Columns of the same name are copied; ``values`` gives other new columns an SQL expression over
    the old row.  Indexes and triggers are kept as they were, or replaced by the statements
    ``indexes``.  Inside the runner's transaction only.  Raises RuntimeError when foreign keys are
    on (children would lose their rows) and when a row would get lost.
    """
    if connection.execute("PRAGMA foreign_keys").fetchone()[0]:
        raise RuntimeError("a table is rebuilt with foreign keys off only")
    kept = _attached(connection, table) if indexes is None else list(indexes)
    count = _count(connection, table)
    old = f"_old_{table}"
    _rename(connection, table, old)
    connection.execute(create)
    copied = dict.fromkeys(_columns(connection, old))
    expressions = {
        column: (values or {}).get(column, f'"{column}"')
        for column in _columns(connection, table)
        if column in (values or {}) or column in copied
    }
    names = ", ".join(f'"{column}"' for column in expressions)
    taken = ", ".join(expressions.values())
    connection.execute(f'INSERT INTO "{table}" ({names}) SELECT {taken} FROM "{old}"')  # noqa: S608 - names from the schema
    connection.execute(f'DROP TABLE "{old}"')
    for statement in kept:
        connection.execute(statement)
    if _count(connection, table) != count:
        raise RuntimeError(f"rebuilding {table} would lose rows")


def _rename(connection: sqlite3.Connection, table: str, new: str) -> None:
    """Rename without touching what other tables, indexes and triggers say about the old name."""
    connection.execute("PRAGMA legacy_alter_table = ON")
    try:
        connection.execute(f'ALTER TABLE "{table}" RENAME TO "{new}"')
    finally:
        connection.execute("PRAGMA legacy_alter_table = OFF")


def _attached(connection: sqlite3.Connection, table: str) -> list[str]:
    """The statements of the table's own indexes and triggers."""
    rows = connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') "
        "AND sql IS NOT NULL ORDER BY rowid",
        (table,),
    )
    return [row[0] for row in rows]


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name from the schema
