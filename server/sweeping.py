"""Files that nothing names any more: forgotten first, destroyed later.

Level-triggered: what is left over is computed anew from rows and plans each time, so a sweep that
is late, cut off or run by two processes at once does no harm.  A file is forgotten only when nobody
has put it for :data:`GRACE`; its row goes, and its bytes stay for another grace, so that a write
whose row is still to come and a backup that has read the old rows both find them.
"""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass

from accounts.audit import write_entry
from core import clock
from core.transaction import transacted
from media.models import StoredFile
from media.service import release_files
from media.store import Store
from server.references import named
from signage.service import forget_former_plans

GRACE = 86400.0
"""Real seconds: an upload, a drawing, a reconciliation and a backup all end sooner."""
BATCH = 50
ACTOR = "system"


@dataclass(frozen=True)
class Swept:
    """How many files were forgotten, and how many destroyed."""

    forgotten: int
    destroyed: int


async def sweep_files(store: Store) -> Swept:
    """Forget and destroy what nothing names.  Raises OSError when the store cannot be read."""
    await forget_former_plans(clock.now())
    before = time.time() - GRACE
    left = await _unnamed(store, before)
    forgotten = destroyed = 0
    try:
        for names in _batches(left):
            known = {str(one) for one in await _known(names)}
            forgotten += len(await release_files(store, sorted(known), before)) if known else 0
            strays = [name for name in names if name not in known]
            gone = await asyncio.to_thread(store.destroy, strays, before) if strays else ()
            destroyed += len(gone)
    finally:  # one that is cut off says what it did
        if forgotten or destroyed:
            await _note(forgotten, destroyed)
    return Swept(forgotten, destroyed)


async def _unnamed(store: Store, before: float) -> set[str]:
    """What lies idle and is named nowhere.  Idle files are listed first: whatever is named while
    rows are read was put before, and is idle no more."""
    left: set[str] = set()
    for shelf in await asyncio.to_thread(store.shelves):
        left.update(await asyncio.to_thread(store.idle, shelf, before))
    if left:
        async for names in named(store):
            left -= names
            if not left:
                break
    return left


async def _known(names: Collection[str]) -> list[object]:
    rows = StoredFile.filter(sha256__in=list(names))
    return list(await rows.values_list("sha256", flat=True))


def _batches(names: Collection[str]) -> list[list[str]]:
    ordered = sorted(names)
    return [ordered[first : first + BATCH] for first in range(0, len(ordered), BATCH)]


@transacted
async def _note(forgotten: int, destroyed: int) -> None:
    data: dict[str, object] = {"forgotten": forgotten, "destroyed": destroyed}
    await write_entry(ACTOR, "files.sweep", "files", data)
