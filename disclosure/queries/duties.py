"""What is due: every unit's obligations at an instant, in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from tortoise.expressions import Q

from accounts.models import Unit
from core.errors import NotFound
from core.settings import Settings
from disclosure import obligations
from disclosure.deadlines import Basis, Deadline, event_due, limits_of
from disclosure.models import CatalogueItem, Exemption, ItemUnit, RuleSet
from disclosure.obligations import EVERY, Item, Owed, State
from disclosure.periods import is_periodic
from disclosure.queries.publications import Prompt, Publications, publications
from disclosure.queries.workdays import workdays
from disclosure.rules import NAME, DisclosureRules, read_rules

LOOKBACK = timedelta(days=366)
"""How long ago something may have been due to be listed."""
SLICE = 100
"""So many units at a time: between them the event loop turns to others."""
_NONE: frozenset[str] = frozenset()


class DueRow(NamedTuple):
    """One obligation.  ``period``: 2026Q3, 2026-10, 2026H1 or 2026; None where the item is not
    periodic.

    ``due_at``: the end of the due day, in UTC; disclosure.obligations.ALWAYS where the item was
    owed before anyone wrote down since when.  ``record_id``: the record about it, published or
    not.  ``check_due_at``: of published fixed content, when it must be confirmed again.
    """

    unit_code: str
    unit_name: str
    item_code: str
    item_name: str
    period: str | None
    state: State
    due_at: datetime
    provisional: bool
    record_id: str | None
    check_due_at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """As ``hallboard due --json`` prints it; a deadline that nobody knows is null."""
        known = self.due_at != obligations.ALWAYS
        return {
            "unit": self.unit_code,
            "item": self.item_code,
            "period": self.period,
            "state": self.state,
            "due_at": self.due_at.isoformat() if known else None,
            "provisional": self.provisional,
            "record": self.record_id,
        }


class _Place(NamedTuple):
    id: str
    code: str
    name: str
    tier: str
    kind: str
    path: str


@dataclass(frozen=True)
class _Owing:
    """An item, and who owes it."""

    item: Item
    tier: str
    unit_path: str
    unit_kind: str
    named: frozenset[str]
    """Ids of the units that owe it by name; empty: all of the tier."""

    def by(self, place: _Place) -> bool:
        if self.named:
            return place.id in self.named
        fits = place.tier == self.tier and place.path.startswith(self.unit_path)
        return fits and self.unit_kind in ("", place.kind)


async def rules() -> DisclosureRules:
    """The county's figures, or the defaults."""
    row = await RuleSet.get_or_none(name=NAME)
    return read_rules(row.value) if row else DisclosureRules()


async def basis(settings: Settings) -> Basis:
    """What deadlines are computed from."""
    return Basis(await rules(), await workdays(), settings.zone)


async def due(
    settings: Settings,
    at: datetime,
    unit_path: str = "/",
    *,
    since: datetime | None = None,
    periods: frozenset[str] | None = None,
) -> list[DueRow]:
    """The obligations of a subtree at ``at``, by unit in the order of the tree, then by item in
    the order of the catalogue, then by period.

    Lists what was or will be due after ``since`` (366 days before ``at``), the running periods
    too, and prompt records that are still unpublished.  What an item asks only on request is not
    owed.  ``periods``: of periodic items these alone; what is stale is seen only where all later
    ones are among them.  Publications, checks and withdrawals count as they stood at ``at``; the
    catalogue, its exemptions, the rules and the calendar as they stand now.
    """
    start = since or at - LOOKBACK
    given = await basis(settings)
    places = await _places(unit_path)
    owing = await _owing()
    exempt = await _exemptions(unit_path)
    duties = [_Duty(one.item, start, at, given, periods) for one in owing]
    day = start.astimezone(settings.zone).date()
    found: list[DueRow] = []
    for first in range(0, len(places), SLICE):
        some = places[first : first + SLICE]
        known = await publications([place.id for place in some], day, at, periods)
        found += [
            DueRow(place.code, place.name, duty.item.code, duty.item.name, *owed)
            for place in some
            for duty, one in zip(duties, owing, strict=True)
            if one.by(place)
            for owed in duty.rows(place.id, known, exempt.get((place.id, duty.item.id), _NONE))
        ]
    return found


