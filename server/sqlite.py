"""The SQLite engine: Tortoise's own, with three things mended.

* Transactions begin IMMEDIATE: a read followed by a write waits its turn under contention, where
  a deferred transaction fails at once with "database is locked".
* A caller that is cancelled while its transaction opens gives the lock back; Tortoise keeps it,
  and every later query of the process would wait for ever.
* A second, query-only connection can be opened, so that reads never wait for a writer.

An engine, to Tortoise, is a module with a ``client_class``.
"""

import asyncio
import sqlite3
from typing import cast

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections

from core.errors import Unavailable

BUSY_TIMEOUT_MS = 10_000
PRAGMAS: dict[str, str | int] = {
    "busy_timeout": BUSY_TIMEOUT_MS,  # first: switching to WAL may itself have to wait
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged write survives a power cut
    "foreign_keys": "ON",
    "journal_size_limit": 16 * 1024 * 1024,
}


class ImmediateClient(SqliteClient):
    """One connection of one file; ``query_only`` makes it refuse every write."""

    def _in_transaction(self) -> TransactionContext:
        return ImmediateContext(ImmediateTransaction(self), self._lock)


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first moment."""

    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as problem:
            raise Unavailable("database-busy", "数据库正忙，请稍后再试。") from problem


class ImmediateContext(SqliteTransactionContext):
    """Opens the transaction, or leaves everything as it was."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            # The statement may still be running in the connection's thread: what is asked of
            # that thread next comes after it, so this undoes a BEGIN that arrives late.
            await asyncio.shield(asyncio.ensure_future(self._undo()))
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return cast(TransactionalDBClient, self.connection)

    async def _undo(self) -> None:
        try:
            if self.connection._connection is not None:
                await self.connection._connection.rollback()
        finally:
            self._trxlock.release()


client_class = ImmediateClient
