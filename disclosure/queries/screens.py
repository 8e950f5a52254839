"""What screens may show."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from accounts.models import Unit
from accounts.queries import audit_head
from core import messages
from core.pacing import Pace
from core.settings import Settings
from disclosure.audiences import area_of, audience_of
from disclosure.candidates import Candidate
from disclosure.deadlines import limits_of
from disclosure.gates.names import text_without
from disclosure.models import Version
from disclosure.periods import midnight
from disclosure.postings import WEEKDAYS, posting_of
from disclosure.queries.changes import changed_since
from disclosure.queries.links import posting_results
from disclosure.queries.names import Withheld, shown_texts, withheld
from disclosure.queries.workdays import workdays
from disclosure.review import PUBLIC
from disclosure.sheets import STRIP, SheetFacts, build_sheet, record_link
from disclosure.windows import Facts, is_evergreen, planned, record_window
from disclosure.workdays import Workdays
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
    starts_at: datetime | None
    posting_days: int | None
    posting_unit: str
    posting_extended: int
    objection: str
    group_name: str
    group_area: str
    record: str
    period: str | None
    unit: str
    item: str | None
    item_name: str | None
    cadence: str | None
    due_day: int | None
    limits: str | None
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
    "limits": "record__item__limit_rules",
    "audience": "record__item__audience",
    "carriers": "record__item__carriers",
}
_COLUMNS = [_ELSEWHERE.get(name, name) for name in _Row._fields]
_UNIT = _Row._fields.index("unit")
_RECORD = _Row._fields.index("record")
_POSTING_UNIT = _Row._fields.index("posting_unit")
_GROUP_AREA = _Row._fields.index("group_area")
_SAID = tuple(_Row._fields.index(name) for name in ("title", "content", "objection"))
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


class _Days:
    """Working days as a key of what was worked out with them: compared by what they are, but
    hashed once, since ten thousand candidates ask."""

    def __init__(self, known: Workdays) -> None:
        self.known = known
        self._hash = hash((frozenset(known.days.items()), known.covered))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Days) and self.known == other.known


class _Around(NamedTuple):
    """What else a candidate depends on; None and "" for most."""

    days: _Days | None
    """Only where working days are counted."""
    result: str
    """Title of the record that says what came of its posting."""
    area_name: str
    """Short name of the unit of its group's area, where that is named."""
    withheld: tuple[str, ...] = ()
    """Names taken down that may stand in it."""

    @property
    def calendar(self) -> Workdays:
        return self.days.known if self.days else WEEKDAYS


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
        before = await audit_head()
        units = await all_units()
        rows = await _rows(midnight_today)
        days, results = _Days(await workdays()), await posting_results()
        hidden = await withheld()
        if not await changed_since(before):
            break
    office = tuple(_office(settings))
    owners: dict[str, _Plain] = {}
    found: list[Candidate] = []
    pace = Pace()
    for count, row in enumerate(rows):
        if count % _BREATH == 0:
            await pace.rest()
        unit = row[_UNIT]
        if unit not in owners:
            owners[unit] = tuple(units.owner(unit))
        around = _around(row, days, results, units, hidden)
        candidate = _candidate(row, owners[unit], office, around)
        if candidate.window.end is None or candidate.window.end > midnight_today:
            found.append(candidate)
    return found


async def _rows(ended_before: datetime) -> list[_Plain]:
    """The rows in small slices, each soon decoded, so that others may run in between.

    Which they are is asked once: asked slice by slice, a database may look through all of them
    each time.
    """
    live = (
        await Version.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=ended_before),
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=ended_before),
            Q(ends_at=None) | Q(ends_at__gt=ended_before),
            state__in=PUBLIC,
            purged_at=None,
        )
        .order_by("id")
        .values_list("id", flat=True)
    )
    rows: list[_Plain] = []
    for first in range(0, len(live), _SLICE):
        some = Version.filter(id__in=live[first : first + _SLICE])
        rows += await some.order_by("id").values_list(*_COLUMNS)
    return rows


def _around(
    row: _Plain, days: _Days, results: dict[str, str], units: Units, hidden: Withheld
) -> _Around:
    counts = row[_POSTING_UNIT] == "working_day"
    result = results.get(row[_RECORD], "")
    said = (*(row[at] for at in _SAID), result)
    names = hidden.over(units.by_id[row[_UNIT]].path, *said) if hidden.rows else ()
    area = units.by_code.get(row[_GROUP_AREA].strip("/").rpartition("/")[2])
    return _Around(days if counts else None, result, area.short_name if area else "", names)


