"""Pages that are pulled from the government's portal, and records whose page there fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import may, paths
from core.errors import NotFound
from disclosure.models import OfficialCheck, Record, Source, SourcePage, Version

DAY = timedelta(days=1)
MOST = 200


@dataclass(frozen=True)
class SourceRow:
    """A source (unit, item and author loaded) with counts of its pages."""

    source: Source
    pulled: int
    changed: int
    failed: int


async def source_rows(actor: Actor) -> list[SourceRow]:
    """Sources of units that the actor may read."""
    sources = (
        await Source.filter(_inside(actor, "unit__path"))
        .select_related("unit", "item", "author")
        .order_by("unit__path", "name", "id")
    )
    return [await _counted(source) for source in sources]


async def source_view(actor: Actor, source_id: str) -> Source:
    """With unit, item and author.  Raises NotFound where the actor may not read."""
    source = await Source.filter(id=source_id).select_related("unit", "item", "author").first()
    if source is None or not may(actor, "record.read", source.unit.path):
        raise NotFound("source-unknown", "没有这个抓取来源。")
    return source


async def source_pages(source: Source) -> list[SourcePage]:
    """Its pages with their records: changed and failing ones first, then the newest."""
    rows = (
        await SourcePage.filter(source_id=source.id)
        .select_related("record")
        .order_by("-seen_at", "id")
        .limit(MOST)
    )
    return sorted(rows, key=lambda page: not page.problem)


async def due_sources(at: datetime) -> list[Source]:
    """Active sources that were not pulled within a day, the longest waiting first."""
    due = Q(pulled_at=None) | Q(pulled_at__lte=at - DAY)
    rows = Source.filter(due, active=True).select_related("unit", "item", "author")
    return await rows.order_by("pulled_at", "id")


async def due_checks(at: datetime, limit: int) -> list[Record]:
    """Records in public whose page on the government's portal was not looked at for a day."""
    recent = OfficialCheck.filter(checked_at__gt=at - DAY).values("record_id")
    fresh = {str(row["record_id"]) for row in await recent}
    rows = (
        await Record.filter(current_id__not_isnull=True)
        .exclude(official_url="")
        .only("id", "official_url")
        .order_by("id")
    )
    return [row for row in rows if row.id not in fresh][:limit]


async def failing(actor: Actor, permission: str = "record.read") -> list[OfficialCheck]:
    """Failing pages of records in units where the actor holds the permission, the longest first."""
    inside = _inside(actor, "record__unit__path", permission)
    return await (
        OfficialCheck.filter(inside, failing_since__not_isnull=True)
        .filter(record__current_id__not_isnull=True)
        .select_related("record__unit", "record__current")
        .order_by("failing_since", "id")
        .limit(MOST)
    )


async def failing_versions(actor: Actor) -> list[Version]:
    """The versions in public whose page there fails, of units that the actor writes for."""
    found = [row.record.current for row in await failing(actor, "record.write")]
    ids = [version.id for version in found if version is not None]
    if not ids:
        return []
    rows = Version.filter(id__in=ids).select_related("record__unit", "record__item", "author")
    return await rows.order_by("updated_at", "id")


async def _counted(source: Source) -> SourceRow:
    pages = await SourcePage.filter(source_id=source.id).values_list("record_id", "problem")
    return SourceRow(
        source,
        pulled=sum(1 for record, _ in pages if record),
        changed=sum(1 for _, problem in pages if str(problem).startswith("changed:")),
        failed=sum(1 for _, problem in pages if problem and not problem.startswith("changed:")),
    )


def _inside(actor: Actor, column: str, permission: str = "record.read") -> Q:
    subtrees = paths(actor, permission)
    if not subtrees:
        return Q(id="")
    return reduce(or_, (Q(**{f"{column}__startswith": path}) for path in subtrees))
