"""What waits for a person, gathered over the rooms below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from accounts.actor import Actor
from accounts.permissions import paths
from core import clock
from disclosure.models import Version
from disclosure.review import OPEN
from disclosure.windows import FIXED, YEAR
from media.models import PageSet
from media.sheet import Sheet

MOST = 50
"""Of each kind on the inbox; the record list has the rest."""


@dataclass(frozen=True)
class Waiting:
    """One line of the inbox; ``kind`` a key of :data:`console.words.WAITING`."""

    kind: str
    version: Version
    since: datetime


async def inbox(actor: Actor) -> list[Waiting]:
    """What this person has to do, by kind, the oldest first.  ``version.record.unit`` loaded."""
    found: list[Waiting] = []
    for kind, rows in await _kinds(actor):
        loaded = await rows.select_related("record__unit", "record__item", "author").limit(MOST)
        found += [Waiting(kind, row, row.updated_at) for row in loaded]
    found += [Waiting("failed", row, row.updated_at) for row in await _failed(actor)]
    return found


async def waiting_count(actor: Actor) -> int:
    """How many lines the inbox has, failed drawings aside: they are counted where shown."""
    return sum([await rows.count() for _, rows in await _kinds(actor)])


def inside(column: str, subtrees: Sequence[str]) -> Q:
    """A filter for unit paths below any of ``subtrees`` (at least one)."""
    return reduce(or_, (Q(**{f"{column}__startswith": path}) for path in subtrees))


async def _kinds(actor: Actor) -> list[tuple[str, QuerySet[Version]]]:
    kinds: list[tuple[str, QuerySet[Version]]] = []
    if reviewing := paths(actor, "record.review"):
        others = Version.filter(inside("record__unit__path", reviewing)).exclude(author_id=actor.id)
        kinds += [
            ("submitted", others.filter(state="submitted").order_by("updated_at")),
            ("approved", others.filter(state="approved").order_by("updated_at")),
        ]
    if writing := paths(actor, "record.write"):
        mine = Version.filter(author_id=actor.id)
        kinds += [
            ("returned", await _unanswered(mine)),
            ("draft", mine.filter(state="draft").order_by("updated_at")),
            ("check", _checks(writing)),
        ]
    return kinds


async def _unanswered(mine: QuerySet[Version]) -> QuerySet[Version]:
    """Returned, and nothing newer of the same record is on its way."""
    going_on = await mine.filter(state__in=OPEN).values_list("record_id", flat=True)
    rows = mine.filter(state="returned").order_by("updated_at")
    return rows.exclude(record_id__in=list(going_on)) if going_on else rows


def _checks(writing: Sequence[str]) -> QuerySet[Version]:
    """Fixed content that nobody has looked at for a year."""
    year_ago = clock.now() - YEAR
    stale = Q(checked_at__isnull=True, published_at__lte=year_ago) | Q(checked_at__lte=year_ago)
    return Version.filter(
        inside("record__unit__path", writing), stale, state="published", record__item__cadence=FIXED
    ).order_by("published_at")


async def _failed(actor: Actor) -> list[Version]:
    """Versions of units the person writes for, of which a page could not be drawn."""
    writing = paths(actor, "record.write")
    sets = (
        await PageSet.filter(state="failed").order_by("-created_at").limit(MOST) if writing else []
    )
    links = [Sheet.model_validate_json(row.sheet).link or "" for row in sets]
    codes = {link.rsplit("/", 1)[-1].upper() for link in links}
    if not codes:
        return []
    return await (
        Version.filter(inside("record__unit__path", writing), code__in=list(codes))
        .exclude(state__in=("discarded", "superseded", "withdrawn"))
        .select_related("record__unit", "record__item", "author")
    )
