"""填报表: one workbook for all villages of a township: download, check, preview, file."""

import asyncio
from datetime import datetime
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.permissions import paths
from console import record_form
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from core import clock
from core.errors import Conflict, HallboardError, Invalid, NotFound, TooLarge
from disclosure.attachments import XLSX
from disclosure.queries.workbooks import book_plan
from disclosure.service.workbooks import check_book, file_book, forget_book, keep_book
from disclosure.workbook import BookPlan, ReadBook, write_book

MOST_BYTES = 10_000_000


async def book_page(request: Request) -> Response:
    asked = request.query_params
    values = {"unit": asked.get("unit", ""), "period": asked.get("period", "")}
    return await _page(request, values, {})


async def template(request: Request) -> Response:
    """The workbook to fill in."""
    asked = request.query_params
    values = {"unit": asked.get("unit", ""), "period": asked.get("period", "")}
    try:
        plan = await book_plan(actor_of(request), values["unit"], values["period"])
    except HallboardError as error:
        return await _page(request, values, problems_of(error), error.status)
    data = await asyncio.to_thread(write_book, plan)
    name = quote(f"{plan.town}{plan.period}填报表.xlsx")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type=XLSX, headers=headers)


async def check(request: Request) -> Response:
    """Read what was sent and show it; the file is kept, so that what is filed is what was seen."""
    values, data, name = await _sent(request)
    try:
        if data is None:
            raise Invalid("book-missing", "请选择填好的填报表（.xlsx）。", field="book")
        if len(data) > MOST_BYTES:
            raise TooLarge("book-bytes", "填报表超过 {limit} MB。", limit=10, field="book")
        plan = await book_plan(actor_of(request), values["unit"], values["period"])
        read = await check_book(request.state.settings, plan, data, name)
        sha = await keep_book(request.state.store, data)
    except HallboardError as error:
        return await _page(request, values, problems_of(error), error.status)
    return await _preview(request, plan, read, values | {"sha256": sha, "name": name})


async def file(request: Request) -> Response:
    """Store what the preview showed."""
    values = await read_form(request)
    actor, hand_in = actor_of(request), values.get("then") == "submit"
    try:
        plan = await book_plan(actor, values.get("unit", ""), values.get("period", ""))
        sha, name = values.get("sha256", ""), values.get("name", "")
        data = await _kept(request, sha)
        await file_book(
            actor, request.state.settings, plan, data, name, sha256=sha, hand_in=hand_in
        )
    except HallboardError as error:
        return await _page(request, values, problems_of(error), error.status)
    await forget_book(request.state.store, sha)
    return go("/console/records", "book-submitted" if hand_in else "book")


async def _kept(request: Request, sha256: str) -> bytes:
    """The bytes that were previewed.  Raises Conflict when they are gone."""
    try:
        return bytes(await asyncio.to_thread(request.state.store.read, sha256))
    except NotFound as gone:
        raise Conflict(
            "book-gone", "这份填报表已经保存或已过期，请重新上传。", field="book"
        ) from gone


async def _preview(request: Request, plan: BookPlan, read: ReadBook, values: Values) -> Response:
    context = {
        "plan": plan,
        "read": read,
        "values": values,
        "nil": sum(1 for one in read.filings if one.draft.nil_return),
        "period_name": plan.period.name(),
    }
    return await page(request, "workbook_preview.html", context, 422 if read.wrong else 200)


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    today = _today(request)
    tree = await accounts.unit_tree(paths(actor_of(request), "record.write"))
    above = {node.unit.path for node in tree if node.unit.tier == "village"}
    units = [
        (node.unit.code, node.unit.short_name)
        for node in tree
        if any(path.startswith(node.unit.path) for path in above)
    ]
    towns = [node.unit.code for node in tree if node.unit.tier == "township"]
    known = {
        "unit": values.get("unit") or (towns[0] if towns else ""),
        "period": values.get("period") or record_form.likely_period("quarterly", today),
    }
    context = {
        "units": units,
        "periods": record_form.period_options("quarterly", today),
        "values": known,
        "problems": problems,
    }
    return await page(request, "workbooks.html", context, status)


async def _sent(request: Request) -> tuple[Values, bytes | None, str]:
    async with request.form(max_files=1) as form:
        values = {name: str(form.get(name, "")) for name in ("unit", "period")}
        given = form.get("book")
        if not isinstance(given, UploadFile) or not given.filename:
            return values, None, ""
        return values, await given.read(MOST_BYTES + 1), given.filename[:120]


def _today(request: Request) -> datetime:
    return clock.now().astimezone(request.state.settings.zone)
