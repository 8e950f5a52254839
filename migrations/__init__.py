"""The schema's one linear history.

A migration is a list of steps for each database; a step is one SQL statement, or a function that
takes the open connection (sqlite3's, or asyncpg's and then a coroutine function).  The runner
(server/migrations) executes the steps and writes the history row in one transaction.  Statements
stand in ``NNNN_name.sqlite.sql`` and ``NNNN_name.postgres.sql``, separated by blank lines.

Once released, a migration is never changed: the next change is a new one.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent

SqliteStep = str | Callable[[Any], None]
PostgresStep = str | Callable[[Any], Awaitable[None]]


@dataclass(frozen=True)
class Migration:
    """One step of the history: all of it is applied, or nothing."""

    number: int
    name: str
    sqlite: tuple[SqliteStep, ...]
    postgres: tuple[PostgresStep, ...]


def statements(file: str) -> tuple[str, ...]:
    """The statements of a file of this folder."""
    paragraphs = (FOLDER / file).read_text("utf-8").split("\n\n")
    return tuple(text.strip() for text in paragraphs if text.strip())


def from_files(number: int, name: str, stem: str) -> Migration:
    """A migration made of statements only."""
    return Migration(
        number, name, statements(f"{stem}.sqlite.sql"), statements(f"{stem}.postgres.sql")
    )


HISTORY: tuple[Migration, ...] = (
    from_files(1, "first light", "0001_first_light"),
    from_files(2, "guards", "0002_guards"),
    from_files(3, "disclosure", "0003_disclosure"),
    from_files(4, "guards of disclosure", "0004_guards"),
)