class _Duty:
    """One item at one instant: what does not depend on the unit is computed once."""

    def __init__(
        self,
        item: Item,
        since: datetime,
        at: datetime,
        basis: Basis,
        periods: frozenset[str] | None,
    ) -> None:
        self.item, self.since, self.at, self.basis = item, since, at, basis
        known = obligations.slots(item, since, at, basis) if is_periodic(item.cadence) else []
        self.slots = [slot for slot in known if periods is None or slot.period in periods]
        self.deadline = obligations.fixed_deadline(item, basis)
        self._prompt: dict[date, Deadline] = {}

    def rows(self, unit_id: str, known: Publications, exempt: frozenset[str]) -> Iterable[Owed]:
        place = (unit_id, self.item.id)
        if self.slots:
            return obligations.periodic(self.slots, known.periodic.get(place, {}), exempt, self.at)
        if self.item.cadence == "prompt":
            return self._prompt_rows(known.prompt.get(place, ()), EVERY in exempt)
        if is_periodic(self.item.cadence):
            return ()
        record = known.single.get(place)
        row = obligations.fixed(
            self.item, self.deadline, record, EVERY in exempt, self.at, self.basis
        )
        return (row,) if row else ()

    def _prompt_rows(self, records: Iterable[Prompt], exempt: bool) -> Iterator[Owed]:
        for record in records:
            soon = event_due(record.event, record.formed_on, record.opened_at, self.basis)
            deadline = soon or self._due(record.formed_on)
            row = obligations.prompt(record.known, deadline, exempt, self.at)
            if row.due_at > self.since or row.state in ("due", "overdue"):
                yield row

    def _due(self, formed_on: date) -> Deadline:
        if formed_on not in self._prompt:
            self._prompt[formed_on] = obligations.prompt_deadline(self.item, formed_on, self.basis)
        return self._prompt[formed_on]


async def unit_path_of(code: str) -> str:
    """The subtree of a unit; of the whole county for an empty code.  Raises NotFound."""
    if not code:
        return "/"
    unit = await Unit.get_or_none(code=code)
    if unit is None:
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=code)
    return unit.path


async def _places(unit_path: str) -> list[_Place]:
    rows = Unit.filter(path__startswith=unit_path).order_by("path")
    return [
        _Place(*row)
        for row in await rows.values_list("id", "code", "short_name", "tier", "kind", "path")
    ]


async def _owing() -> list[_Owing]:
    named: dict[str, set[str]] = defaultdict(set)
    for item_id, unit_id in await ItemUnit.filter(role="responsible").values_list(
        "item_id", "unit_id"
    ):
        named[item_id].add(unit_id)
    rows = (
        await CatalogueItem.filter(~Q(mode="on_request"))
        .select_related("unit")
        .order_by("tier", "position", "code")
    )
    return [
        _Owing(
            Item(
                row.id,
                row.code,
                row.name,
                row.cadence,
                row.due_day,
                limits_of(row.limit_rules),
                row.applied_at,
                row.retired_at,
            ),
            row.tier,
            row.unit.path if row.unit else "/",
            row.unit_kind,
            frozenset(named[row.id]),
        )
        for row in rows
    ]


async def _exemptions(unit_path: str) -> dict[tuple[str, str], frozenset[str]]:
    """By unit and item, the periods from which the unit is exempt; EVERY for all."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    rows = Exemption.filter(unit__path__startswith=unit_path)
    for unit_id, item_id, period in await rows.values_list("unit_id", "item_id", "period"):
        found[unit_id, item_id].add(period)
    return {place: frozenset(periods) for place, periods in found.items()}
