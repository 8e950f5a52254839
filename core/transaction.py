"""The one guarded way to write.

Three traps of the ORM are closed here: a task cancelled while its transaction opens would keep
the lock for ever, so the work runs in a task of its own behind a shield; a read-then-write in a
deferred transaction fails at once under contention, so the engine begins immediately
(server/database.py); and reads made inside the work must see it, so :func:`writing` tells the
router to send them to the writing connection.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from tortoise.transactions import in_transaction

P = ParamSpec("P")
T = TypeVar("T")

CONNECTION = "default"
_writing: ContextVar[bool] = ContextVar("writing", default=False)
_pending: set[asyncio.Task[object]] = set()


def writing() -> bool:
    """Whether the caller stands inside a transaction."""
    return _writing.get()


async def transact(work: Callable[[], Awaitable[T]]) -> T:
    """Run ``work`` in one transaction: all of it is kept, or none.

    Inside a transaction it joins that one.  A caller that is cancelled leaves the work to end by
    itself, whole.
    """
    if _writing.get():
        return await work()
    task = asyncio.ensure_future(_run(work))
    _pending.add(task)
    task.add_done_callback(_pending.discard)
    return await asyncio.shield(task)


def transacted(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Decorator: the whole coroutine function is one transaction."""

    @functools.wraps(function)
    async def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        return await transact(lambda: function(*args, **kwargs))

    return whole


async def _run(work: Callable[[], Awaitable[T]]) -> T:
    token = _writing.set(True)
    try:
        async with in_transaction(CONNECTION):
            return await work()
    finally:
        _writing.reset(token)
