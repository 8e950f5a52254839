"""What screens may show."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from accounts.models import AuditHead, Unit
from core import messages
from core.settings import Settings
from disclosure.candidates import Candidate
from disclosure.models import Version
from disclosure.periods import midnight
from disclosure.review import PUBLIC
from disclosure.sheets import STRIP, SheetFacts, build_sheet, record_link
from disclosure.windows import Facts, Span, is_evergreen, planned, record_window
from media.sheet import Sheet, sheet_hash, sheet_json

DEFAULT_CARRIERS = frozenset({"website", "kiosk", "screen"})
"""Of records without a catalogue item."""
_SLICE = 100
"""Rows of one query."""
_TRIES = 3
"""How often to read again what was changed meanwhile; the next reconciliation sees the rest."""
_BREATH = 10
"""Rows after which others may run: reconciliation never holds the loop for long."""
_REMEMBERED = 50_000
"""Candidates; a county has some ten thousand records on screens."""


class _Row(NamedTuple):
    """One version with what its record and item say; the item's parts are None without one.

    Everything that a candidate says of its version stands here, so equal rows give equal
    candidates.
    """

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
    item_name: str | None
    cadence: str | None
    due_day: int | None
    audience: str | None
    carriers: str | None


_ELSEWHERE = {
    "edition": "template_edition",
    "record": "record_id",
    "period": "record__period",
    "unit": "record__unit_id",
    "item": "record__item__code",
    "item_name": "record__item__name",
    "cadence": "record__item__cadence",
    "due_day": "record__item__due_day",
    "audience": "record__item__audience",
    "carriers": "record__item__carriers",
}
_COLUMNS = [_ELSEWHERE.get(name, name) for name in _Row._fields]
_UNIT = _Row._fields.index("unit")
_Plain = tuple[Any, ...]
"""A row as it was read, kept by tens of thousands: the garbage collector soon leaves plain tuples
of texts and instants alone."""


class _Owner(NamedTuple):
    """What a candidate says of its unit and of those above it."""

    code: str
    path: str
    name: str
    short_name: str
    names: tuple[str, ...]
    """Short names from the root down."""
    phone: str


class _Office(NamedTuple):
    """What a candidate takes from the settings, and the language of its messages."""

    timezone: str
    locale: str
    public_url: str
    spoken: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


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

    def owner(self, unit_id: str) -> _Owner:
        unit = self.by_id[unit_id]
        names = self.path_names(unit)
        return _Owner(unit.code, unit.path, unit.name, unit.short_name, names, self.phone(unit))


async def candidates(settings: Settings, at: datetime) -> list[Candidate]:
    """Everything published that has not ended before the local day of ``at``, in a fixed order.

    A function of the rows: within one local day ``at`` makes no difference, so plans keep their
    bytes.  Read in slices that the event loop can bear; equal rows give the same objects.
    """
    midnight_today = midnight(at.astimezone(settings.zone).date(), settings.zone)
    for _ in range(_TRIES):
        before = await _changes()
        units = await all_units()
        rows = await _rows(midnight_today)
        if await _changes() == before:
            break
    office = tuple(_office(settings))
    owners: dict[str, _Plain] = {}
    found: list[Candidate] = []
    for count, row in enumerate(rows):
        if count % _BREATH == 0:
            await asyncio.sleep(0)
        unit = row[_UNIT]
        if unit not in owners:
            owners[unit] = tuple(units.owner(unit))
        candidate = _candidate(row, owners[unit], office)
        if candidate.window.end is None or candidate.window.end > midnight_today:
            found.append(candidate)
    return found


async def _rows(ended_before: datetime) -> list[_Plain]:
    """The rows in small slices, each soon decoded, so that others may run in between."""
    rows: list[_Plain] = []
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
            .values_list(*_COLUMNS)
        )
        rows += batch
        if len(batch) < _SLICE:
            return rows
        last = rows[-1][0]


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
    values = await Version.filter(id=version.id).first().values_list(*_COLUMNS)
    if values is None:
        raise LookupError(version.id)
    row = _Row._make(values)
    owner = (await all_units()).owner(row.unit)
    return _sheet(row, _facts(row), owner, _office(settings))


def _office(settings: Settings) -> _Office:
    return _Office(settings.timezone, settings.locale, settings.public_url, messages.locale())


@lru_cache(maxsize=_REMEMBERED)
def _candidate(of_row: _Plain, of_owner: _Plain, of_office: _Plain) -> Candidate:
    """From the fields of _Row, _Owner and _Office, and from nothing else."""
    row, owner, office = _Row._make(of_row), _Owner._make(of_owner), _Office._make(of_office)
    if row.published_at is None:
        raise ValueError(f"version {row.id} is public without an instant of publication")
    facts = _facts(row)
    span = record_window(facts, office.zone)
    text = sheet_json(_sheet(row, facts, owner, office))
    return Candidate(
        version=row.id,
        record=row.record,
        code=row.code,
        title=row.title,
        unit=owner.code,
        unit_path=owner.path,
        unit_name=owner.short_name,
        item=row.item or "",
        period=row.period,
        template=row.template,
        carriers=_carriers(row.template, row.carriers),
        audience=row.audience or "public",
        window=span.window,
        rule=span.rule,
        because=str(span.because),
        sheet_text=text,
        sheet_hash=sheet_hash(text),
        evergreen=is_evergreen(facts, office.zone),
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


def _sheet(row: _Row, facts: Facts, owner: _Owner, office: _Office) -> Sheet:
    link = record_link(
        office.public_url,
        row.code,
        official_url=row.official_url,
        audience=row.audience or "public",
        template=row.template,
    )
    made_of = SheetFacts(
        template=row.template,
        edition=row.edition,
        path=owner.names,
        item=row.item_name or "",
        title=row.title,
        period=row.period,
        end=record_window(planned(facts), office.zone).window.end,
        phone=owner.phone,
        link=link,
        publisher=row.publisher or owner.name,
        reviewer=row.reviewer,
        published_at=row.published_at,
        content=row.content,
    )
    return build_sheet(made_of, office.zone, office.locale)


@lru_cache
def _carriers(template: str, carriers: str | None) -> frozenset[str]:
    """Strips show what was written for them and nothing else unless the item says so."""
    if template == STRIP:
        return frozenset({STRIP})
    return frozenset(carriers.split()) if carriers else DEFAULT_CARRIERS
