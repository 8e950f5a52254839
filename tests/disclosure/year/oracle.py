"""What must be true at an instant, worked out from the plan alone and by counting days.

Nothing of the product is imported: another zone arithmetic, another calendar, other loops.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.disclosure.year.plan import EAST, ITEMS, Act, after, midnight

CALENDAR = Path(__file__).parents[3] / "disclosure" / "official_days.csv"
DAY = timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=midnight(date(2026, 1, 1)).tzinfo)


class Row(NamedTuple):
    village: int
    item: str
    period: str | None
    state: str
    due_at: datetime


@dataclass
class Version:
    at: datetime
    gone: datetime | None = None


@dataclass
class Kept:
    """What is known of one village and item."""

    records: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))
    formed: dict[str, date] = field(default_factory=dict)
    checked: list[datetime] = field(default_factory=list)
    exempt: set[str] = field(default_factory=set)


def special_days() -> dict[date, bool]:
    with CALENDAR.open(encoding="utf-8") as file:
        return {
            date.fromisoformat(row["date"]): row["kind"] == "work" for row in csv.DictReader(file)
        }


class Oracle:
    """Told every act up to an instant, it says what is owed and what may be seen."""

    def __init__(self, villages: int) -> None:
        self.villages = villages
        self.special = special_days()
        self.kept: dict[tuple[int, int], Kept] = defaultdict(Kept)

    def told(self, acts: Iterable[Act]) -> None:
        for act in acts:
            kept = self.kept[act.village, act.item]
            if act.formed_on:
                kept.formed[act.record] = act.formed_on
            if act.kind == "publish":
                kept.records[act.record].append(Version(act.at))
            elif act.kind == "withdraw":
                kept.records[act.record][-1].gone = act.at
            elif act.kind == "check":
                kept.checked.append(act.at)
            else:
                kept.exempt.add(act.record)

    def rows(self, at: datetime) -> set[Row]:
        found: set[Row] = set()
        for village in range(self.villages):
            for number, item in enumerate(ITEMS):
                kept = self.kept[village, number]
                if item.cadence == "quarterly":
                    found |= self._quarterly(village, number, kept, at)
                elif item.cadence == "prompt":
                    found |= self._prompt(village, number, kept, at)
                else:
                    found.add(self._lasting(village, number, kept, at))
        return found

    def seen(self, at: datetime) -> set[tuple[int, str, str]]:
        """(village, item, record) of everything that a screen may show at ``at``."""
        found = set()
        for (village, number), kept in self.kept.items():
            item = ITEMS[number]
            for record, versions in kept.records.items():
                latest = versions[-1]
                if latest.gone is not None and latest.gone <= at:
                    continue
                if item.cadence == "quarterly":
                    later = [
                        other
                        for name, known in kept.records.items()
                        if name > record
                        for other in known
                        if other.at > latest.at or other.gone is None or other.gone > latest.at
                    ]
                    year, quarter = int(record[:4]), int(record[5])
                    successor = self._due(after(*next_quarter(year, quarter)), item.due_day)
                    if later or at >= successor:
                        continue
                found.add((village, item.code, record))
        return found

    def _quarterly(self, village: int, number: int, kept: Kept, at: datetime) -> set[Row]:
        item = ITEMS[number]
        rows: list[Row] = []
        year, quarter = 2024, 1
        while midnight(first_day(year, quarter)) <= at:
            end = after(year, quarter)
            due = self._due(end, item.due_day)
            if due > at - timedelta(days=366):
                period = f"{year}Q{quarter}"
                first = first_standing(kept.records.get(period, []), at)
                if period in kept.exempt:
                    state = "exempt"
                elif first is not None:
                    state = "published" if first < due else "published_late"
                elif at < midnight(end):
                    state = "not_due"
                else:
                    state = "due" if at < due else "overdue"
                rows.append(Row(village, item.code, period, state, due))
            year, quarter = next_quarter(year, quarter)
        public = [n for n, row in enumerate(rows) if row.state.startswith("published")]
        if public and any(row.state == "overdue" for row in rows[public[-1] :]):
            rows[public[-1]] = rows[public[-1]]._replace(state="stale")
        return set(rows)

    def _lasting(self, village: int, number: int, kept: Kept, at: datetime) -> Row:
        item = ITEMS[number]
        applied = item.applied
        due = self._working_days(local(applied), 20) if applied else LONG_AGO
        first = first_standing(kept.records.get("only", []), at)
        if first is None:
            early = item.applied is not None and at < item.applied
            state = "not_due" if early else "due" if at < due else "overdue"
            return Row(village, item.code, None, state, due)
        state = "published" if due == LONG_AGO or first < due else "published_late"
        if item.cadence == "fixed":
            fresh = max([first, *(one for one in kept.checked if one <= at)])
            if at >= fresh + timedelta(days=365):
                return Row(village, item.code, None, "stale", fresh + timedelta(days=365))
        return Row(village, item.code, None, state, due)

    def _prompt(self, village: int, number: int, kept: Kept, at: datetime) -> set[Row]:
        """Rows are made when they are published: before that nobody knows of them."""
        item = ITEMS[number]
        rows = set()
        for record, versions in kept.records.items():
            first = first_standing(versions, at)
            due = self._working_days(kept.formed[record], 3)
            if first is not None and due > at - timedelta(days=366):
                state = "published" if first < due else "published_late"
                rows.add(Row(village, item.code, None, state, due))
        return rows

    def _due(self, first: date, day: int) -> datetime:
        return midnight(first.replace(day=day) + DAY)

    def _working_days(self, start: date, count: int) -> datetime:
        """The end of the count-th working day after ``start``."""
        day = start
        while count:
            day += DAY
            if self.special.get(day, day.isoweekday() <= 5):
                count -= 1
        return midnight(day + DAY)


def first_standing(versions: list[Version], at: datetime) -> datetime | None:
    standing = [one.at for one in versions if one.gone is None or one.gone > at]
    return min(standing, default=None)


def next_quarter(year: int, quarter: int) -> tuple[int, int]:
    return (year + 1, 1) if quarter == 4 else (year, quarter + 1)


def first_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 - 2, 1)


def local(at: datetime) -> date:
    return (at + EAST).date()
