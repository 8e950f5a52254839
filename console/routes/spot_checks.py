"""抽查: drawing a list by lot, noting what was found, correcting, reviewing the correction."""

import asyncio
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds, may
from console.routes.exports import exported, today
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.tasks import day_of
from console.routes.units import unit_options
from console.routes.uploads import kept, read_sent
from console.words import SPOT_STATES
from core import messages
from core.errors import HallboardError, Invalid, NotFound
from disclosure.models import SpotCheck, SpotFinding
from disclosure.queries import supervision as queries
from disclosure.service import spot_checks as service
from disclosure.sheets import day_text
from media.reports import Report, ReportTable


async def list_page(request: Request) -> Response:
    return await _list(request, {"size": "10", "seed": f"{today(request):%Y%m%d}"}, {})


async def draw(request: Request) -> Response:
    form = await read_form(request)
    try:
        check = await service.draw_spot_check(
            actor_of(request),
            title=form.get("title", ""),
            unit_code=form.get("unit", ""),
            size=_size(form),
            seed=form.get("seed", ""),
        )
    except HallboardError as error:
        return await _list(request, form, problems_of(error), error.status)
    return go(f"/console/spot-checks/{check.id}", "drawn")


async def check_page(request: Request) -> Response:
    check, findings = await queries.spot_check(actor_of(request), str(request.path_params["id"]))
    report = _report(check, findings, today(request))
    if answer := await exported(request, lambda: report):
        return answer
    return await _check(request, check, findings, {}, 200)


async def note(request: Request) -> Response:
    """What the inspector saw, with a photo if there is one."""
    sent, refused = await read_sent(request)
    finding = str(request.path_params["id"])
    try:
        if refused is not None:
            raise refused
        fine = sent.values.get("fine") == "1"
        correct_by = None if fine else day_of(sent.values, "correct_by")
        photo = await kept(request, sent.picture) if sent.picture else ""
        row = await service.note_finding(
            actor_of(request),
            finding,
            today=today(request),
            fine=fine,
            finding=sent.values.get("finding", ""),
            photo=photo,
            correct_by=correct_by,
        )
    except Invalid as error:
        return await _again(request, finding, error)
    return go(f"/console/spot-checks/{row.check_id}", "noted")  # type: ignore[attr-defined]  # set by Tortoise


async def correct(request: Request) -> Response:
    form, finding = await read_form(request), str(request.path_params["id"])
    try:
        await service.report_correction(actor_of(request), finding, form.get("correction", ""))
    except Invalid as error:
        return await _again(request, finding, error)
    return go(f"/console/spot-checks/{await queries.check_of(finding)}", "corrected")


async def review(request: Request) -> Response:
    form, finding = await read_form(request), str(request.path_params["id"])
    accepted = form.get("accepted") == "1"
    try:
        await service.review_correction(
            actor_of(request), finding, accepted=accepted, note=form.get("note", "")
        )
    except Invalid as error:
        return await _again(request, finding, error)
    return go(f"/console/spot-checks/{await queries.check_of(finding)}", "noted")


async def photo(request: Request) -> Response:
    """The photo of a finding that the person may read.  Raises NotFound."""
    row = await queries.finding(actor_of(request), str(request.path_params["id"]))
    if not row.photo:
        raise NotFound("photo-unknown", "没有这张照片。")
    data = await asyncio.to_thread(request.state.store.read, row.photo)
    return Response(data, media_type="image/webp", headers={"Cache-Control": "private"})


async def _again(request: Request, finding: str, error: HallboardError) -> Response:
    """The list as it is, with what was wrong beside the finding."""
    check_id = await queries.check_of(finding)
    check, findings = await queries.spot_check(actor_of(request), check_id)
    said = {f"{finding}-{name}": text for name, text in problems_of(error).items()}
    return await _check(request, check, findings, said, error.status)


async def _check(
    request: Request,
    check: SpotCheck,
    findings: list[SpotFinding],
    problems: dict[str, str],
    status: int,
) -> Response:
    actor = actor_of(request)
    context = {
        "check": check,
        "findings": findings,
        "states": SPOT_STATES,
        "problems": problems,
        "gone": await _gone(request, findings),
        "today": today(request),
        "may_note": lambda unit: may(actor, "inspect.write", unit.path),
        "may_correct": lambda unit: may(actor, "record.write", unit.path),
    }
    return await page(request, "spot_check.html", context, status)


async def _gone(request: Request, findings: list[SpotFinding]) -> set[str]:
    """The photos that were destroyed with their list."""
    photos = {row.photo for row in findings if row.photo}
    store = request.state.store
    return {name for name in photos if not await asyncio.to_thread(store.exists, name)}


async def _list(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    actor = actor_of(request)
    context = {
        "checks": await queries.spot_checks(actor),
        "may_draw": holds(actor, "inspect.write"),
        "units": await unit_options(request, "inspect.write"),
        "values": values,
        "problems": problems,
    }
    return await page(request, "spot_checks.html", context, status)


def _size(form: Values) -> int:
    given = form.get("size", "")
    return int(given) if given.isdecimal() and len(given) < 5 else 0


def _report(check: SpotCheck, findings: list[SpotFinding], day: date) -> Report:
    rows = [
        (
            number,
            row.unit.short_name,
            row.subject,
            messages.text(SPOT_STATES[row.state][0]),
            row.finding,
            day_text(row.correct_by) if row.correct_by else "",
            row.correction,
        )
        for number, row in enumerate(findings, 1)
    ]
    columns = (
        messages.text("序号"),
        messages.text("单位"),
        messages.text("抽查内容"),
        messages.text("结果"),
        messages.text("发现的问题"),
        messages.text("整改时限"),
        messages.text("整改情况"),
    )
    facts = (
        messages.text("随机种子：{seed}", seed=check.seed),
        messages.text("{day}制表", day=day_text(day)),
    )
    return Report(check.title, (ReportTable("", columns, rows),), facts)
