"""Which files a stored plan names, and of what type each is.

Plans and touch indexes never change, so what was read of one is kept, as long as all that is kept
stays small.  Many plans share an index: it is kept once.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from sys import intern
from threading import Lock
from typing import Any

from media.store import Store
from signage.plan import types_of

MOST = 300_000
"""Names that are kept, over all plans and indexes: some thirty megabytes."""
INDEX_TYPE = "application/json"
FRAGMENT_TYPE = "text/html; charset=utf-8"
CODE_TYPE = "image/svg+xml"
Names = Mapping[str, str]
"""Media types by hash."""


class PlanFiles:
    """Remembers what plans name; what was asked for least recently is forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Path, str], Names] = OrderedDict()
        self._count = 0
        self._lock = Lock()

    def named(self, store: Store, plan: str) -> dict[str, str]:
        """Media types by hash of every file that the plan or its touch index names; blocks.

        Raises NotFound when one of the two is not in the store, Unavailable when it is damaged.
        """
        found = dict(self._read(store, plan, _pages))
        for index in _indexes(found):
            found |= self._read(store, index, _texts)
        return found

    async def type_of(self, store: Store, plan: str, name: str) -> str | None:
        """The media type under which the plan or its touch index names the file; None when they
        do not.  Reads nothing that is remembered.

        Raises as :meth:`named`, for an index only when the file is no picture of the plan.
        """
        pages = await self._asked(store, plan, _pages)
        if name in pages:
            return pages[name]
        for index in _indexes(pages):
            texts = await self._asked(store, index, _texts)
            if name in texts:
                return texts[name]
        return None

    async def _asked(self, store: Store, name: str, of: Callable[[Any], Names]) -> Names:
        found = self._known(store, name)
        return await asyncio.to_thread(self._read, store, name, of) if found is None else found

    def _known(self, store: Store, name: str) -> Names | None:
        key = store.folder, name
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _read(self, store: Store, name: str, of: Callable[[Any], Names]) -> Names:
        found = self._known(store, name)
        if found is None:
            read = of(json.loads(store.read(name)))
            found = {intern(file): intern(kind) for file, kind in read.items()}
            self._keep((store.folder, name), found)
        return found

    def _keep(self, key: tuple[Path, str], found: Names) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._count += len(found)
            while self._count > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._count -= len(gone)


def _pages(plan: Any) -> Names:
    index = {plan["touch"]["index"]: INDEX_TYPE} if plan["touch"] else {}
    return types_of(plan) | index


def _texts(index: Any) -> Names:
    texts = {record["fragment"]: FRAGMENT_TYPE for record in index["records"]}
    return texts | {record["qr"]: CODE_TYPE for record in index["records"] if record["qr"]}


def _indexes(pages: Names) -> list[str]:
    return [name for name, kind in pages.items() if kind == INDEX_TYPE]
