"""What screens may show."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q

from accounts.models import AuditHead, Unit
from core.settings import Settings
from disclosure.candidates import Candidate
from disclosure.models import Version
from disclosure.periods import midnight
from disclosure.review import PUBLIC
from disclosure.sheets import STRIP, SheetFacts, build_sheet, record_link
from disclosure.windows import Facts, Span, is_evergreen, planned, record_window
from media.sheet import Sheet

DEFAULT_CARRIERS = frozenset({"website", "kiosk", "screen"})
"""Of records without a catalogue item."""
_SLICE = 100
"""Rows of one query."""
_TRIES = 3
"""How often to read again what was changed meanwhile; the next reconciliation sees the rest."""
_BREATH = 10
"""Rows after which others may run: reconciliation never holds the loop for long."""
_COLUMNS = {
    "id": "id",
    "code": "code",
    "title": "title",
    "template": "template",
    "edition": "template_edition",
    "content": "content",
    "publisher": "publisher",
    "reviewer": "reviewer",
    "official_url": "official_url",
    "effective_on": "effective_on",
    "abolished_on": "abolished_on",
    "ends_at": "ends_at",
    "published_at": "published_at",
    "superseded_at": "superseded_at",
    "withdrawn_at": "withdrawn_at",
    "checked_at": "checked_at",
    "record": "record_id",
    "period": "record__period",
    "unit": "record__unit_id",
    "item": "record__item__code",
    "group": "record__item__group",
    "item_name": "record__item__name",
    "cadence": "record__item__cadence",
    "due_day": "record__item__due_day",
    "audience": "record__item__audience",
    "carriers": "record__item__carriers",
}


@dataclass(frozen=True)
class _Row:
    """One version with what its record and item say; the item's parts are None without one."""

    id: str
    code: str
    title: str
    template: str
    edition: int
    content: str
    publisher: str
    reviewer: str
    official_url: str
    effective_on: date | None
    abolished_on: date | None
    ends_at: datetime | None
    published_at: datetime | None
    superseded_at: datetime | None
    withdrawn_at: datetime | None
    checked_at: datetime | None
    record: str
    period: str | None
    unit: str
    item: str | None
    group: str | None
    item_name: str | None
    cadence: str | None
    due_day: int | None
    audience: str | None
    carriers: str | None


@dataclass(frozen=True)
class Units:
    """All units by id and by code, for names along a path."""

    by_id: dict[str, Unit]
    by_code: dict[str, Unit]

    def path_names(self, unit: Unit) -> tuple[str, ...]:
        """Short names from the root down to ``unit``."""
        return tuple(above.short_name for above in self._line(unit))

    def phone(self, unit: Unit) -> str:
        """Its own phone, else the nearest one above."""
        return next((above.phone for above in reversed(self._line(unit)) if above.phone), "")

    def _line(self, unit: Unit) -> list[Unit]:
        codes = unit.path.strip("/").split("/")
        return [self.by_code[code] for code in codes if code in self.by_code]


async def candidates(settings: Settings, at: datetime) -> list[Candidate]:
    """Everything published that has not ended before the local day of ``at``, oldest first.

    A function of the rows: within one local day ``at`` makes no difference, so plans keep their
    bytes.  Read in slices that the event loop can bear.
    """
    midnight_today = midnight(at.astimezone(settings.zone).date(), settings.zone)
    for _ in range(_TRIES):
        before = await _changes()
        units = await all_units()
        rows = await _rows(midnight_today)
        if await _changes() == before:
            break
    found: list[Candidate] = []
    for count, row in enumerate(rows):
        if count % _BREATH == 0:
            await asyncio.sleep(0)
        candidate = _candidate(row, units, settings)
        if candidate.window.end is None or candidate.window.end > midnight_today:
            found.append(candidate)
    return found


