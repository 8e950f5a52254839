"""The steps of a version: submit, take back, approve, sign, return, publish, withdraw, check.

What decides (approve, sign, publish, withdraw) asks the person to confirm first.
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from accounts.actor import Actor
from console.routes.confirming import unconfirmed
from console.routes.drawn import ask_for_pages
from console.routes.page import (
    Values,
    actor_of,
    go,
    page,
    problems_of,
    read_form,
)
from console.routes.records import shown, steps_of
from core.errors import Conflict, HallboardError, Invalid, NotFound, Refused, TooLarge
from core.settings import Settings
from disclosure import checklist, service
from disclosure import queries as disclosure
from disclosure.attachments import ENDINGS, check_upload
from disclosure.models import Version
from disclosure.review import may_record
from disclosure.service.attaching import store_attachment
from disclosure.service.reviewing import CONSULTATION
from disclosure.service.steps import standing_of
from media.queries import file_of

Handler = Callable[[Request], Awaitable[Response]]
Step = Callable[[Actor, Settings, str, Values], Awaitable[object]]
SCANS = ("application/pdf", "image/jpeg", "image/png")
"""What a scan of a signed paper may be."""
_DECIDED = "decision-"


async def review_page(request: Request) -> Response:
    """What the reviewer signs: the drawn pages, bound to the content's hash."""
    version = await disclosure.version_view(actor_of(request), request.path_params["id"])
    return await _review(request, version, {}, 200)


async def _review(
    request: Request,
    version: Version,
    problems: dict[str, str],
    status: int,
    values: Values | None = None,
) -> Response:
    steps = await steps_of(request, version)
    standing = await standing_of(version)
    consultation = version.kind == CONSULTATION
    context = {
        "steps": steps,
        "problems": problems,
        "values": values or {},
        "turn": standing.turn,
        "may_record": may_record(standing, actor_of(request).id),
        "categories": checklist.CATEGORIES,
        "decisions": checklist.DECISIONS,
        "choices": lambda known: checklist.choices(known, consultation=consultation),
        **await shown(request, version),
    }
    return await page(request, "review.html", context, status)


async def _step(
    request: Request, take: Step, said: str, *, home: bool = False, decides: bool = False
) -> Response:
    """Take the step, then show the record (or the inbox); what stands in its way is shown on the
    page from which it was tried."""
    actor, settings = actor_of(request), request.state.settings
    version = await disclosure.version_view(actor, request.path_params["id"])
    back = f"/console/versions/{version.id}/review"
    if decides and (asked := await unconfirmed(request, back)) is not None:
        return asked
    form = await read_form(request)
    try:
        await take(actor, settings, version.id, form)
    except (Invalid, Conflict, Refused) as error:
        return await _not_taken(request, version, error, form)
    if said in {"submitted", "approved", "published"}:
        await ask_for_pages(version, settings)
    if home:
        return go("/console", said)
    return go(f"/console/records/{version.record.id}?version={version.id}", said)


async def _not_taken(
    request: Request, version: Version, error: HallboardError, form: Values
) -> Response:
    now = await disclosure.version_view(actor_of(request), version.id)
    return await _review(request, now, problems_of(error), error.status, form)


async def sign(request: Request) -> Response:
    """Record a signature on paper, with its scan."""
    actor = actor_of(request)
    version = await disclosure.version_view(actor, request.path_params["id"])
    back = f"/console/versions/{version.id}/review"
    if (asked := await unconfirmed(request, back)) is not None:
        return asked
    form: Values = {}
    try:
        async with request.form() as posted:
            form = {name: value for name, value in posted.items() if isinstance(value, str)}
            scan = await _kept_scan(request, posted.get("scan"))
        await service.record_signature(
            actor, version.id, form.get("hash", ""), signer=form.get("signer", ""), scan=scan
        )
    except (Invalid, Conflict, Refused, TooLarge) as error:
        return await _not_taken(request, version, error, form)
    await ask_for_pages(version, request.state.settings)
    return go(f"/console/records/{version.record.id}?version={version.id}", "signed")


async def _kept_scan(request: Request, given: object) -> str:
    """SHA-256 of the kept scan; "" without one.  Raises Invalid or TooLarge for other files."""
    if not isinstance(given, UploadFile) or not given.filename:
        return ""
    check_upload(given.filename, given.size or 0)
    data = await given.read()
    kept = await store_attachment(request.state.store, data, given.filename, scan=True)
    if kept.media_type not in SCANS:
        raise Invalid("scan-kind-bad", "扫描件应为图片或 PDF 文件。", field="scan")
    return kept.sha256


async def scan(request: Request) -> Response:
    """The scan of a signature on this version, to be saved.  Raises NotFound for other files."""
    version = await disclosure.version_view(actor_of(request), request.path_params["id"])
    sha: str = request.path_params["sha256"]
    if not await disclosure.is_scan(version, sha):
        raise NotFound("file-unknown", "没有这个文件。")
    row = await file_of(sha)
    path = request.state.store.path(sha)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("file-unknown", "没有这个文件。")
    ending = ENDINGS.get(row.media_type, "")
    return FileResponse(path, media_type=row.media_type, filename=f"signature-{sha[:12]}{ending}")


async def _submit(actor: Actor, settings: Settings, version_id: str, form: Values) -> Version:
    urgent = form.get("urgent") == "1"
    reason = form.get("urgent_reason", "")
    return await service.submit(actor, settings, version_id, urgent=urgent, reason=reason)


async def _approve(actor: Actor, _: Settings, version_id: str, form: Values) -> Version:
    decided = {
        name.removeprefix(_DECIDED): value
        for name, value in form.items()
        if name.startswith(_DECIDED)
    }
    seen, note = form.get("hash", ""), form.get("opinion", "")
    return await service.approve(actor, version_id, seen, decisions=decided, note=note)


async def _publish(actor: Actor, settings: Settings, version_id: str, form: Values) -> Version:
    return await service.publish(actor, settings, version_id, note=form.get("opinion", ""))


def _handler(said: str, take: Step, *, home: bool = False, decides: bool = False) -> Handler:
    async def handle(request: Request) -> Response:
        return await _step(request, take, said, home=home, decides=decides)

    return handle


submit = _handler("submitted", _submit)
recall = _handler("recalled", lambda who, _, id_, form: service.recall(who, id_))
discard = _handler("discarded", lambda who, _, id_, form: service.discard(who, id_), home=True)
check = _handler("checked", lambda who, _, id_, form: service.check_unchanged(who, id_))
approve = _handler("approved", _approve, decides=True)
return_to_author = _handler(
    "returned", lambda who, _, id_, form: service.return_to_author(who, id_, form.get("note", ""))
)
publish = _handler("published", _publish, decides=True)
withdraw = _handler(
    "withdrawn",
    lambda who, _, id_, form: service.withdraw(who, id_, form.get("reason", "")),
    decides=True,
)
