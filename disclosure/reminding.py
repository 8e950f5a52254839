"""Who is reminded of what, and when: ahead of a deadline, after it, and up the line.  Pure.

Three matters have a deadline: what is to be published; fixed content that is to be checked once a
year (核对无变化); and the items that a department files each month at least.  A month that is over
cannot be mended: it stands in the score, and nobody is called after it.

Reminders count working days, so that none falls into a holiday unseen.  Only the stage that holds
now is called: after a week without a server nobody gets three letters at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, Protocol

from disclosure.deadlines import Basis
from disclosure.obligations import ALWAYS

Kind = Literal["ahead", "overdue", "escalated"]
Matter = Literal["publication", "check", "minimum"]
_INSTANT = timedelta(microseconds=1)
_OPEN = frozenset({"not_due", "due", "overdue"})


class Row(Protocol):
    """An obligation, as far as reminders are concerned."""

    @property
    def unit_code(self) -> str: ...
    @property
    def item_code(self) -> str: ...
    @property
    def item_name(self) -> str: ...
    @property
    def period(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def record_id(self) -> str | None: ...
    @property
    def check_due_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Short:
    """A unit that has ``filed`` less than ``least`` items in the running month ``period``
    (2026-11), as known on the local day ``as_of``.  ``due_at``: the end of the month, in UTC."""

    unit_code: str
    period: str
    due_at: datetime
    filed: int
    least: int
    as_of: date
    item_code: str = ""
    item_name: str = ""
    state: str = "due"
    provisional: bool = False
    record_id: str | None = None
    check_due_at: datetime | None = None


class Call(NamedTuple):
    """One thing to say.  ``stage``: working days left (ahead) or passed; ``due_on``: the last day
    on which it was, or will be, on time; ``until``: the local time of a deadline in hours;
    ``today``: whether it is said on that day itself, which may be no working day."""

    kind: Kind
    stage: int
    row: Row
    due_on: date
    until: time | None = None
    matter: Matter = "publication"
    today: bool = False

    @property
    def due_at(self) -> datetime:
        return _due_at(self.row, self.matter)

    @property
    def key(self) -> str:
        """The same for the same call: it is made once.  A deadline that moves is a new call."""
        return f"{self.kind}:{self.stage}:{self.about}"

    @property
    def about(self) -> str:
        """The obligation of which it speaks, with its deadline."""
        what = self.row.record_id if self.row.period is None else self.row.period
        if self.matter == "check":
            what = "check"
        parts = (self.row.unit_code, self.row.item_code, what or "", f"{self.due_on:%Y%m%d}")
        return ":".join(parts)


def calls(rows: Iterable[Row], at: datetime, basis: Basis) -> list[Call]:
    """What has to be said at ``at`` about the rows that are not public, or public and unchecked.

    Where nobody wrote down since when something is owed, its unit hears of it once: no lead unit
    is told of days that nobody can count.
    """
    today = at.astimezone(basis.zone).date()
    found: list[Call] = []
    stages: dict[date, tuple[Kind, int] | None] = {}
    for row in rows:
        matter = _matter(row)
        if matter is None:
            continue
        due_at = _due_at(row, matter)
        if due_at == ALWAYS:
            found.append(_call("overdue", 0, row, basis))
            continue
        due_on = _due_on(due_at, basis)
        if due_on not in stages:
            stages[due_on] = stage_at(due_on, today, basis)
        if stage := stages[due_on]:
            call = _call(*stage, row, basis, matter)
            found.append(call._replace(today=due_on == today))
    return found


def standing(rows: Iterable[Row], basis: Basis) -> frozenset[str]:
    """Of which obligations something is still to be said (Call.about)."""
    return frozenset(
        _call("ahead", 0, row, basis, matter).about for row in rows if (matter := _matter(row))
    )


def asked(rows: Iterable[Row], at: datetime, basis: Basis) -> list[Call]:
    """What a person who asks today says about everything that is due or overdue: one call a day
    and obligation, whose stage is the day."""
    today = at.astimezone(basis.zone).date()
    found = []
    for row in rows:
        if row.state in {"due", "overdue"}:
            kind: Kind = "overdue" if row.state == "overdue" else "ahead"
            found.append(_call(kind, today.toordinal(), row, basis))
    return found


def stage_at(due_on: date, today: date, basis: Basis) -> tuple[Kind, int] | None:
    """The stage of a deadline as it stands today; None while it is far away.

    Ahead: the least of the county's figures that is not below the working days left.  Afterwards:
    the greatest that is not above those passed; the first of them goes to the unit itself, the
    later ones to its lead unit (委口牵头单位, for villages the township).
    """
    if today <= due_on:
        left = basis.workdays.between(today, due_on)
        reached = [stage for stage in basis.rules.reminder_workdays if left <= stage]
        return ("ahead", min(reached)) if reached else None
    passed = basis.workdays.between(due_on, today)
    return _passed(sorted(basis.rules.escalation_workdays), passed)


def _matter(row: Row) -> Matter | None:
    """Of what a row reminds; None where nothing is left to do."""
    if isinstance(row, Short):
        return "minimum"
    if row.state in _OPEN:
        return "publication"
    return None if row.check_due_at is None else "check"


def _due_at(row: Row, matter: Matter) -> datetime:
    if matter == "check" and row.check_due_at is not None:
        return row.check_due_at
    return row.due_at


def _due_on(due_at: datetime, basis: Basis) -> date:
    return (due_at - _INSTANT).astimezone(basis.zone).date()


def _call(kind: Kind, stage: int, row: Row, basis: Basis, matter: Matter = "publication") -> Call:
    due_at = _due_at(row, matter)
    due_on = _due_on(due_at, basis)
    # A year since the last check ends at some minute of a day: nobody is told of the minute.
    whole = matter == "check" or basis.end_of(due_on) == due_at
    until = None if whole else due_at.astimezone(basis.zone).time()
    return Call(kind, stage, row, due_on, until, matter)


def _passed(stages: Sequence[int], passed: int) -> tuple[Kind, int] | None:
    reached = [stage for stage in stages if stage <= passed]
    if not reached:
        return None
    return ("overdue" if reached[-1] == stages[0] else "escalated"), reached[-1]