async def all_units() -> Units:
    """The whole tree, in one query."""
    rows = await Unit.all()
    return Units({unit.id: unit for unit in rows}, {unit.code: unit for unit in rows})


async def sheet_of(version: Version, settings: Settings) -> Sheet:
    """The sheet of any version, published or not: what its author and reviewer see drawn."""
    values = await Version.filter(id=version.id).first().values_list(*_COLUMNS)
    if values is None:
        raise LookupError(version.id)
    row = _Row._make(values)
    units = await all_units()
    hidden = await withheld()
    around = _around(values, _Days(await workdays()), await posting_results(), units, hidden)
    row = _shown(row, around.withheld)
    return _sheet(row, _facts(row), units.owner(row.unit), _office(settings), around)


def _office(settings: Settings) -> _Office:
    return _Office(settings.timezone, settings.locale, settings.public_url, messages.locale())


@lru_cache(maxsize=_REMEMBERED)
def _candidate(of_row: _Plain, of_owner: _Plain, of_office: _Plain, around: _Around) -> Candidate:
    """From the fields of _Row, _Owner, _Office and _Around, and from nothing else."""
    row, owner, office = _Row._make(of_row), _Owner._make(of_owner), _Office._make(of_office)
    row = _shown(row, around.withheld)
    if row.published_at is None:
        raise ValueError(f"version {row.id} is public without an instant of publication")
    facts = _facts(row)
    span = record_window(facts, office.zone, around.calendar)
    text = sheet_json(_sheet(row, facts, owner, office, around))
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
        audience=facts.audience,
        area=area_of(facts.audience, row.group_area, owner.path),
        area_name=around.area_name or owner.short_name,
        group=row.group_name,
        window=span.window,
        rule=span.rule,
        because=str(span.because),
        sheet_text=text,
        sheet_hash=sheet_hash(text),
        evergreen=is_evergreen(facts, office.zone),
        published_at=row.published_at,
        opening=str(span.opening) if span.opening else "",
    )


def _shown(row: _Row, names: tuple[str, ...]) -> _Row:
    """The row as it is shown, without names that were taken down."""
    if not names:
        return row
    content, title = shown_texts(row.content, row.title, names)
    objection = text_without(row.objection, names)
    return row._replace(content=content, title=title, objection=objection)


def _facts(row: _Row) -> Facts:
    return Facts(
        cadence=row.cadence or "",
        period=row.period,
        due_day=row.due_day or 10,
        limits=limits_of(row.limits or ""),
        published_at=row.published_at,
        effective_on=row.effective_on,
        abolished_on=row.abolished_on,
        ends_at=row.ends_at,
        superseded_at=row.superseded_at,
        withdrawn_at=row.withdrawn_at,
        starts_at=row.starts_at,
        posting=posting_of(row.posting_days, row.posting_unit, row.posting_extended),
        audience=audience_of(row.audience, row.group_name, row.group_area),
    )


def _sheet(row: _Row, facts: Facts, owner: _Owner, office: _Office, around: _Around) -> Sheet:
    link = record_link(
        office.public_url,
        row.code,
        official_url=row.official_url,
        audience=facts.audience,
        template=row.template,
    )
    span = record_window(planned(facts), office.zone, around.calendar)
    made_of = SheetFacts(
        template=row.template,
        edition=row.edition,
        path=owner.names,
        item=row.item_name or "",
        title=row.title,
        period=row.period,
        end=span.window.end,
        phone=owner.phone,
        link=link,
        publisher=row.publisher or owner.name,
        reviewer=row.reviewer,
        published_at=row.published_at,
        content=row.content,
        posting=facts.posting,
        posted=span.posted,
        objection=row.objection,
        result=text_without(around.result, around.withheld),
    )
    return build_sheet(made_of, office.zone, office.locale)


@lru_cache
def _carriers(template: str, carriers: str | None) -> frozenset[str]:
    """Strips show what was written for them and nothing else unless the item says so."""
    if template == STRIP:
        return frozenset({STRIP})
    return frozenset(carriers.split()) if carriers else DEFAULT_CARRIERS