async def _rows(ended_before: datetime) -> list[_Row]:
    """The rows in small slices, each soon decoded, so that others may run in between."""
    rows: list[_Row] = []
    last = ""
    while True:
        batch = (
            await Version.filter(
                Q(superseded_at=None) | Q(superseded_at__gt=ended_before),
                Q(withdrawn_at=None) | Q(withdrawn_at__gt=ended_before),
                Q(ends_at=None) | Q(ends_at__gt=ended_before),
                state__in=PUBLIC,
                id__gt=last,
            )
            .order_by("id")
            .limit(_SLICE)
            .values(**_COLUMNS)
        )
        rows += [_Row(**values) for values in batch]
        if len(batch) < _SLICE:
            return sorted(rows, key=lambda row: (row.published_at or ended_before, row.id))
        last = rows[-1].id


async def _changes() -> int:
    """Counts state changes: while it stands, slices read one after the other fit together."""
    head = await AuditHead.first()
    return head.sequence if head else 0


async def all_units() -> Units:
    """The whole tree, in one query."""
    rows = await Unit.all()
    return Units({unit.id: unit for unit in rows}, {unit.code: unit for unit in rows})


def facts_of(version: Version) -> Facts:
    """The facts of a version whose record and item are loaded."""
    item = version.record.item
    return Facts(
        cadence=item.cadence if item else "",
        period=version.record.period,
        due_day=item.due_day if item else 10,
        published_at=version.published_at,
        effective_on=version.effective_on,
        abolished_on=version.abolished_on,
        ends_at=version.ends_at,
        superseded_at=version.superseded_at,
        withdrawn_at=version.withdrawn_at,
        checked_at=version.checked_at,
    )


def span_of(version: Version, settings: Settings) -> Span:
    """The window of a version whose record and item are loaded."""
    return record_window(facts_of(version), settings.zone)


async def sheet_of(version: Version, settings: Settings) -> Sheet:
    """The sheet of any version, published or not: what its author and reviewer see drawn."""
    values = await Version.filter(id=version.id).first().values(**_COLUMNS)
    if values is None:
        raise LookupError(version.id)
    row = _Row(**values)
    return _sheet(row, _facts(row), await all_units(), settings)


def _candidate(row: _Row, units: Units, settings: Settings) -> Candidate:
    if row.published_at is None:
        raise ValueError(f"version {row.id} is public without an instant of publication")
    facts = _facts(row)
    span = record_window(facts, settings.zone)
    unit = units.by_id[row.unit]
    return Candidate(
        version=row.id,
        record=row.record,
        code=row.code,
        title=row.title,
        unit=unit.code,
        unit_path=unit.path,
        unit_name=unit.short_name,
        item=row.item or "",
        period=row.period,
        template=row.template,
        carriers=_carriers(row),
        audience=row.audience or "public",
        window=span.window,
        rule=span.rule,
        because=str(span.because),
        sheet=_sheet(row, facts, units, settings),
        evergreen=is_evergreen(facts, settings.zone),
        published_at=row.published_at,
        opening=str(span.opening) if span.opening else "",
    )


def _facts(row: _Row) -> Facts:
    return Facts(
        cadence=row.cadence or "",
        period=row.period,
        due_day=row.due_day or 10,
        published_at=row.published_at,
        effective_on=row.effective_on,
        abolished_on=row.abolished_on,
        ends_at=row.ends_at,
        superseded_at=row.superseded_at,
        withdrawn_at=row.withdrawn_at,
        checked_at=row.checked_at,
    )


def _sheet(row: _Row, facts: Facts, units: Units, settings: Settings) -> Sheet:
    unit = units.by_id[row.unit]
    link = record_link(
        settings.public_url,
        row.code,
        official_url=row.official_url,
        audience=row.audience or "public",
        template=row.template,
    )
    made_of = SheetFacts(
        template=row.template,
        edition=row.edition,
        path=units.path_names(unit),
        item=row.item_name or "",
        title=row.title,
        period=row.period,
        end=record_window(planned(facts), settings.zone).window.end,
        phone=units.phone(unit),
        link=link,
        publisher=row.publisher or unit.name,
        reviewer=row.reviewer,
        published_at=row.published_at,
        content=row.content,
    )
    return build_sheet(made_of, settings.zone, settings.locale)


def _carriers(row: _Row) -> frozenset[str]:
    """Strips show what was written for them and nothing else unless the item says so."""
    if row.template == STRIP:
        return frozenset({STRIP})
    return frozenset(row.carriers.split()) if row.carriers else DEFAULT_CARRIERS
