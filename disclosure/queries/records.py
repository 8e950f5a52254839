"""Records as the staff see them."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_, or_

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import may, paths
from core.errors import NotFound
from disclosure.models import CatalogueItem, Record, Review, Version
from disclosure.search import terms

PAGE = 50
STEPS = ("submit", "approve", "recall", "return", "publish", "check", "withdraw")


@dataclass(frozen=True)
class RecordRow:
    """A record by its newest version (record, unit, item and author loaded)."""

    version: Version

    @property
    def record(self) -> Record:
        return self.version.record


@dataclass(frozen=True)
class Listing:
    """One page of rows; ``page`` counts from 1."""

    rows: list[RecordRow]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class RecordView:
    """A record with all its versions, newest first, and the steps taken on them, oldest first."""

    record: Record
    versions: list[Version]
    reviews: list[Review]


async def record_list(
    actor: Actor,
    *,
    unit_path: str = "",
    item: str = "",
    state: str = "",
    period: str = "",
    query: str = "",
    page: int = 1,
) -> Listing:
    """Records that the actor may read, newest change first.  Each filter is off when empty;
    ``unit_path`` is a subtree, ``item`` a code, ``state`` that of the newest version."""
    which = _readable(actor)
    for given, condition in (
        (unit_path, Q(record__unit__path__startswith=unit_path)),
        (item, Q(record__item__code=item)),
        (state, Q(state=state)),
        (period, Q(record__period=period)),
    ):
        which = which & condition if given else which
    which = reduce(and_, (Q(search_text__contains=term) for term in terms(query)), which)
    rows = Version.filter(which, newest=True)
    page = max(1, page)
    found = (
        await rows.select_related("record__unit", "record__item", "author")
        .order_by("-updated_at", "id")
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    return Listing([RecordRow(version) for version in found], await rows.count(), page)


async def record_view(actor: Actor, record_id: str) -> RecordView:
    """Raises NotFound where the actor may not read."""
    record = await Record.filter(id=record_id).select_related("unit", "item").first()
    if record is None or not may(actor, "record.read", record.unit.path):
        raise NotFound("record-unknown", "没有这条信息。")
    versions = (
        await Version.filter(record_id=record.id)
        .select_related("record__unit", "record__item", "author")
        .order_by("-number")
    )
    reviews = await Review.filter(version__record_id=record.id).select_related("person", "version")
    return RecordView(record, versions, sorted(reviews, key=_taken))


async def version_view(actor: Actor, version_id: str) -> Version:
    """One version with record, unit, item and author.  Raises NotFound where it may not be read."""
    version = (
        await Version.filter(id=version_id)
        .select_related("record__unit", "record__item", "author")
        .first()
    )
    if version is None or not may(actor, "record.read", version.record.unit.path):
        raise NotFound("version-unknown", "没有这条信息。")
    return version


async def items(tier: str = "") -> list[CatalogueItem]:
    """Catalogue items that hold, in their order, of one tier or of all."""
    rows = CatalogueItem.filter(retired_at=None)
    rows = rows.filter(tier=tier) if tier else rows
    return await rows.order_by("tier", "position", "code")


def _taken(review: Review) -> tuple[datetime, int, int]:
    """The order of steps, also where the clock stood still between them."""
    return review.at, review.version.number, STEPS.index(review.step)


def _readable(actor: Actor) -> Q:
    subtrees = paths(actor, "record.read")
    if not subtrees:
        return Q(id="")
    return reduce(or_, (Q(record__unit__path__startswith=path) for path in subtrees))
