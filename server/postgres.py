"""The PostgreSQL engine: Tortoise's own, with three things mended.

* A caller that is cancelled while its transaction opens gives the connection back to the pool;
  Tortoise keeps it, and the pool runs dry for good.
* A server that is away is said as one error (Unavailable), whatever form it takes underneath.
* Each commit notifies the other processes on :data:`CHANNEL`, in the same transaction.

An engine, to Tortoise, is a module with a ``client_class``.
"""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import DBConnectionError

from core.errors import Unavailable

CHANNEL = "hallboard"
AWAY = (
    OSError,
    TimeoutError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
)


class _SaysAway:
    """Turns a lost connection into Unavailable, for the pool and for transactions alike."""

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._translate_exceptions(func, *args, **kwargs)  # type: ignore[misc]  # the engine is the next base
        except AWAY as problem:
            raise _told(problem) from problem


class PostgresClient(_SaysAway, AsyncpgDBClient):
    """A pool of connections."""

    def _in_transaction(self) -> TransactionContext:
        return PostgresContext(PostgresTransaction(self), self._pool_init_lock)


class PostgresTransaction(_SaysAway, TransactionWrapper):
    """A transaction on one connection of the pool."""

    async def commit(self) -> None:
        try:
            await self._connection.execute(f"NOTIFY {CHANNEL}")
            await super().commit()
        except AWAY as problem:
            raise _told(problem) from problem

    async def rollback(self) -> None:
        try:
            await super().rollback()
        except AWAY as problem:
            if not isinstance(_told(problem), Unavailable):
                raise
            # A server that went away has rolled back by itself; the first error is the news.


class PostgresContext(TransactionContextPooled):
    """Opens the transaction, or gives the connection back to the pool."""

    async def __aenter__(self) -> TransactionalDBClient:
        try:
            await self.ensure_connection()
            self.client._connection = await self.client._parent._pool.acquire()
        except AWAY as problem:
            raise _told(problem) from problem
        try:
            await self.client.begin()
        except BaseException:
            await asyncio.shield(self._give_back())
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            if exc_type is None:
                await self.client.commit()
            else:
                await self.client.rollback()
        finally:
            get_connections().reset(self.token)
            await self._give_back()

    async def _give_back(self) -> None:
        """Back to the pool.  A server that goes away only now has committed already: the pool
        drops the connection by itself, and the caller must not take its work for undone."""
        with suppress(*AWAY):
            await self.client._parent._pool.release(self.client._connection)


def _told(problem: Exception) -> Exception:
    """What a person is told; the problem itself when it is a fault of ours."""
    ours = isinstance(problem, asyncpg.InterfaceError) and "clos" not in str(problem)
    if ours:
        return problem
    return Unavailable("database-away", "数据库服务器暂时无法访问，请稍后再试。")


client_class = PostgresClient
