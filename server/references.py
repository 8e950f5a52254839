"""Which stored files anything names: every hash in every text of every table, and in plans.

What a new column holds counts without being listed here.  Listed is only what names files and yet
keeps none, each with its reason; a hash that is something else's (a token's) keeps nothing either,
since no file has that name.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from tortoise import Model, Tortoise, fields

from media.store import Store
from server.database import APP
from signage.models import FormerPlan, Plan, Pointer

KEEPS_NONE: Mapping[str, str] = {
    "stored_file.sha256": "the file's own row",
    "audit_entry.data": "tells of files, those that were destroyed too",
    "audit_entry.hash": "a link of the chain",
    "audit_entry.previous": "a link of the chain",
    "restricted_file.sha256": "says who may not read it, not that anything shows it",
    "drawn_for.key": "names pages by their recipe",
}
"""Columns that are not looked at, as ``table.column``, and why."""
HASH_LENGTH = 64
_HASH = re.compile(r"[0-9a-f]{64}")
_IN_BYTES = re.compile(rb"[0-9a-f]{64}")
_INDEX = re.compile(rb'"index":"([0-9a-f]{64})"')
_SLICE = 100
_PIECE = 65_536
"""Bytes that are searched at a time: a search holds the interpreter."""


def columns() -> dict[type[Model], tuple[str, ...]]:
    """By table the columns with room for a hash, without those that keep none."""
    found: dict[type[Model], tuple[str, ...]] = {}
    for model in Tortoise.apps[APP].values():
        table = model._meta.db_table
        names = tuple(
            name
            for name, field in sorted(model._meta.fields_map.items())
            if _has_room(field) and f"{table}.{name}" not in KEEPS_NONE
        )
        if names:
            found[model] = names
    return found


async def named(store: Store) -> AsyncIterator[set[str]]:
    """All hashes that may name files, slice by slice; the store is asked for plans alone.

    Raises OSError when a plan cannot be read: nobody knows then what it names.
    """
    for model, names in columns().items():
        async for texts in _rows(model, names):
            yield await asyncio.to_thread(hashes_in, texts)
    seen: set[str] = set()
    for owner, column in ((Plan, "sha256"), (Pointer, "plan"), (FormerPlan, "plan")):
        async for plans in _rows(owner, (column,)):
            for plan in {str(one) for one in plans} - seen:
                seen.add(plan)
                yield await asyncio.to_thread(hashes_of_plan, store, plan, seen)


def hashes_in(texts: Iterable[object]) -> set[str]:
    """Everything in the texts that may be a file's name."""
    return {found for text in texts if isinstance(text, str) for found in _HASH.findall(text)}


def hashes_of_plan(store: Store, plan: str, seen: set[str]) -> set[str]:
    """What a plan and its touch index name; blocks.  Nothing for a plan that is gone; an index
    among ``seen`` is not read again."""
    data = _read(store, plan)
    found = _search(data)
    for index in {one.decode() for one in _INDEX.findall(data)} - seen:
        seen.add(index)
        found |= _search(_read(store, index))
    return found


def _search(data: bytes) -> set[str]:
    """In pieces that overlap by one name, so that others may run in between."""
    found: set[bytes] = set()
    for start in range(0, len(data), _PIECE):
        found.update(_IN_BYTES.findall(data, start, start + _PIECE + HASH_LENGTH))
    return {name.decode() for name in found}


def _read(store: Store, name: str) -> bytes:
    try:
        return store.path(name).read_bytes()
    except FileNotFoundError:
        return b""


async def _rows(model: type[Model], names: tuple[str, ...]) -> AsyncIterator[list[object]]:
    """The values of these columns, in slices that the event loop can bear."""
    key: str = model._meta.pk_attr
    last: Any = None
    while True:
        rows = model.all() if last is None else model.filter(**{f"{key}__gt": last})
        found = await rows.order_by(key).limit(_SLICE).values_list(key, *names)
        if not found:
            return
        yield [value for row in found for value in row[1:]]
        last = found[-1][0]


def _has_room(field: Any) -> bool:
    if isinstance(field, fields.CharField):
        return field.max_length >= HASH_LENGTH
    return isinstance(field, fields.TextField)
