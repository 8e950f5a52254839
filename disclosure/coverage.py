"""On which days of a posting it is known to have hung, and which are missing.

A day is *covered* when a screen said that it played it, or a photo shows it.  A plan that nobody
confirmed covers nothing: the screen may have been dark.  Days still to come say nothing yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.messages import marked

State = Literal["covered", "planned", "missing", "ahead"]
STATES: dict[State, str] = {
    "covered": marked("已留痕"),
    "planned": marked("已排播，未确认"),
    "missing": marked("无留痕"),
    "ahead": marked("未到"),
}


@dataclass(frozen=True)
class Day:
    """A local day that counts towards the posting."""

    day: date
    state: State


@dataclass(frozen=True)
class Coverage:
    """All days that count, in order."""

    days: tuple[Day, ...]

    def of(self, *states: State) -> tuple[date, ...]:
        return tuple(one.day for one in self.days if one.state in states)

    @property
    def short(self) -> tuple[date, ...]:
        """Past days on which nobody can prove that it hung."""
        return self.of("planned", "missing")


def coverage(
    days: Iterable[date], shown: Collection[date], planned: Collection[date], today: date
) -> Coverage:
    """``shown``: days that a screen or a photo vouches for; ``planned``: days with a plan alone.

    Today counts once it is vouched for; until it is over it is not missing.
    """
    return Coverage(tuple(Day(day, _state(day, shown, planned, today)) for day in days))


def _state(day: date, shown: Collection[date], planned: Collection[date], today: date) -> State:
    if day in shown:
        return "covered"
    if day >= today:
        return "ahead"
    return "planned" if day in planned else "missing"
