"""Which plans and files a screen may read: those of its own plans, whatever names it knows.

Its own are the plan to which its pointer leads, and those to which earlier pointers led while the
lease of these runs: it may still be playing one and fetch what it lacks.  Of what is not meant for
everybody only the present plan opens the files.
"""

import asyncio

from core import clock
from core.errors import HallboardError, NotFound
from disclosure.models import RestrictedFile
from media.store import Store
from signage import queries
from signage.models import Pointer
from signage.naming import PlanFiles

_files = PlanFiles()


async def admitted_type(
    store: Store, screen_id: str, plan: str, name: str, problem: NotFound
) -> str:
    """The media type of a file that the screen may read.  Raises ``problem`` for any other.

    ``plan``: to which its pointer leads, as far as memory knows; a file of that plan, which is
    what screens ask for, costs no query.  Otherwise the rows decide.
    """
    if plan and (found := await _type_in(store, plan, name)):
        return found
    for own in await _own_plans(screen_id, name):
        if own != plan and (found := await _type_in(store, own, name)):
            return found
    raise problem


async def check_plan(screen_id: str, plan: str, name: str, problem: NotFound) -> None:
    """Raises ``problem`` where ``name`` is no plan of the screen's; ``plan`` as above."""
    if name != plan and name not in await _own_plans(screen_id, name):
        raise problem


async def _own_plans(screen_id: str, name: str) -> list[str]:
    """The plans that may open the file or plan of that name."""
    pointer = await queries.pointer_of(screen_id)
    present = [pointer.plan] if pointer else []
    if await RestrictedFile.exists(sha256=name):
        return present
    return present + await queries.former_plans(screen_id, clock.now())


async def _type_in(store: Store, plan: str, name: str) -> str | None:
    """None also where the plan is gone already or cannot be read."""
    try:
        return await _files.type_of(store, plan, name)
    except HallboardError:
        return None


async def live_files(store: Store) -> frozenset[str]:
    """Everything that the plan of some screen's pointer names, these plans among them."""
    plans = {str(name) for name in await Pointer.all().distinct().values_list("plan", flat=True)}
    found = set(plans)
    for plan in plans:
        found |= await asyncio.to_thread(named, store, plan)
    return frozenset(found)


def named(store: Store, plan: str) -> frozenset[str]:
    """Every file that a stored plan names, and those that its touch index names; blocks."""
    return frozenset(_files.named(store, plan))
