"""Reports as files: the same table as a workbook or as an A4 document."""

import asyncio
from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from core import clock
from media.fonts import find_fonts
from media.reports import Report, as_document, as_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def exported(request: Request, report: Callable[[], Report]) -> Response | None:
    """The report as a file where ``?as=xlsx`` or ``?as=pdf`` asks for it."""
    wanted = request.query_params.get("as", "")
    if wanted not in {"xlsx", "pdf"}:
        return None
    made = report()
    if wanted == "xlsx":
        data, media_type = await asyncio.to_thread(as_workbook, made), XLSX
    else:
        fonts = find_fonts()
        data, media_type = await asyncio.to_thread(as_document, made, fonts), "application/pdf"
    name = f"hallboard-{today(request):%Y%m%d}.{wanted}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)


def today(request: Request) -> date:
    """The local day."""
    return clock.now().astimezone(request.state.settings.zone).date()
