"""Which of the files that are not for everybody a screen may read: those of its present plan.

Files for everybody are read by whoever knows their hash; a list of persons is not.
"""

import asyncio
import json
from functools import lru_cache
from pathlib import Path

from core.errors import NotFound
from disclosure.models import RestrictedFile
from media.store import Store
from signage.models import Pointer
from signage.plan import files_of
from signage.queries import pointer_of

_PLANS = 64
"""Plans with lists of persons whose files are remembered."""


async def check_admitted(store: Store, screen_id: str, name: str, problem: NotFound) -> None:
    """Raises ``problem`` where the file or plan is not for everybody and the plan to which the
    screen's pointer leads does not name it."""
    if not await RestrictedFile.exists(sha256=name):
        return
    pointer = await pointer_of(screen_id)
    if pointer is None:
        raise problem
    if name != pointer.plan and name not in await asyncio.to_thread(named, store, pointer.plan):
        raise problem


async def live_files(store: Store) -> frozenset[str]:
    """Everything that the plan of some screen's pointer names, these plans among them."""
    plans = {str(name) for name in await Pointer.all().distinct().values_list("plan", flat=True)}
    found = set(plans)
    for plan in plans:
        found |= await asyncio.to_thread(named, store, plan)
    return frozenset(found)


def named(store: Store, plan: str) -> frozenset[str]:
    """Every file that a stored plan names, and those that its touch index names; blocks."""
    return _named(store.folder, plan)


@lru_cache(maxsize=_PLANS)
def _named(folder: Path, plan: str) -> frozenset[str]:
    store = Store(folder)
    read = json.loads(store.read(plan))
    found = set(files_of(read))
    if read["touch"]:
        index = json.loads(store.read(read["touch"]["index"]))
        for record in index["records"]:
            found |= {record["fragment"], record["qr"]} - {None}
    return frozenset(found)
