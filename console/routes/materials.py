"""上报资料: what units report, and how the office scores it."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds, may
from console.routes.exports import exported, today
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from core import messages
from core.errors import HallboardError
from disclosure.models import Material
from disclosure.periods import parse, period_of
from disclosure.queries import supervision as queries
from disclosure.service import materials as service
from disclosure.sheets import day_text
from media.reports import Report, ReportTable


async def list_page(request: Request) -> Response:
    found = await queries.materials(actor_of(request))
    if answer := await exported(request, lambda: _report(found, today(request))):
        return answer
    last = period_of("quarter", today(request)).previous()
    return await _page(request, {"period": str(last)}, {})


async def create(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.file_material(
            actor_of(request),
            unit_code=form.get("unit", ""),
            kind=form.get("kind", ""),
            period=form.get("period", ""),
            title=form.get("title", ""),
            body=form.get("body", ""),
        )
    except HallboardError as error:
        return await _page(request, form, problems_of(error), error.status)
    return go("/console/materials", "material")


async def give_score(request: Request) -> Response:
    form, material = await read_form(request), str(request.path_params["id"])
    try:
        await service.score_material(
            actor_of(request), material, form.get("score", ""), form.get("remark", "")
        )
    except HallboardError as error:
        return await _page(request, {}, problems_of(error), error.status)
    return go("/console/materials", "scored")


def _report(found: list[Material], day: date) -> Report:
    rows = [
        (
            one.unit.short_name,
            messages.text(service.MATERIAL_KINDS[one.kind]),
            parse(one.period).name(),
            one.title,
            one.score,
            one.remark,
        )
        for one in found
    ]
    columns = (
        messages.text("单位"),
        messages.text("类别"),
        messages.text("期次"),
        messages.text("标题"),
        messages.text("评分"),
        messages.text("评语"),
    )
    made = messages.text("{day}制表", day=day_text(day))
    return Report(messages.text("上报资料"), (ReportTable("", columns, rows),), (made,))


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    actor = actor_of(request)
    quarter, periods = period_of("quarter", today(request)), []
    for _ in range(5):
        periods.append((str(quarter), quarter.name()))
        quarter = quarter.previous()
    context = {
        "materials": await queries.materials(actor),
        "kinds": service.MATERIAL_KINDS,
        "kind_options": [
            (kind, messages.text(name)) for kind, name in service.MATERIAL_KINDS.items()
        ],
        "periods": periods,
        "period_name": lambda code: parse(code).name(),
        "may_file": holds(actor, "record.write"),
        "may_score": lambda one: (
            may(actor, "supervise.write", one.unit.path) and one.by != actor.id
        ),
        "units": await unit_options(request, "record.write"),
        "values": values,
        "problems": problems,
    }
    return await page(request, "materials.html", context, status)
