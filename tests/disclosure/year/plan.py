"""What the villages of a county do in a year: a seeded plan of acts, late, missing and undone ones
among them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

EAST = timedelta(hours=8)
"""China's clock; written out so that it does not come from where the product takes it."""
START = datetime(2025, 12, 20, tzinfo=UTC)
END = datetime(2027, 1, 16, tzinfo=UTC)
Kind = Literal["publish", "withdraw", "check", "exempt"]


@dataclass(frozen=True)
class Item:
    code: str
    cadence: str
    due_day: int = 10
    applied: datetime | None = None


ITEMS = (
    *(Item(f"q{number}", "quarterly") for number in range(7)),
    Item("q-twentieth", "quarterly", 20),
    Item("roster", "fixed"),
    Item("plan", "fixed", applied=datetime(2026, 2, 9, 3, tzinfo=UTC)),
    Item("rules", "permanent", applied=datetime(2026, 9, 21, 3, tzinfo=UTC)),
    Item("notice", "prompt"),
)
QUARTERS = ((2025, 4), (2026, 1), (2026, 2), (2026, 3))
"""Their records fall due in the year."""


@dataclass(frozen=True, order=True)
class Act:
    """``record``: its name, unique in a village and item; ``period`` 2026Q3 or None."""

    at: datetime
    village: int
    item: int
    record: str
    kind: Kind
    period: str | None = None
    formed_on: date | None = None


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - EAST


def after(year: int, quarter: int) -> date:
    """The first day after a quarter."""
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1)


def acts(villages: int, seed: int) -> list[Act]:
    """Everything that happens, in the order of time; no two at the same instant."""
    dice = random.Random(seed)
    made = sorted(
        act
        for village in range(villages)
        for number, item in enumerate(ITEMS)
        for act in _of_item(dice, village, number, item)
        if START <= act.at < END
    )
    return [
        Act(one.at + timedelta(microseconds=order), *list(vars(one).values())[1:])
        for order, one in enumerate(made)
    ]


def _of_item(dice: random.Random, village: int, number: int, item: Item) -> Iterator[Act]:
    if item.cadence == "quarterly":
        for year, quarter in QUARTERS:
            yield from _quarter(dice, village, number, item, year, quarter)
    elif item.cadence == "prompt":
        for record in range(dice.randint(0, 3)):
            yield from _notice(dice, village, number, f"n{record}")
    else:
        yield from _lasting(dice, village, number, item)


def _quarter(
    dice: random.Random, village: int, number: int, item: Item, year: int, quarter: int
) -> Iterator[Act]:
    period, first = f"{year}Q{quarter}", after(year, quarter)
    luck = dice.random()
    if luck < 0.1:
        return
    if luck < 0.15:
        yield Act(midnight(first) - timedelta(days=9), village, number, period, "exempt", period)
        return
    seconds = dice.randrange(0, item.due_day * 86400)
    late = dice.randrange(0, 100) * 86400 if luck < 0.35 else 0
    published = midnight(first) + timedelta(seconds=seconds + late)
    yield Act(published, village, number, period, "publish", period)
    if luck > 0.85:
        gone = published + timedelta(days=dice.randrange(1, 60), seconds=7)
        yield Act(gone, village, number, period, "withdraw", period)
        if luck > 0.92:
            again = gone + timedelta(days=dice.randrange(1, 30))
            yield Act(again, village, number, period, "publish", period)
    elif luck > 0.8:
        corrected = published + timedelta(days=dice.randrange(1, 40))
        yield Act(corrected, village, number, period, "publish", period)


def _notice(dice: random.Random, village: int, number: int, record: str) -> Iterator[Act]:
    formed = date(2026, 1, 2) + timedelta(days=dice.randrange(0, 340))
    published = midnight(formed) + timedelta(hours=10 + dice.randrange(0, 14 * 24))
    yield Act(published, village, number, record, "publish", None, formed)
    if dice.random() < 0.2:
        gone = published + timedelta(days=dice.randrange(1, 40))
        yield Act(gone, village, number, record, "withdraw", None, formed)


def _lasting(dice: random.Random, village: int, number: int, item: Item) -> Iterator[Act]:
    if dice.random() < 0.1:
        return
    begun = item.applied or START
    published = begun + timedelta(days=dice.randrange(0, 50), hours=dice.randrange(0, 23))
    yield Act(published, village, number, "only", "publish")
    if item.cadence == "fixed" and dice.random() < 0.5:
        checked = published + timedelta(days=dice.randrange(20, 300))
        yield Act(checked, village, number, "only", "check")


def boundaries() -> list[datetime]:
    """The instants at which something may change by itself: the starts of months, the ends of due
    days; each looked at from both sides."""
    days = {date(2026, month, 1) for month in range(1, 13)} | {date(2027, 1, 1)}
    days |= {
        after(year, quarter) + timedelta(days=n) for year, quarter in QUARTERS for n in (10, 20)
    }
    days |= {date(2027, 1, 11)}
    edge = timedelta(seconds=1)
    return sorted(at for day in days for at in (midnight(day) - edge, midnight(day)))
