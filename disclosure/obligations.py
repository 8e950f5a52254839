"""What is owed: one row for each unit, item and period, with its state at an instant.  Pure.

======================  =======================================================================
``not_due``             its period still runs (or the item does not apply yet)
``due``                 from the end of the period until the end of the due day
``overdue``             after it, with nothing published
``published``           first published before the end of the due day
``published_late``      first published after it
``stale``               published, but no longer current: see below
``exempt``              the unit need not, for a reason that is written down
======================  =======================================================================

* **Periodic** items owe one record a period.  The newest published one is ``stale`` once a later
  period is overdue: then screens show nothing current.  本季度无发生 is a record like any other.
* **Fixed** items owe one record, first so many working days after the item began to apply; it is
  ``stale`` when neither renewed nor confirmed (核对无变化) for a year.
* **Permanent** items as fixed ones, without the yearly check.
* **Prompt** items owe nothing until there is something: one row a record with a 成文日期.
* A **retired** item owes nothing for periods that end after its retirement, and as a fixed one
  nothing from then on.

A publication counts from its first instant, as long as it has not been withdrawn; corrections
change nothing.  An exemption goes before everything else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from disclosure.deadlines import Basis, Deadline, first_due, period_due_on, prompt_due
from disclosure.periods import CADENCES, midnight, period_of
from disclosure.timelimits import Rule

State = Literal["not_due", "due", "overdue", "published", "published_late", "stale", "exempt"]
STATES: tuple[State, ...] = (
    "not_due",
    "due",
    "overdue",
    "published",
    "published_late",
    "stale",
    "exempt",
)
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The deadline of what was owed before anyone wrote down since when: nothing is late by it."""
EVERY = ""
"""The period of an exemption from all of them."""


class Item(NamedTuple):
    """What a catalogue item says of time.  Instants in UTC; None: always, never."""

    id: str
    code: str
    name: str
    cadence: str
    due_day: int = 10
    limits: tuple[Rule, ...] = ()
    applied_at: datetime | None = None
    retired_at: datetime | None = None


class Known(NamedTuple):
    """A record, as far as it is public: ``first`` its first publication that stands, None while
    there is none; ``fresh`` when it was last published or confirmed."""

    record_id: str
    first: datetime | None = None
    fresh: datetime | None = None


class Slot(NamedTuple):
    """A period that an item owes."""

    period: str
    ends: datetime
    due_at: datetime


class Owed(NamedTuple):
    """One obligation of one unit.  ``check_due_at``: of fixed content, when it must be confirmed
    again."""

    period: str | None
    state: State
    due_at: datetime
    provisional: bool
    record_id: str | None
    check_due_at: datetime | None = None


def slots(item: Item, since: datetime, at: datetime, basis: Basis) -> list[Slot]:
    """The periods of a periodic item due after ``since``, oldest first, with the running one."""
    period = period_of(CADENCES[item.cadence], at.astimezone(basis.zone).date())
    found: list[Slot] = []
    while True:
        due_at = basis.end_of(period_due_on(period, item.due_day, item.limits))
        if due_at <= since:
            return found[::-1]
        ends = midnight(period.next().first_day, basis.zone)
        if _applies(item, ends):
            found.append(Slot(str(period), ends, due_at))
        period = period.previous()


def periodic(
    owed: Sequence[Slot], known: Mapping[str, Known], exempt: Collection[str], at: datetime
) -> list[Owed]:
    """One row for each of the slots of one unit and item.  ``known`` and ``exempt`` by period."""
    rows: list[Owed] = []
    newest: int | None = None
    missing = False
    for number, slot in enumerate(owed):
        record = known.get(slot.period)
        published = record.first if record else None
        if published is not None:
            newest, missing = number, False
        state = _periodic_state(slot, published, exempt, at)
        missing = missing or state == "overdue"
        record_id = record.record_id if record else None
        rows.append(Owed(slot.period, state, slot.due_at, False, record_id))
    if newest is not None and missing and rows[newest].state != "exempt":
        rows[newest] = rows[newest]._replace(state="stale")
    return rows


def fixed_deadline(item: Item, basis: Basis) -> Deadline:
    """When a fixed or permanent item is first due; ALWAYS where nobody knows since when."""
    if item.applied_at is None:
        return Deadline(ALWAYS)
    applied_on = item.applied_at.astimezone(basis.zone).date()
    return first_due(applied_on, item.limits, basis)


def fixed(
    item: Item, deadline: Deadline, known: Known | None, exempt: bool, at: datetime, basis: Basis
) -> Owed | None:
    """The row of a fixed or permanent item; None once it is retired."""
    if item.retired_at is not None and at >= item.retired_at:
        return None
    check = _check_due(item, known, basis)
    state = _fixed_state(item, deadline, known, at)
    if exempt:
        state, check = "exempt", None
    elif check is not None and at >= check:
        state = "stale"
    record_id = known.record_id if known else None
    due_at = check if state == "stale" and check else deadline.at
    provisional = deadline.provisional and state != "stale"
    return Owed(None, state, due_at, provisional, record_id, check)


def prompt(known: Known, deadline: Deadline, exempt: bool, at: datetime) -> Owed:
    """The row of one record of a prompt item, from prompt_due of its 成文日期."""
    if exempt:
        state: State = "exempt"
    elif known.first is not None:
        state = _in_time(known.first, deadline.at)
    else:
        state = "due" if at < deadline.at else "overdue"
    return Owed(None, state, deadline.at, deadline.provisional, known.record_id)


def prompt_deadline(item: Item, formed_on: date, basis: Basis) -> Deadline:
    """When a record of a prompt item is due."""
    return prompt_due(formed_on, item.limits, basis)


def _applies(item: Item, ends: datetime) -> bool:
    """Whether the item is owed for a period that ends then."""
    if item.applied_at is not None and ends <= item.applied_at:
        return False
    return item.retired_at is None or ends <= item.retired_at


def _periodic_state(
    slot: Slot, published: datetime | None, exempt: Collection[str], at: datetime
) -> State:
    if slot.period in exempt or EVERY in exempt:
        return "exempt"
    if published is not None:
        return _in_time(published, slot.due_at)
    if at < slot.ends:
        return "not_due"
    return "due" if at < slot.due_at else "overdue"


def _fixed_state(item: Item, deadline: Deadline, known: Known | None, at: datetime) -> State:
    if known is not None and known.first is not None:
        return "published" if deadline.at == ALWAYS else _in_time(known.first, deadline.at)
    if item.applied_at is not None and at < item.applied_at:
        return "not_due"
    return "due" if at < deadline.at else "overdue"


def _check_due(item: Item, known: Known | None, basis: Basis) -> datetime | None:
    if item.cadence != "fixed" or known is None or known.fresh is None:
        return None
    return known.fresh + timedelta(days=basis.rules.yearly_check_days)


def _in_time(published: datetime, due_at: datetime) -> State:
    return "published" if published < due_at else "published_late"
