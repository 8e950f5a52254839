"""Periods that a periodic record reports on: ``2026Q3``, ``2026-10``, ``2026H1``, ``2026``.

The record about a period is due at the end of the item's due day in the first month after it.
It is stale once its successor's due date has passed.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from core.errors import Invalid
from core.messages import marked, text

Kind = Literal["month", "quarter", "half", "year"]
CADENCES: dict[str, Kind] = {
    "quarterly": "quarter",
    "monthly": "month",
    "half_yearly": "half",
    "yearly": "year",
}
"""The periodic cadences and the kind of their periods."""
MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
NUMERALS = ("", marked("一"), marked("二"), marked("三"), marked("四"))
HALVES = ("", marked("上半年"), marked("下半年"))
_SHAPE = re.compile(
    r"(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|-(?P<month>0[1-9]|1[0-2]))?"
)
_FIRST_YEAR, _LAST_YEAR = 1949, 2200


@dataclass(frozen=True, order=True)
class Period:
    """``number``: quarter 1–4, month 1–12, half 1–2, or 1 for a year.  Ordered in time within a
    kind."""

    kind: Kind
    year: int
    number: int

    def __str__(self) -> str:
        if self.kind == "quarter":
            return f"{self.year}Q{self.number}"
        if self.kind == "half":
            return f"{self.year}H{self.number}"
        return f"{self.year}-{self.number:02}" if self.kind == "month" else f"{self.year}"

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def next(self) -> "Period":
        return self._moved(1)

    def previous(self) -> "Period":
        return self._moved(-1)

    def name(self) -> str:
        """2026年第三季度, 2026年10月, 2026年上半年 or 2026年度, in the language in use."""
        data = self.fields()
        if self.kind == "quarter":
            return text("{year}年第{quarter}季度", **data)
        if self.kind == "half":
            return text("{year}年{half}", **data)
        if self.kind == "month":
            return text("{year}年{number}月", **data)
        return text("{year}年度", **data)

    def stamp(self) -> str:
        """The stamp on a page: 2026年7—9月, 2026年10月, 2026年1—6月 or 2026年度."""
        if self.kind not in ("quarter", "half"):
            return self.name()
        return text(
            "{year}年{first}—{last}月",
            year=self.year,
            first=self.first_day.month,
            last=self.last_day.month,
        )

    def fields(self) -> dict[str, object]:
        """What messages about the period may name: year, number, quarter (as a numeral), half."""
        quarter = text(NUMERALS[self.number]) if self.kind == "quarter" else ""
        half = text(HALVES[self.number]) if self.kind == "half" else ""
        return {"year": self.year, "number": self.number, "quarter": quarter, "half": half}

    def _moved(self, steps: int) -> "Period":
        in_year = 12 // MONTHS[self.kind]
        year, index = divmod(self.year * in_year + self.number - 1 + steps, in_year)
        return Period(self.kind, year, index + 1)


@lru_cache(maxsize=1024)
def parse(written: str) -> Period:
    """The period of its code.  Raises Invalid for anything else."""
    found = _SHAPE.fullmatch(written)
    if not found or not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        raise Invalid(
            "period-bad",
            "“{period}”不是有效的期次；请写作 2026Q3、2026-10、2026H1 或 2026。",
            period=written,
            field="period",
        )
    year = int(found["year"])
    if found["quarter"]:
        return Period("quarter", year, int(found["quarter"]))
    if found["half"]:
        return Period("half", year, int(found["half"]))
    if found["month"]:
        return Period("month", year, int(found["month"]))
    return Period("year", year, 1)


def period_of(kind: Kind, day: date) -> Period:
    """The period of that kind in which ``day`` lies."""
    return Period(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)


def check_over(period: Period, at: datetime, zone: ZoneInfo) -> None:
    """Raises Invalid where a record about ``period`` cannot be complete yet: a month, quarter or
    half-year that still runs at ``at`` in ``zone``; what reports on it, also that nothing
    happened, is known only when it is over.

    Years are left alone: budgets, plans and yearly targets are published during the year that
    they are about, and their items are yearly all the same.
    """
    over_on = period.next().first_day
    if period.kind == "year" or at >= midnight(over_on, zone):
        return
    raise Invalid(
        "period-runs",
        "{period}尚未结束，本条信息自{year}年{month}月{day}日起方可提交审核；现在可以先存为草稿。",
        period=period.name(),
        year=over_on.year,
        month=over_on.month,
        day=over_on.day,
        field="period",
    )


def is_periodic(cadence: str) -> bool:
    """Whether records of that cadence report on periods."""
    return cadence in CADENCES


def due_on(period: Period, due_day: int) -> date:
    """The last day on which the record about ``period`` is on time.

    A due day that the month does not have is its last day.
    """
    month = period.next().first_day
    last = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=min(max(due_day, 1), last))


def due_at(period: Period, due_day: int, zone: ZoneInfo) -> datetime:
    """The end of the due day in ``zone``, in UTC: until then the record is on time."""
    return midnight(due_on(period, due_day) + timedelta(days=1), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of ``day`` in ``zone``, in UTC; also where clocks skip midnight."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)
