"""What waits for a person."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import paths
from disclosure.models import Version
from disclosure.windows import YEAR

MOST = 200
"""Rows of one list: a longer queue is worked off from its oldest end."""


@dataclass(frozen=True)
class Inbox:
    """Versions, oldest first, with record, unit, item and author loaded."""

    drafts: list[Version]
    """The actor's own, not yet submitted."""
    returned: list[Version]
    """The actor's own, sent back and not taken up again."""
    to_review: list[Version]
    to_publish: list[Version]
    checks_due: list[Version]
    """Fixed content whose yearly check has fallen due."""

    @property
    def total(self) -> int:
        lists = (self.drafts, self.returned, self.to_review, self.to_publish, self.checks_due)
        return sum(len(rows) for rows in lists)


async def inbox(actor: Actor, at: datetime) -> Inbox:
    """What this person can do something about at ``at``."""
    own = Q(author_id=actor.id)
    others = _inside(paths(actor, "record.review")) & ~own
    return Inbox(
        drafts=await _versions(own, state="draft"),
        returned=await _versions(own, state="returned", newest=True),
        to_review=await _versions(others, state="submitted"),
        to_publish=await _versions(others, state="approved"),
        checks_due=await _checks_due(actor, at),
    )


async def _checks_due(actor: Actor, at: datetime) -> list[Version]:
    cut = at - YEAR
    due = Q(checked_at=None, published_at__lte=cut) | Q(checked_at__lte=cut)
    inside = _inside(paths(actor, "record.write"))
    return await _versions(inside & due, state="published", record__item__cadence="fixed")


async def _versions(which: Q, **equal: str | bool) -> list[Version]:
    return await (
        Version.filter(which, **equal)
        .select_related("record__unit", "record__item", "author")
        .order_by("updated_at", "id")
        .limit(MOST)
    )


def _inside(subtrees: tuple[str, ...]) -> Q:
    """In one of the subtrees; nothing at all when there are none."""
    if not subtrees:
        return Q(id="")
    return reduce(or_, (Q(record__unit__path__startswith=path) for path in subtrees))
