"""应公开进度: obligations as a matrix, units down and items across.  Pure.

A cell speaks of one unit and item in one period; a township's cell over its villages counts them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from console.words import DUE_STATES
from core import messages
from disclosure.obligations import ALWAYS
from disclosure.periods import MONTHS, Kind, Period, parse, period_of
from disclosure.queries.duties import DueRow

WORST = ("overdue", "stale", "due", "published_late", "published", "not_due", "exempt")
"""Which state a cell shows where it stands for several obligations."""
_DONE = frozenset({"published", "published_late"})
_INSTANT = timedelta(microseconds=1)
_LONG: frozenset[Kind] = frozenset({"half", "year"})
"""Periods that a board about a shorter one shows too: the newest."""


@dataclass(frozen=True)
class Place:
    """A line of the matrix."""

    code: str
    name: str
    below: int = 0
    """How many units it stands for, where it stands for those below it."""
    above: str = ""
    """The unit under whose name it is listed, where a matrix spans several."""


@dataclass(frozen=True)
class Cell:
    """``state``: of disclosure.obligations, or "" where the unit does not owe the item; ``mark``:
    the word's colour; ``record``: where a click leads; ``provisional``: the date may still move."""

    text: str
    mark: str
    state: str = ""
    record: str | None = None
    due_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Line:
    place: Place
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """``items``: (code, name) of the columns."""

    items: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Summary:
    """Figures above the matrix.  ``longest``: days of the oldest overdue obligation."""

    owed: int
    on_time: int
    overdue: int
    overdue_units: int
    longest: int
    soon: int

    @property
    def rate(self) -> float | None:
        return 100 * self.on_time / self.owed if self.owed else None


EMPTY = Cell("—", "")


def periods_of(period: Period, today: date) -> frozenset[str]:
    """Codes of the periods that a board about ``period`` has to know: those inside it, all later
    ones that are over (they make it stale; what still runs is due later), and the half-years and
    years since the one before it."""
    codes: set[str] = set()
    for kind in MONTHS:
        one = period_of(kind, period.first_day)
        one = one.previous() if kind in _LONG else one
        while one.first_day <= max(today, period.last_day):
            if kind in _LONG or one.last_day < today or one.last_day <= period.last_day:
                codes.add(str(one))
            one = one.next()
    return frozenset(codes)


def of_period(rows: Sequence[DueRow], period: Period) -> list[DueRow]:
    """The rows that a board about ``period`` shows: that period's and those inside it, of longer
    ones the newest half-yearly and yearly, and everything that has no period."""
    # Thousands of rows speak of a handful of periods: each is looked at once.
    places = {code: _place_of(code, period) for code in {row.period for row in rows}}
    shown = [row for row in rows if places[row.period] == "shown"]
    newest: dict[tuple[str, str], DueRow] = {}
    for row in rows:
        if places[row.period] == "newest" and row.state != "not_due":
            owed = (row.unit_code, row.item_code)
            if owed not in newest or newest[owed].due_at < row.due_at:
                newest[owed] = row
    return shown + list(newest.values())


def _place_of(code: str | None, period: Period) -> Literal["shown", "newest", "left"]:
    """Whether rows of a period are shown: all, the newest of each unit and item, or none."""
    if code is None:
        return "shown"
    about = parse(code)
    if about.kind in _LONG and MONTHS[about.kind] > MONTHS[period.kind]:
        return "newest"
    within = period.first_day <= about.first_day and about.last_day <= period.last_day
    return "shown" if within else "left"


def matrix(
    places: Sequence[Place],
    items: Sequence[tuple[str, str]],
    rows: Iterable[DueRow],
    at: datetime,
    zone: ZoneInfo,
    working: Mapping[str, str],
) -> Matrix:
    """One line a unit.  ``working``: by record id, the word for a version under way."""
    by_place: dict[tuple[str, str], list[DueRow]] = defaultdict(list)
    for row in rows:
        by_place[row.unit_code, row.item_code].append(row)
    lines = [
        Line(
            place,
            tuple(
                _cell(by_place.get((place.code, code), ()), at, zone, working) for code, _ in items
            ),
        )
        for place in places
    ]
    # A unit that owes none of these has no line: the county itself among its departments.
    return Matrix(
        tuple(items), tuple(line for line in lines if any(cell.state for cell in line.cells))
    )


def totals(
    places: Sequence[Place],
    items: Sequence[tuple[str, str]],
    rows: Iterable[DueRow],
    above: Callable[[str], str | None],
) -> Matrix:
    """One line for each place that stands for others: 15/16 of them are public.

    ``above``: the place that a unit counts for, None for none.
    """
    states: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if (over := above(row.unit_code)) is not None:
            states[over, row.item_code][row.unit_code].append(row.state)
    lines = [
        Line(place, tuple(_counted(states.get((place.code, code), {})) for code, _ in items))
        for place in places
    ]
    return Matrix(tuple(items), tuple(lines))


def summary(rows: Iterable[DueRow], at: datetime) -> Summary:
    """``soon``: what falls due within ten days."""
    counts: Counter[str] = Counter()
    units: set[str] = set()
    longest = soon = 0
    for row in rows:
        counts[row.state] += 1
        if row.state == "overdue":
            units.add(row.unit_code)
            if row.due_at != ALWAYS:
                longest = max(longest, (at - row.due_at).days + 1)
        soon += row.state == "due" and row.due_at - at <= timedelta(days=10)
    owed = counts["published"] + counts["published_late"] + counts["stale"] + counts["overdue"]
    on_time = counts["published"] + counts["stale"]
    return Summary(owed, on_time, counts["overdue"], len(units), longest, soon)


def _cell(rows: Sequence[DueRow], at: datetime, zone: ZoneInfo, working: Mapping[str, str]) -> Cell:
    if not rows:
        return EMPTY
    row = min(rows, key=lambda one: (WORST.index(one.state), one.due_at))
    known = row.due_at != ALWAYS
    due_on = (row.due_at - _INSTANT).astimezone(zone).date() if known else None
    word, mark = messages.text(DUE_STATES[row.state][0]), DUE_STATES[row.state][1]
    if row.state == "published" and not known:
        word = messages.text("已公开")
    elif row.state == "overdue" and known:
        word = messages.text("逾期 {days} 天", days=(at - row.due_at).days + 1)
    elif row.state == "due" and due_on:
        word = messages.text("{month}月{day}日前", month=due_on.month, day=due_on.day)
    under_way = working.get(row.record_id or "")
    if under_way and row.state in {"due", "overdue", "not_due"}:
        word = f"{word} · {under_way}" if row.state == "overdue" else under_way
        mark = mark or "wait"
    return Cell(word, mark, row.state, row.record_id, due_on, row.provisional)


def _counted(units: Mapping[str, Sequence[str]]) -> Cell:
    """How many of the units have nothing missing; the colour of the worst."""
    owing = {
        code: min(states, key=WORST.index)
        for code, states in units.items()
        if set(states) - {"exempt"}
    }
    if not owing:
        return EMPTY
    missing = [state for state in owing.values() if state not in _DONE]
    done = len(owing) - len(missing)
    worst = min(missing or owing.values(), key=WORST.index)
    if worst == "not_due" and not done:
        return Cell(messages.text(DUE_STATES["not_due"][0]), "", "not_due")
    mark = DUE_STATES[worst][1] if missing else "good"
    return Cell(f"{done}/{len(owing)}", mark, worst)
