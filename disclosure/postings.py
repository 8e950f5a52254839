"""Posting periods (公示期): how many days, and which days they are.

Counted from the day after the start (民法典第201条: 开始的当日不计入，自下一日开始计算), in the
unit that the catalogue's cell names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from disclosure.workdays import Workdays

Unit = Literal["working_day", "calendar_day"]
_DAY = timedelta(days=1)
WEEKDAYS = Workdays()
"""Counts Mondays to Fridays, all of it provisional: for those who know no official days."""
LONGEST = 365
"""Days, with all extensions."""


@dataclass(frozen=True)
class Posting:
    """``days`` as approved; ``extended``: what persons added since; both in ``unit``."""

    days: int
    unit: Unit
    extended: int = 0

    @property
    def whole(self) -> int:
        return self.days + self.extended


class Run(NamedTuple):
    """The first and the last day that count."""

    first: date
    last: date
    provisional: bool


def posting_of(days: int | None, unit: str, extended: int = 0) -> Posting | None:
    """From the columns of a version; None without a posting period."""
    if not days:
        return None
    return Posting(days, "working_day" if unit == "working_day" else "calendar_day", extended)


def may_extend(posting: Posting, days: int) -> bool:
    """Whether so many days more are some, and not too many in all."""
    return days >= 1 and posting.whole + days <= LONGEST


def posting_days(posting: Posting, since: date, calendar: Workdays) -> Run:
    """The days of a posting that was put up on ``since``, a local day."""
    if posting.unit == "calendar_day":
        return Run(since + _DAY, since + posting.whole * _DAY, provisional=False)
    first, last = calendar.add(since, 1), calendar.add(since, posting.whole)
    return Run(first.day, last.day, last.provisional)


def counted(posting: Posting, since: date, calendar: Workdays) -> Iterator[date]:
    """Each day that counts, in order."""
    for number in range(1, posting.whole + 1):
        if posting.unit == "calendar_day":
            yield since + number * _DAY
        else:
            yield calendar.add(since, number).day
