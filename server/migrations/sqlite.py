"""The migration runner on SQLite, with a copy of the file taken first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core import clock
from core.errors import Misconfigured
from core.ids import new_id
from core.settings import Settings
from migrations import Migration, SqliteStep
from server.database import database_file
from server.secrets import make_folder
from server.sqlite import BUSY_TIMEOUT_MS

KEPT_COPIES = 3
_HISTORY_TABLE = (
    'CREATE TABLE IF NOT EXISTS "schema_history" '
    '("number" INTEGER PRIMARY KEY, "name" TEXT NOT NULL, "applied_at" TEXT NOT NULL)'
)


def migrate(
    settings: Settings, history: tuple[Migration, ...]
) -> tuple[tuple[str, ...], Path | None]:
    """Apply what is missing; returns the names applied and the copy taken first, if any."""
    file = database_file(settings)
    make_folder(file.parent)
    file.touch(mode=0o600)
    with closing(connect(file)) as connection:
        version = read_version(connection)
        _check(version, history)
        pending = [migration for migration in history if migration.number > version]
        copy = _copy_first(connection, settings, version) if pending and version else None
        return tuple(m.name for m in pending if apply(connection, m)), copy


def connect(file: Path) -> sqlite3.Connection:
    """A connection that begins and ends transactions only where we say so.

    Raises Misconfigured when the file is no database or cannot be opened.
    """
    try:
        connection = sqlite3.connect(file, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as problem:
        raise _unreadable(problem) from problem
    connection.execute("PRAGMA synchronous = FULL")
    # Rebuilding a table drops the old one: with this on, its children's rows would go too.
    # It cannot be changed inside a transaction; apply() checks the references itself.
    connection.execute("PRAGMA foreign_keys = OFF")
    return connection


def apply(connection: sqlite3.Connection, migration: Migration) -> bool:
    """One migration in one transaction; False when another process was first."""
    with immediate(connection):
        if read_version(connection) >= migration.number:
            return False
        run_step(connection, _HISTORY_TABLE)
        for step in migration.sqlite:
            run_step(connection, step)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"migration {migration.number} breaks references: {broken[:5]}")
        connection.execute(
            'INSERT INTO "schema_history" VALUES (?, ?, ?)',
            (migration.number, migration.name, clock.now().isoformat()),
        )
        run_step(connection, "PRAGMA optimize")
    return True


def run_step(connection: sqlite3.Connection, step: SqliteStep) -> None:
    """One statement or function."""
    if isinstance(step, str):
        connection.execute(step)
    else:
        step(connection)


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the write lock from its start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def applied_version(settings: Settings) -> int:
    """Number of the newest migration applied; 0 when there is no database."""
    file = database_file(settings)
    if not file.exists():
        return 0
    try:
        connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_MS / 1000)
    except sqlite3.OperationalError as problem:
        raise _unreadable(problem) from problem
    with closing(connection):
        return read_version(connection)


def read_version(connection: sqlite3.Connection) -> int:
    """The same, of an open connection.  Raises Misconfigured when the file is no database."""
    try:
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'schema_history'"
        ).fetchone()
    except sqlite3.DatabaseError as problem:
        raise _unreadable(problem) from problem
    if known is None:
        return 0
    row = connection.execute('SELECT max("number") FROM "schema_history"').fetchone()
    return int(row[0] or 0)


def _unreadable(problem: sqlite3.Error) -> Misconfigured:
    return Misconfigured(
        "database-unreadable",
        "数据库文件无法读取（{problem}）；请检查权限，或用备份恢复：hallboard restore 备份文件",
        problem=problem,
    )


def _check(version: int, history: tuple[Migration, ...]) -> None:
    from server.migrations import check_not_newer

    check_not_newer(version, history)


def _copy_first(connection: sqlite3.Connection, settings: Settings, version: int) -> Path:
    """A whole copy of the database in data/backups; only the newest few are kept."""
    folder = settings.data / "backups"
    make_folder(folder)
    copy = folder / f"before-migration-{version:04d}-{clock.now():%Y%m%dT%H%M%SZ}.sqlite3"
    unfinished = copy.with_suffix(f".{new_id()}")
    unfinished.touch(mode=0o600)
    connection.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.replace(copy)
    for old in sorted(folder.glob("before-migration-*.sqlite3"))[:-KEPT_COPIES]:
        old.unlink()
    return copy
