"""Working days: which days they are, and counting them.  Pure.

A working day is Monday to Friday, but for what the State Council's yearly notice says: holidays,
and weekend days worked in exchange.  A year whose notice is not known yet is counted by weekdays
alone, and what was counted so is marked provisional; nothing is stored, so it is right once the
notice has been imported.
"""

import csv
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

Kind = Literal["work", "rest"]
SHIPPED = Path(__file__).parent / "official_days.csv"
"""The notices of 2004 to 2026, taken from chinesecalendar 1.11 (MIT)."""
_DAY = timedelta(days=1)
_WEEKEND = 5


@dataclass(frozen=True, order=True)
class NamedDay:
    """A day that the notice names: ``work`` (调休上班) or ``rest`` (放假), and why."""

    day: date
    kind: Kind
    note: str = ""


@dataclass(frozen=True)
class Reached:
    """Where counting ended.  ``provisional``: a day of an uncovered year was counted or passed."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class Workdays:
    """``days``: whether a named day is worked; ``covered``: the years whose notice is known."""

    days: Mapping[date, bool] = field(default_factory=dict)
    covered: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        named = self.days.get(day)
        return day.weekday() < _WEEKEND if named is None else named

    def add(self, start: date, count: int) -> Reached:
        """The ``count``-th working day after ``start``; a negative count goes back.

        The first day is not counted (民法典 Art. 201): one working day after a Friday is Monday.
        Zero is ``start`` itself, worked or not.
        """
        step = _DAY if count > 0 else -_DAY
        day, left, provisional = start, abs(count), False
        while left:
            day += step
            left -= self.is_workday(day)
            provisional = provisional or day.year not in self.covered
        return Reached(day, provisional)

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when it is earlier.

        ``between(start, add(start, n).day) == n``.
        """
        if end < start:
            return -self.between(end, start)
        return sum(
            self.is_workday(start + number * _DAY) for number in range(1, (end - start).days + 1)
        )

    def provisional(self, start: date, end: date) -> bool:
        """Whether a year between the two days (both included) is not covered."""
        first, last = min(start, end).year, max(start, end).year
        return any(year not in self.covered for year in range(first, last + 1))


def of_days(named: Iterable[NamedDay]) -> Workdays:
    """Working days by those named; a year is covered when one of its days is."""
    days = {one.day: one.kind == "work" for one in named}
    return Workdays(days, frozenset(day.year for day in days))


@functools.cache
def shipped_days() -> tuple[NamedDay, ...]:
    """The days that come with the product, in order."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(
            NamedDay(
                date.fromisoformat(row["date"]),
                "work" if row["kind"] == "work" else "rest",
                row["note"],
            )
            for row in rows
        )


@functools.cache
def shipped() -> Workdays:
    """Working days by what comes with the product alone."""
    return of_days(shipped_days())
