"""Units and people from a workbook: choose, look, store; people's one-use codes are shown once."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import ROLE_NAMES
from accounts.rosters import Fault, Roster, read_roster, roster_of, template
from accounts.service.importing import check_roster, import_roster
from console.routes.confirming import unconfirmed
from console.routes.page import actor_of, page, problems_of, read_form
from console.routes.people import spoken
from console.words import TIER_NAMES
from core.errors import HallboardError, Invalid, TooLarge

ADDRESS = "/console/import/people"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def import_page(request: Request) -> Response:
    return await _page(request)


async def preview(request: Request) -> Response:
    """What the file says, row by row, and what is wrong with it; nothing is stored."""
    async with request.form() as form:
        given = form.get("file")
        name = str(getattr(given, "filename", "") or "")
        data = b"" if given is None or isinstance(given, str) else await given.read()
    try:
        if not data:
            raise Invalid("file-missing", "请选择文件。", field="file")
        roster, unread = await asyncio.to_thread(read_roster, data)
        faults = [*unread, *await check_roster(actor_of(request), roster)]
    except (Invalid, TooLarge) as error:
        return await _page(request, problem=error)
    return await _page(request, roster=roster, faults=faults, name=name)


async def store(request: Request) -> Response:
    form = await read_form(request)
    if (asked := await unconfirmed(request, ADDRESS)) is not None:
        return asked
    name = form.get("name", "")[:120]
    try:
        roster = roster_of(form.get("rows", ""))
        joining = await import_roster(actor_of(request), roster, name)
    except Invalid as error:
        return await _page(request, problem=error)
    context = {
        "joining": [(one, spoken(one.code)) for one in joining],
        "units": len(roster.units),
        "address": f"{request.state.settings.public_url}/console/join",
    }
    return await page(request, "people_imported.html", context)


async def empty_template(request: Request) -> Response:
    data = await asyncio.to_thread(template)
    headers = {"content-disposition": 'attachment; filename="units-and-people.xlsx"'}
    return Response(data, media_type=_XLSX, headers=headers)


async def _page(
    request: Request,
    *,
    roster: Roster | None = None,
    faults: list[Fault] | None = None,
    name: str = "",
    problem: HallboardError | None = None,
) -> Response:
    problems = problems_of(problem) if problem else {}
    if problems and "file" not in problems:
        problems = {"file": problems["form"]}
    context = {
        "roster": roster,
        "rows": roster.model_dump_json(exclude_defaults=True) if roster else "",
        "faults": faults or [],
        "name": name,
        "tiers": TIER_NAMES,
        "role_titles": ROLE_NAMES,
        "problems": problems,
    }
    return await page(request, "people_import.html", context, problem.status if problem else 200)
