"""A year as twelve small months, with the days that differ from their weekday marked in words."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core import messages
from disclosure.workdays import NamedDay, Workdays

WEEKDAYS = (
    messages.marked("一"),
    messages.marked("二"),
    messages.marked("三"),
    messages.marked("四"),
    messages.marked("五"),
    messages.marked("六"),
    messages.marked("日"),
)
_REST = messages.marked("休")
_WORK = messages.marked("班")


@dataclass(frozen=True)
class Day:
    """``mark``: 休 or 班 where the notice names the day; ``off``: not a working day."""

    number: int
    off: bool
    kind: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Month:
    number: int
    weeks: tuple[tuple[Day | None, ...], ...]
    workdays: int


@dataclass(frozen=True)
class Holiday:
    """One festival: 国庆节, 10月1日至10月7日放假, 9月20日、10月10日上班."""

    name: str
    said: str


def months(year: int, named: Iterable[NamedDay], known: Workdays) -> list[Month]:
    """The months of the year, Monday first; None where a week lies outside the month."""
    by_day = {one.day: one for one in named}
    return [_month(year, number, by_day, known) for number in range(1, 13)]


def holidays(named: Sequence[NamedDay]) -> list[Holiday]:
    """The festivals in the order of their first day off; days worked in exchange go with the
    festival that their note begins with."""
    names = list(dict.fromkeys(one.note for one in named if one.kind == "rest" and one.note))
    return [_holiday(name, named) for name in names]


def _holiday(name: str, named: Sequence[NamedDay]) -> Holiday:
    off = [one.day for one in named if one.kind == "rest" and one.note == name]
    worked = [one.day for one in named if one.kind == "work" and one.note.startswith(name)]
    parts = [messages.text("{days}放假", days="、".join(_span(*run) for run in _runs(off)))]
    if worked:
        days = "、".join(_day(day) for day in worked)
        parts.append(messages.text("{days}上班", days=days))
    return Holiday(name, "，".join(parts))


def _runs(days: Sequence[date]) -> list[tuple[date, date]]:
    """First and last of each run of days that follow each other."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    return messages.text("{first}至{last}", first=_day(first), last=_day(last))


def _day(day: date) -> str:
    return messages.text("{month}月{day}日", month=day.month, day=day.day)


def _month(year: int, number: int, by_day: dict[date, NamedDay], known: Workdays) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    shown = tuple(
        tuple(_cell(day, by_day, known) if day.month == number else None for day in week)
        for week in weeks
    )
    worked = sum(not day.off for week in shown for day in week if day is not None)
    return Month(number, shown, worked)


def _cell(day: date, by_day: dict[date, NamedDay], known: Workdays) -> Day:
    one = by_day.get(day)
    if one is None:
        return Day(day.day, not known.is_workday(day))
    mark = _WORK if one.kind == "work" else _REST
    return Day(day.day, one.kind == "rest", one.kind, messages.text(mark), one.note)
