"""Old plans: every midnight makes new ones, and nobody asks for those of last month."""

import asyncio
from collections.abc import Collection
from datetime import datetime

from core.transaction import transacted
from media.store import Store
from signage.models import FormerPlan, Plan, Pointer

_SLICE = 200


async def sweep_plans(store: Store, before: datetime) -> int:
    """Remove the plans made before ``before`` that no pointer names; how many.

    Their files stay for the sweep of all files, and for its grace: a backup that has read the
    rows still finds them.
    """
    removed, last = 0, ""
    while True:
        rows = Plan.filter(created_at__lt=before, sha256__gt=last).order_by("sha256")
        found = await rows.limit(_SLICE).values_list("sha256", flat=True)
        if not found:
            return removed
        names = [str(name) for name in found]
        await asyncio.to_thread(store.set_aside, names)
        dead = await _drop_rows(names)
        removed, last = removed + len(dead), names[-1]


@transacted
async def _drop_rows(names: list[str]) -> list[str]:
    """The rows that no pointer names, looked at again in this transaction; those that went."""
    named = await Pointer.filter(plan__in=names).values_list("plan", flat=True)
    dead = sorted(set(names) - {str(name) for name in named})
    await Plan.filter(sha256__in=dead).delete()
    return dead


@transacted
async def drop_plans(names: Collection[str]) -> None:
    """Forget plans whose bytes are gone already; idempotent."""
    await Plan.filter(sha256__in=list(names)).delete()


@transacted
async def forget_former_plans(at: datetime) -> int:
    """Forget what screens were pointed to under leases that ended by ``at``; how many."""
    return await FormerPlan.filter(until__lte=at).delete()
