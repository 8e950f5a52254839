"""Plans and pointers.  Both are derived from audited rows and the time, and can be computed
again, so these writes carry no audit entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import clock
from core.transaction import transacted
from signage.models import FormerPlan, Plan, Pointer


@dataclass(frozen=True, slots=True)
class Move:
    """A screen's next pointer; ``last`` is the (epoch, sequence) that it replaces."""

    screen: str
    last: tuple[int, int] | None
    epoch: int
    sequence: int
    plan: str
    overlay: str
    issued_at: datetime
    lease_until: datetime
    envelope: str
    former: tuple[str, datetime] | None = None
    """The plan that the pointer leaves, if it does, and until when the screen may go on with it."""


@transacted
async def keep_plans(sizes: Mapping[str, int]) -> None:
    """Rows of plans whose bytes are in the store already; idempotent."""
    known = {row.sha256 for row in await Plan.filter(sha256__in=list(sizes))}
    now = clock.now()
    await Plan.bulk_create(
        [
            Plan(sha256=name, size=size, created_at=now)
            for name, size in sizes.items()
            if name not in known
        ],
        ignore_conflicts=True,
    )


@transacted
async def move_pointers(moves: Sequence[Move]) -> list[Move]:
    """Move each pointer that still is where its move was computed from; those that were."""
    done = [move for move in moves if await _move(move)]
    former = [
        FormerPlan(screen_id=move.screen, plan=move.former[0], until=move.former[1])
        for move in done
        if move.former is not None
    ]
    if former:
        await FormerPlan.bulk_create(
            former, on_conflict=["screen_id", "plan"], update_fields=["until"]
        )
    return done


async def _move(move: Move) -> bool:
    values: dict[str, Any] = {
        "epoch": move.epoch,
        "sequence": move.sequence,
        "plan": move.plan,
        "overlay": move.overlay,
        "issued_at": move.issued_at,
        "lease_until": move.lease_until,
        "envelope": move.envelope,
    }
    if move.last is not None:
        epoch, sequence = move.last
        there = Pointer.filter(screen_id=move.screen, epoch=epoch, sequence=sequence)
        return await there.update(**values) == 1
    if await Pointer.exists(screen_id=move.screen):
        return False
    await Pointer.create(screen_id=move.screen, **values)
    return True
