"""Reads: stored files and drawn pages."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from core.errors import NotFound
from media.models import PageSet, StoredFile

_BATCH = 500
"""Well below the 999 parameters that old SQLite builds allow."""


@dataclass(frozen=True)
class PageFile:
    """One drawn page."""

    file: str
    bytes: int
    type: str
    width: int
    height: int
    alt: str


async def page_sets(keys: Collection[str]) -> dict[str, PageSet]:
    """The page sets of those keys that exist, whatever their state."""
    found: dict[str, PageSet] = {}
    for batch in _batches(sorted(set(keys))):
        for row in await PageSet.filter(key__in=batch):
            found[row.key] = row
    return found


def pages_of(page_set: PageSet) -> tuple[PageFile, ...]:
    """The pages of a drawn set in order; empty while it is not drawn."""
    return tuple(PageFile(**page) for page in json.loads(page_set.pages))


async def file_of(sha: str) -> StoredFile:
    """The row of a stored file.  Raises NotFound."""
    row = await StoredFile.get_or_none(sha256=sha)
    if row is None:
        raise NotFound("file-unknown", "没有这个文件。")
    return row


async def queue_length() -> int:
    """Page sets that wait to be drawn or are being drawn."""
    return await PageSet.filter(state__in=("queued", "drawing")).count()


def _batches(keys: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, _BATCH)):
        yield batch


async def stored(names: Collection[str]) -> set[str]:
    """Those of the files that are kept."""
    found: set[str] = set()
    for batch in _batches(sorted(names)):
        rows = StoredFile.filter(sha256__in=batch)
        found |= {str(name) for name in await rows.values_list("sha256", flat=True)}
    return found
