"""Rows as lines of JSON, alike for both databases.

A table is one file: the column names first, then a row a line.  Instants are UTC text as SQLite
keeps them (``2026-11-20 01:00:00+00:00``), dates ISO text.  Booleans are 0 and 1 where they come
from SQLite, which has none of its own, else false and true.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

Row = list[object]

VOLATILE = frozenset({"session", "one_use_code", "attempt", "pairing", "schema_history"})
"""Tables that are not carried over: a restored session or code could be used a second time."""


def write_table(file: Path, columns: list[str], rows: Iterable[Iterable[object]]) -> int:
    """Write a table's file; returns the number of rows."""
    count = 0
    with file.open("x", encoding="utf-8") as out:
        out.write(_line(columns))
        for row in rows:
            out.write(_line([plain(value) for value in row]))
            count += 1
    return count


def table_files(folder: Path) -> list[Path]:
    """The tables' files, by name."""
    return sorted(folder.glob("*.jsonl"))


def read_columns(file: Path) -> list[str]:
    """The column names of a table's file."""
    with file.open(encoding="utf-8") as lines:
        return [str(name) for name in json.loads(next(lines))]


def read_rows(file: Path) -> Iterator[Row]:
    """The rows of a table's file, in order."""
    with file.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            yield json.loads(line)


def plain(value: object) -> object:
    """A column's value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return value


def for_postgres(value: object, kind: str) -> object:
    """The value as asyncpg wants it for a column of ``kind`` (information_schema's name)."""
    if kind == "boolean" and value is not None:
        return bool(value)
    if not isinstance(value, str):
        return value
    if kind == "timestamp with time zone":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == "date" else value


def _line(values: list[object] | list[str]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
