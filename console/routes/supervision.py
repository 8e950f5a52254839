"""考核与通报: scores, the report of one unit, yearly figures, the weights behind them."""

from dataclasses import fields
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.permissions import holds, may, paths
from console import assessment_report as reports
from console.routes.exports import exported, today
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.words import DUE_STATES, TIER_NAMES
from core import clock, messages
from core.errors import HallboardError, Invalid, NotFound
from disclosure.obligations import ALWAYS
from disclosure.periods import Period, parse, period_of
from disclosure.queries.assessment import Assessment, assessment, weights, year_figures
from disclosure.scoring import Weights
from disclosure.service.weighing import set_weights

FIRST_YEAR = 2008
"""When the first regulation on disclosure of government information came into force."""
OFFERED = 6
"""Quarters that the picker offers."""


async def board_page(request: Request) -> Response:
    span, found = await _found(request)
    if answer := await exported(request, lambda: reports.ranking_report(found, today(request))):
        return answer
    context = {
        "span": span,
        "spans": _spans(today(request)),
        "found": found,
        "whole": found.whole,
        "ranked": [(TIER_NAMES[tier], found.ranked(tier)) for tier in reports.TIERS],
        "part_names": reports.part_names(),
        "rule": reports.weights_text(found.weights),
        "may_weigh": holds(actor_of(request), "supervise.write"),
        "year": span.year,
    }
    return await page(request, "supervision.html", context)


async def unit_page(request: Request) -> Response:
    """季度报告 of one unit.  Raises NotFound for units that the person does not supervise."""
    unit = await accounts.unit_by_code(request.path_params["code"])
    if not may(actor_of(request), "supervise.read", unit.path):
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=unit.code)
    span, found = await _found(request)
    if answer := await exported(request, lambda: reports.unit_report(found, unit, today(request))):
        return answer
    context = {
        "span": span,
        "spans": _spans(today(request)),
        "unit": unit,
        "report": reports.unit_report(found, unit, today(request)),
        "score": found.scores[unit.code],
        "rows": [row for row in found.rows if row.unit_code == unit.code],
        "states": DUE_STATES,
        "always": ALWAYS,
    }
    return await page(request, "supervision_unit.html", context)


async def year_page(request: Request) -> Response:
    """Figures for the yearly report."""
    year = _year(str(request.path_params["year"]), today(request))
    settings, actor = request.state.settings, actor_of(request)
    found = await year_figures(settings, year, paths(actor, "supervise.read"))
    report = reports.year_report(found, year, await accounts.root_name(), today(request))
    if answer := await exported(request, lambda: report):
        return answer
    return await page(
        request, "supervision_year.html", {"report": report, "year": year, "first": FIRST_YEAR}
    )


def _year(written: str, day: date) -> Period:
    """Raises NotFound for what is no year of which there could be figures."""
    latest = day.year
    if not written.isdecimal() or not FIRST_YEAR <= int(written[:5]) <= latest:
        raise NotFound("year-unknown", "没有这一年度的数据。")
    return parse(written)


async def weights_page(request: Request) -> Response:
    known = await weights()
    values = {one.name: str(getattr(known, one.name)) for one in fields(Weights)}
    return await _weights(request, values, {})


async def change_weights(request: Request) -> Response:
    form = await read_form(request)
    try:
        numbers = {one.name: _whole(form, one.name) for one in fields(Weights)}
        await set_weights(actor_of(request), Weights(**numbers))
    except HallboardError as error:
        return await _weights(request, form, problems_of(error), error.status)
    return go("/console/supervision", "weights")


async def _found(request: Request) -> tuple[Period, Assessment]:
    span = _asked_span(request)
    subtrees = paths(actor_of(request), "supervise.read")
    return span, await assessment(request.state.settings, clock.now(), span, subtrees)


def _asked_span(request: Request) -> Period:
    """The span of the address, else the quarter that runs."""
    asked = request.query_params.get("span", "")
    try:
        return parse(asked) if asked else period_of("quarter", today(request))
    except Invalid:
        return period_of("quarter", today(request))


def _spans(day: date) -> list[tuple[str, str]]:
    quarter, month, offered = period_of("quarter", day), period_of("month", day), []
    for _ in range(OFFERED):
        offered.append((str(quarter), quarter.name()))
        quarter = quarter.previous()
    for _ in range(OFFERED):
        offered.append((str(month), month.name()))
        month = month.previous()
    half, year = period_of("half", day), period_of("year", day)
    offered += [(str(one), one.name()) for one in (half, half.previous())]
    return [*offered, (str(year), year.name()), (str(year.previous()), year.previous().name())]


def _whole(form: Values, name: str) -> int:
    given = form.get(name, "")
    if not given.isdecimal() or len(given) > 3:
        raise Invalid("weight-range", "权重应在 0 到 100 之间。", field=name)
    return int(given)


async def _weights(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    names = [(name, messages.text(said)) for name, said in reports.PART_NAMES.items()]
    context = {"values": values, "problems": problems, "names": names}
    return await page(request, "supervision_weights.html", context, status)
