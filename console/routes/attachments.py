"""Files of a version: put on a draft, taken off it, handed out to the staff."""

import asyncio

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from console.attachment_list import attachment_list
from console.routes.page import actor_of, fragment, go, read_form, sentence_of
from console.routes.records import record_response
from core.errors import Conflict, HallboardError, Invalid, NotFound, Refused, TooLarge
from disclosure import queries as disclosure
from disclosure.attachments import LARGEST, check_upload
from disclosure.models import Version
from disclosure.queries.attached import attached
from disclosure.service.attaching import attach, detach

_FRAME = 1_000_000
"""Bytes of a posted form besides its file."""
SANDBOX = "sandbox; default-src 'none'"


async def add(request: Request) -> Response:
    version = await _version(request)
    try:
        data, name, scan = await _sent(request)
        await attach(
            actor_of(request),
            request.state.settings,
            request.state.store,
            version.id,
            data=data,
            name=name,
            scan=scan,
        )
    except (Invalid, TooLarge, Conflict, Refused) as error:
        return await _refused(request, version, error)
    return _back(request, version, "attached")


async def remove(request: Request) -> Response:
    version = await _version(request)
    form = await read_form(request)
    try:
        sha = form.get("sha256", "")
        await detach(actor_of(request), request.state.settings, version.id, sha)
    except (Invalid, Conflict, Refused) as error:
        return await record_response(request, version.record.id, version.id, error)
    return _back(request, version, "detached")


async def download(request: Request) -> Response:
    """For saving: whatever the file holds, it never runs on our pages."""
    version = await _version(request)
    file = attached(version, request.path_params["sha256"])
    path = request.state.store.path(file.sha256)
    if version.purged_at is not None or not await asyncio.to_thread(path.is_file):
        raise NotFound("file-unknown", "没有这个文件。")
    headers = {"content-security-policy": SANDBOX}
    return FileResponse(path, media_type=file.media_type, filename=file.name, headers=headers)


async def _version(request: Request) -> Version:
    return await disclosure.version_view(actor_of(request), request.path_params["id"])


async def _sent(request: Request) -> tuple[bytes, str, bool]:
    """Bytes, name, whether it is a scan.  What is too long is refused before it is read."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST + _FRAME:
        raise TooLarge("too-large", "提交的内容过大。")
    async with request.form(max_files=1) as form:
        given = form.get("attachment")
        if not isinstance(given, UploadFile) or not given.filename:
            raise Invalid("attachment-missing", "请选择要上传的文件。", field="attachment")
        check_upload(given.filename, given.size or 0)
        return await given.read(), given.filename, form.get("scan") == "1"


async def _refused(request: Request, version: Version, error: HallboardError) -> Response:
    """A page's script gets the list alone, with what stood in the way."""
    if request.headers.get("hx-request") != "true":
        return await record_response(request, version.record.id, version.id, error)
    listed = attachment_list(actor_of(request), version, sentence_of(error))
    return fragment(request, "attachments.html", {"version": version, **listed}, error.status)


def _back(request: Request, version: Version, said: str) -> Response:
    address = f"/console/records/{version.record.id}?version={version.id}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"hx-redirect": f"{address}&said={said}"})
    return go(address, said)
