"""Opening and closing the database of this process.

SQLite gets two connections: ``default`` writes, ``reader`` only reads and never waits for it.
PostgreSQL gets one pool, ``default``.  The router sends a read to the reader unless it is made
inside a transaction, which must see its own writes.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tortoise import Model
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext

from core import transaction
from core.errors import Misconfigured
from core.settings import Settings
from server import sqlite

MODELS = (
    "accounts.models",
    "media.models",
    "disclosure.models",
    "schedules.models",
    "signage.models",
)
APP = "hallboard"
WRITER = transaction.CONNECTION
READER = "reader"


class ReaderRouter:
    """SQLite: reads outside a transaction go to the reader."""

    def db_for_read(self, _model: type[Model]) -> str:
        return WRITER if transaction.writing() else READER

    def db_for_write(self, _model: type[Model]) -> str:
        return WRITER


class SingleRouter:
    """PostgreSQL: one pool for everything."""

    def db_for_read(self, _model: type[Model]) -> str:
        return WRITER

    def db_for_write(self, _model: type[Model]) -> str:
        return WRITER


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[TortoiseContext]:
    """The database open for this process, closed at the end whatever happens.

    Only one may be open in a process at a time.  Raises Misconfigured when the schema is not the
    one this code needs, and when the database cannot be reached.
    """
    from server import migrations

    await migrations.check_schema(settings)
    EXECUTOR_CACHE.clear()  # holds SQL of the dialect that was open before
    context = TortoiseContext()
    try:
        with context:
            await context.init(
                config=configuration(settings),
                routers=[ReaderRouter if settings.sqlite else SingleRouter],
                _enable_global_fallback=True,  # requests run in other tasks than the start
            )
        for name in connection_names(settings):
            await context.connections.get(name).create_connection(with_db=True)
        yield context
    finally:
        # aiosqlite's threads keep the process alive until their connections are closed.
        await context.close_connections()


def connection_names(settings: Settings) -> tuple[str, ...]:
    """The connections that exist, the writer first."""
    return (WRITER, READER) if settings.sqlite else (WRITER,)


def configuration(settings: Settings) -> dict[str, Any]:
    """Tortoise's configuration for these settings."""
    connections = (
        _sqlite_connections(database_file(settings)) if settings.sqlite else _postgres(settings)
    )
    return {
        "connections": connections,
        "apps": {APP: {"models": list(MODELS), "default_connection": WRITER}},
        "use_tz": True,
        "timezone": "UTC",
    }


def database_file(settings: Settings) -> Path:
    """The SQLite file that ``sqlite://PATH`` names."""
    return Path(settings.database_url.removeprefix("sqlite:").removeprefix("//"))


def postgres_dsn(settings: Settings) -> str:
    """The URL as asyncpg reads it."""
    if not settings.database_url.startswith(("postgres://", "postgresql://")):
        raise Misconfigured(
            "database-url-bad",
            "HALLBOARD_DATABASE_URL 应以 sqlite:// 或 postgres:// 开头。",
        )
    return settings.database_url


def _sqlite_connections(file: Path) -> dict[str, Any]:
    credentials = {"file_path": str(file), **sqlite.PRAGMAS}
    return {
        WRITER: {"engine": "server.sqlite", "credentials": credentials},
        READER: {
            "engine": "server.sqlite",
            "credentials": {**credentials, "query_only": "ON"},
        },
    }


def _postgres(settings: Settings) -> dict[str, Any]:
    url = postgres_dsn(settings).replace("postgresql://", "postgres://", 1)
    return {WRITER: {**expand_db_url(url), "engine": "server.postgres"}}
