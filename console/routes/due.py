"""应公开进度: the county's matrix, and one click to each record."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from accounts.models import Unit
from accounts.permissions import may, paths
from accounts.queries import unit_by_code
from console import due_board as board
from console.routes.exports import exported, today
from console.routes.page import actor_of, go, page, read_form
from console.routes.units import unit_options
from console.words import STATES, TIER_NAMES
from core import clock, messages
from core.errors import Invalid, NotFound
from disclosure.periods import Period, midnight, parse, period_of
from disclosure.queries import duties
from disclosure.queries.board import tree_below, under_way
from disclosure.service.reminding import read_reminders, remind_now
from disclosure.sheets import day_text
from media.reports import Report, ReportTable

OFFERED = 6
"""Quarters that the picker offers."""
_TIERS = ("department", "township", "village")
_SAME = {"county": "department"}
"""A county's own office discloses as departments do."""


@dataclass(frozen=True)
class Section:
    """A matrix with its heading; ``drill``: whether a line leads to the units below it."""

    title: str
    matrix: board.Matrix
    drill: bool = False

    @property
    def blocks(self) -> list[tuple[str, list[board.Line]]]:
        """The lines under the names of the units above them: a browser lays out those in sight."""
        groups = groupby(self.matrix.lines, key=lambda line: line.place.above)
        return [(above, list(lines)) for above, lines in groups]


async def board_page(request: Request) -> Response:
    actor, at = actor_of(request), clock.now()
    top, period = await _asked_unit(request), _asked_period(request)
    units = await tree_below(top)
    every = request.query_params.get("villages") == "all"
    settings = request.state.settings
    owed = await duties.due(
        settings,
        at,
        top.path,
        since=min(at - duties.LOOKBACK, midnight(period.first_day, settings.zone)),
        periods=board.periods_of(period, today(request)),
    )
    # A county's 550 units take a quarter of a second: in a thread, so that others get their turn.
    rows = await asyncio.to_thread(board.of_period, owed, period)
    sections = await _sections(request, top, units, rows, every)
    if answer := await exported(
        request, lambda: _report(top, period, sections, day_text(today(request)))
    ):
        return answer
    context = {
        "top": top,
        "period": period,
        "periods": _periods(request),
        "units": await unit_options(request, "record.read"),
        "sections": sections,
        "summary": board.summary(rows, at),
        "rows_total": len(rows),
        "may_remind": may(actor, "supervise.write", top.path),
        "every": every,
        "many": sum(unit.tier == "village" for unit in units) > 0 and top.tier == "county",
    }
    return await page(request, "due.html", context)


async def remind(request: Request) -> Response:
    """Tell everyone who still owes something, today and only once today."""
    form = await read_form(request)
    top = await unit_by_code(form.get("unit", ""))
    if not may(actor_of(request), "record.read", top.path):
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=top.code)
    settings = request.state.settings
    await remind_now(actor_of(request), settings, clock.now(), top)
    return go(f"/console/due?unit={top.code}&period={form.get('period', '')}", "reminded")


async def read(request: Request) -> Response:
    """The person has seen their reminders."""
    await read_reminders(actor_of(request))
    return go("/console")


async def _asked_unit(request: Request) -> Unit:
    """The unit of the address, else the highest that the person may read."""
    actor = actor_of(request)
    if code := request.query_params.get("unit", ""):
        unit = await unit_by_code(code)
        if not may(actor, "record.read", unit.path):
            raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=code)
        return unit
    highest = min(paths(actor, "record.read"), key=lambda path: (path.count("/"), path))
    return await unit_by_code(highest.strip("/").rpartition("/")[2])


def _asked_period(request: Request) -> Period:
    """The period of the address, else the last quarter that is over."""
    asked = request.query_params.get("period", "")
    last = period_of("quarter", today(request)).previous()
    try:
        return parse(asked) if asked else last
    except Invalid:
        return last


def _periods(request: Request) -> list[tuple[str, str]]:
    quarter = period_of("quarter", today(request))
    offered = []
    for _ in range(OFFERED):
        offered.append((str(quarter), quarter.name()))
        quarter = quarter.previous()
    return offered


async def _sections(
    request: Request,
    top: Unit,
    units: list[Unit],
    rows: list[duties.DueRow],
    every: bool,
) -> list[Section]:
    """A township's villages are counted on the county's board and listed on its own."""
    zone, at = request.state.settings.zone, clock.now()
    working = {
        record: messages.text(STATES[state][0])
        for record, state in (await under_way(top.path)).items()
    }
    sections = []
    by_code = {unit.code: unit for unit in units}
    townships = [unit for unit in units if unit.tier == "township"]
    if top.tier == "county" and townships and not every:
        below = _below(units)
        items = _items(rows, by_code, "village")
        over = [
            board.Place(unit.code, unit.short_name, below.get(unit.code, 0)) for unit in townships
        ]
        above = partial(_township, by_code)
        counted = await asyncio.to_thread(board.totals, over, items, rows, above)
        if items:
            sections.append(Section(messages.text("村（社区）"), counted, drill=True))
    for tier in _TIERS:
        if tier == "village" and top.tier == "county" and not every:
            continue
        of_tier = [unit for unit in units if _SAME.get(unit.tier, unit.tier) == tier]
        items = _items(rows, by_code, tier)
        if of_tier and items:
            spans = top.tier == "county" and tier == "village"
            places = [
                board.Place(
                    unit.code, unit.short_name, above=_above(unit, by_code) if spans else ""
                )
                for unit in of_tier
            ]
            made = await asyncio.to_thread(board.matrix, places, items, rows, at, zone, working)
            sections.append(Section(messages.text(TIER_NAMES[tier]), made))
    return sections


def _items(
    rows: Iterable[duties.DueRow], units: Mapping[str, Unit], tier: str
) -> list[tuple[str, str]]:
    """The items that units of the tier owe, in the order of the catalogue."""
    found = {
        row.item_code: row.item_name
        for row in rows
        if row.unit_code in units
        and _SAME.get(units[row.unit_code].tier, units[row.unit_code].tier) == tier
    }
    return list(found.items())


def _below(units: Iterable[Unit]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for unit in units:
        if unit.tier == "village":
            parent = unit.path.strip("/").split("/")[-2]
            counts[parent] = counts.get(parent, 0) + 1
    return counts


def _above(unit: Unit, units: Mapping[str, Unit]) -> str:
    """The name of the unit right above."""
    parent = units.get(unit.path.strip("/").rpartition("/")[0].rpartition("/")[2])
    return parent.short_name if parent else ""


def _township(units: Mapping[str, Unit], code: str) -> str | None:
    """The township for which a village counts."""
    unit = units.get(code)
    if unit is None or unit.tier != "village":
        return None
    return str(unit.path.strip("/").split("/")[-2])


def _report(top: Unit, period: Period, sections: list[Section], day: str) -> Report:
    tables = tuple(
        ReportTable(
            section.title,
            (messages.text("单位"), *(name for _, name in section.matrix.items)),
            [
                (line.place.name, *(cell.text for cell in line.cells))
                for line in section.matrix.lines
            ],
        )
        for section in sections
    )
    title = messages.text("{unit}应公开进度（{period}）", unit=top.name, period=period.name())
    return Report(title, tables, (messages.text("{day}制表", day=day),))
