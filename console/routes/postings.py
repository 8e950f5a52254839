"""公示与留痕: running postings, their days, photos, extensions and certificates."""

import asyncio
from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from accounts.permissions import may
from accounts.queries import root_name
from console.routes.page import actor_of, go, page, problems_of
from console.routes.uploads import kept, read_sent
from console.words import POSTING_STATES
from core import clock
from core.errors import HallboardError, Invalid, NotFound
from disclosure import queries as disclosure
from disclosure import service
from disclosure.certificates import file_of as certificate_file
from disclosure.coverage import STATES
from disclosure.models import DisplayEvidence
from disclosure.queries import PostingFile
from disclosure.sheets import day_text
from media.fonts import find_fonts
from media.queries import file_of
from signage.certificate_page import CARRIERS, certificate_pdf
from signage.certificates import issue_certificate


async def list_page(request: Request) -> Response:
    found = await disclosure.postings(actor_of(request), request.state.settings, clock.now())
    context = {
        "alarms": [one for one in found if one.alarm],
        "groups": [
            (state, [one for one in found if one.state == state])
            for state in ("ending", "running", "ahead", "ended", "broken")
        ],
        "posting_states": POSTING_STATES,
        "day_text": day_text,
    }
    return await page(request, "postings.html", context)


async def posting_page(request: Request) -> Response:
    return await _posting(request, await _file(request), {})


async def extend(request: Request) -> Response:
    file, actor = await _file(request), actor_of(request)
    sent, _ = await read_sent(request)
    try:
        days = _number(sent.values.get("days", ""))
        why = sent.values.get("reason", "")
        version = file.view.version.id
        await service.extend_posting(actor, request.state.settings, version, days, why)
    except HallboardError as error:
        return await _posting(request, file, problems_of(error), error.status, sent.values)
    return go(f"/console/postings/{version}", "extended")


async def evidence(request: Request) -> Response:
    """A photo of a paper board: stored cleaned, without its metadata."""
    file, actor = await _file(request), actor_of(request)
    sent, problem = await read_sent(request)
    version, values = file.view.version.id, sent.values
    try:
        if problem is not None:
            raise problem
        if sent.picture is None:
            raise Invalid("picture-missing", "请选择照片。", field="picture")
        await service.add_evidence(
            actor,
            request.state.settings,
            version,
            carrier=values.get("carrier", ""),
            place=values.get("place", ""),
            file=await kept(request, sent.picture),
            seen_on=_day(values.get("seen_on", "")),
            note=values.get("note", ""),
        )
    except HallboardError as error:
        return await _posting(request, file, problems_of(error), error.status, values)
    return go(f"/console/postings/{version}", "evidence")


async def picture(request: Request) -> Response:
    """A photo filed for this posting.  Raises NotFound for any other file, and once destroyed."""
    file, sha = await _file(request), request.path_params["sha256"]
    if not any(one.file == sha for one in file.evidence):
        raise NotFound("file-unknown", "没有这个文件。")
    row = await file_of(sha)
    path = request.state.store.path(sha)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("file-unknown", "没有这个文件。")
    return FileResponse(path, media_type=row.media_type)


async def certify(request: Request) -> Response:
    file = await _file(request)
    sent, _ = await read_sent(request)
    version, state = file.view.version.id, request.state
    names = sent.values.get("names") == "1"
    await issue_certificate(
        actor_of(request), state.settings, state.signing_key, version, names=names
    )
    return go(f"/console/postings/{version}#certificates", "certified")


async def certificate(request: Request) -> Response:
    """A certificate as ``pdf`` or ``json``.  Raises NotFound for those of other units too."""
    code, kind = request.path_params["code"], request.path_params["kind"]
    row = await disclosure.certificate_by_code(code)
    await disclosure.version_view(actor_of(request), row.version_id)  # type: ignore[attr-defined]  # set by Tortoise
    headers = {"content-disposition": f'attachment; filename="certificate-{code}.{kind}"'}
    if kind == "json":
        data = certificate_file(row, request.state.signing_key.public_bytes())
        return Response(data, media_type="application/json", headers=headers)
    if kind != "pdf":
        raise NotFound("file-unknown", "没有这个文件。")
    data = await asyncio.to_thread(certificate_pdf, row, await root_name(), find_fonts())
    return Response(data, media_type="application/pdf", headers=headers)


async def _file(request: Request) -> PostingFile:
    """The posting of the address.  Raises NotFound for those of other units too."""
    settings = request.state.settings
    return await disclosure.posting_file(
        actor_of(request), settings, request.path_params["id"], clock.now()
    )


async def _posting(
    request: Request,
    file: PostingFile,
    problems: dict[str, str],
    status: int = 200,
    values: dict[str, str] | None = None,
) -> Response:
    version, settings = file.view.version, request.state.settings
    today = clock.now().astimezone(settings.zone).date()
    context = {
        "file": file,
        "view": file.view,
        "version": version,
        "screens": _screens(file),
        "gone": await _gone(request, file.evidence),
        "because": str(file.view.span.because),
        "posting_states": POSTING_STATES,
        "day_states": STATES,
        "carriers": [(known, name) for known, name in CARRIERS.items()],
        "day_text": day_text,
        "today": today.isoformat(),
        "values": {"days": "1", "seen_on": today.isoformat()} | (values or {}),
        "problems": problems,
        "may_write": may(actor_of(request), "record.write", version.record.unit.path),
    }
    return await page(request, "posting.html", context, status)


def _screens(file: PostingFile) -> list[tuple[str, int, int]]:
    """(where, days planned, days confirmed) of each screen."""
    by_screen: dict[str, list[bool]] = {}
    names: dict[str, str] = {}
    for one in file.days:
        by_screen.setdefault(one.screen, []).append(one.first_seen_at is not None)
        names[one.screen] = one.place
    return [(names[screen], len(days), sum(days)) for screen, days in sorted(by_screen.items())]


async def _gone(request: Request, photos: Sequence[DisplayEvidence]) -> set[str]:
    """The photos that were destroyed with their list."""
    paths = {one.file: request.state.store.path(one.file) for one in photos}
    return {name for name, path in paths.items() if not await asyncio.to_thread(path.is_file)}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise Invalid("number-bad", "请填写整数。", field="days")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("date-bad", "日期填写有误，请重新选择。", field="seen_on") from problem
