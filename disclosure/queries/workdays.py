"""Working days: what comes with the product, with the years that were imported in its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from disclosure.models import OfficialDay, OfficialYear
from disclosure.workdays import NamedDay, Workdays, of_days, shipped_days


@dataclass(frozen=True)
class YearView:
    """A year whose days are known.  ``imported_at`` and ``by`` (a person's id) are None and ""
    for one that came with the product."""

    year: int
    days: tuple[NamedDay, ...]
    source: str = ""
    imported_at: datetime | None = None
    by: str = ""


async def workdays() -> Workdays:
    """The working days as they are known now."""
    return of_days(await _named())


async def covered_years() -> list[YearView]:
    """The years that are known, newest first, each with its named days in order."""
    imported = {row.year: row for row in await OfficialYear.all()}
    by_year: dict[int, list[NamedDay]] = {}
    for one in await _named():
        by_year.setdefault(one.day.year, []).append(one)
    return [
        _view(year, sorted(by_year[year]), imported.get(year)) for year in sorted(by_year)[::-1]
    ]


def _view(year: int, days: Sequence[NamedDay], row: OfficialYear | None) -> YearView:
    if row is None:
        return YearView(year, tuple(days))
    return YearView(year, tuple(days), row.source, row.imported_at, row.by)


async def _named() -> list[NamedDay]:
    rows = await OfficialDay.all().values_list("day", "kind", "note")
    imported = [NamedDay(_date(day), kind, note) for day, kind, note in rows]
    years = {one.day.year for one in imported}
    return [one for one in shipped_days() if one.day.year not in years] + imported


def _date(stored: date | str) -> date:
    """SQLite hands out text where columns are listed."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
