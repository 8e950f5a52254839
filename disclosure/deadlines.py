"""When something is due: from the item's time limit, the county's rules and the calendar.  Pure.

A due day ends at local midnight: until then what is published is on time.  Counting begins on the
day after (民法典 Art. 201).
"""

import calendar
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from disclosure.periods import CADENCES, MONTHS, Kind, Period, midnight
from disclosure.periods import due_on as due_on_day
from disclosure.rules import DisclosureRules
from disclosure.timelimits import ByDate, Immediate, Periodic, Rule, Within, rules_of
from disclosure.workdays import Workdays

_CADENCES: dict[Kind, str] = {kind: cadence for cadence, kind in CADENCES.items()}
_DAY = timedelta(days=1)
_LAST = 31


class Deadline(NamedTuple):
    """``at``: the end of the due day, in UTC.  ``provisional``: counted through a year whose
    official days are not known yet."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True)
class Basis:
    """What every deadline of a county is computed from."""

    rules: DisclosureRules
    workdays: Workdays
    zone: ZoneInfo

    def end_of(self, day: date) -> datetime:
        return midnight(day + _DAY, self.zone)

    def after(self, start: date, workdays: int) -> Deadline:
        """The end of the ``workdays``-th working day after ``start``."""
        reached = self.workdays.add(start, workdays)
        return Deadline(self.end_of(reached.day), reached.provisional)


@lru_cache(maxsize=4096)
def limits_of(stored: str) -> tuple[Rule, ...]:
    """The rules in an item's ``limit_rules``: the JSON of a reading, or of its rules alone.

    Empty where nothing was read.  Raises ValueError for what neither ever wrote.
    """
    if not stored:
        return ()
    kept = json.loads(stored)
    return rules_of(kept["rules"] if isinstance(kept, dict) else kept)


def period_due_on(period: Period, due_day: int, limits: Iterable[Rule] = ()) -> date:
    """The last day on which the record about ``period`` is on time.

    The day is the item's ``due_day``: it was read from the time limit and may have been corrected
    since.  The month is the first after the period unless the time limit names another one
    (每年3月31日前); where it names no day of it, its last day.  A day too late for it is its last.
    """
    for rule in limits:
        if isinstance(rule, ByDate) and rule.year is None and period.kind == "year":
            return _in_month(period.next(), rule.month, rule.day)
        if not isinstance(rule, Periodic) or rule.cadence != _CADENCES[period.kind]:
            continue
        if rule.by_month is not None and 1 <= rule.by_month <= MONTHS[period.kind]:
            day = due_day if rule.by_day is not None else _LAST
            return _in_month(period.next(), rule.by_month, day)
    return due_on_day(period, due_day)


def first_due(applied_on: date, limits: Iterable[Rule], basis: Basis) -> Deadline:
    """Fixed and permanent content: from the day on which the item began to apply, within the
    time limit's span, else within the latest that the county allows (20 working days)."""
    within = next((one for one in limits if isinstance(one, Within)), None)
    return _within(applied_on, within, basis) if within else _latest(applied_on, basis)


def prompt_due(formed_on: date, limits: Iterable[Rule], basis: Basis) -> Deadline:
    """What is published when it arises: from 成文日期.

    A span in the time limit holds as written.  Otherwise, and where it says 及时, report plus
    publish (1 + 2 working days), and never later than the latest (20 working days).
    """
    given = tuple(limits)
    within = next((one for one in given if isinstance(one, Within)), None)
    if within and not any(isinstance(one, Immediate) for one in given):
        return _within(formed_on, within, basis)
    inner = basis.rules.report_workdays + basis.rules.publish_workdays
    soon = basis.after(formed_on, min(inner, basis.rules.latest_workdays))
    return min(soon, _within(formed_on, within, basis)) if within else soon


def event_due(event: str, formed_on: date, noted_at: datetime, basis: Basis) -> Deadline | None:
    """The shorter deadline of something that cannot wait; None for an ordinary record.

    重大事件: on the day itself or the next (Mengnuo 2017, Art. 14).  Public concern: hours from the
    instant at which the record was opened, since nobody writes down when a rumour began
    (国办发〔2016〕61号: 5 hours to the first word, 24 to a press conference, 48 for the rest).
    """
    rules = basis.rules
    if event == "major":
        return Deadline(basis.end_of(formed_on + timedelta(days=rules.major_event_days)))
    hours = {
        "concern": rules.first_notice_hours,
        "conference": rules.press_conference_hours,
        "response": rules.other_response_hours,
    }.get(event)
    return Deadline(noted_at + timedelta(hours=hours)) if hours is not None else None


def _latest(start: date, basis: Basis) -> Deadline:
    return basis.after(start, basis.rules.latest_workdays)


def _within(start: date, rule: Within, basis: Basis) -> Deadline:
    """Hours run from the end of the day: formation is known by its day alone."""
    if rule.unit == "working_day":
        return basis.after(start, rule.count)
    if rule.unit == "hour":
        return Deadline(basis.end_of(start) + timedelta(hours=rule.count))
    return Deadline(basis.end_of(start + timedelta(days=rule.count)))


def _in_month(period: Period, month: int, day: int) -> date:
    first = period.first_day
    number = first.month + month - 1
    last = calendar.monthrange(first.year, number)[1]
    return date(first.year, number, min(day, last))
