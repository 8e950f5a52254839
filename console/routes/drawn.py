"""Drawn pages: how far they are, asking for them, and the pictures themselves."""

import asyncio
import json

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from console import queries
from console.routes.page import actor_of, fragment, go
from core.errors import NotFound
from core.settings import Settings
from disclosure import queries as disclosure
from disclosure.models import Version
from disclosure.service import note_drawn
from media.queries import file_of
from media.service import redraw_failed, request_pages
from media.sheet import page_key

AT_ONCE = 0
"""Urgency: a person waits for it."""


async def pages(request: Request) -> Response:
    """The fragment that a page asks for again while drawing goes on."""
    return await _pages(request, await _version(request))


async def _version(request: Request) -> Version:
    """The version of the address.  Raises NotFound."""
    return await disclosure.version_view(actor_of(request), request.path_params["id"])


async def _pages(request: Request, version: Version) -> Response:
    sheets = await queries.drawn(version, request.state.settings)
    context = {
        "version": version,
        "drawn": sheets,
        "busy": any(sheet.state == "waiting" for sheet in sheets),
        "missing": any(sheet.state == "missing" for sheet in sheets),
    }
    return fragment(request, "drawn.html", context)


async def draw(request: Request) -> Response:
    """Draw what is missing, and try again what failed; a page's script gets the fragment."""
    version = await _version(request)
    await ask_for_pages(version, request.state.settings)
    if request.headers.get("hx-request") == "true":
        return await _pages(request, version)
    return go(f"/console/records/{version.record.id}?version={version.id}#drawn")


async def ask_for_pages(version: Version, settings: Settings) -> None:
    """Put the version's pages into the queue for every profile on which it will be seen."""
    sheet = await disclosure.sheet_of(version, settings)
    keys = {
        page_key(sheet, profile.code): profile.code
        for profile in await queries.preview_profiles(version.template)
    }
    await note_drawn(version.id, keys)
    for key, profile in keys.items():
        await request_pages(sheet, profile, AT_ONCE)
        await redraw_failed(key)


async def picture(request: Request) -> Response:
    """A picture of a version: one of its drawn pages, or one that it holds.  Raises NotFound for
    any other file, however well its name is known."""
    version = await _version(request)
    sha: str = request.path_params["sha256"]
    sheets = await queries.drawn(version, request.state.settings)
    own = {file.file for sheet in sheets for file in sheet.pages} | _held(version)
    if sha not in own:
        raise NotFound("file-unknown", "没有这个文件。")
    row = await file_of(sha)
    path = request.state.store.path(sha)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("file-unknown", "没有这个文件。")
    return FileResponse(path, media_type=row.media_type)


def _held(version: Version) -> set[str]:
    """Pictures that the content names."""
    found: set[str] = set()
    for block in json.loads(version.content)["blocks"]:
        found |= {block["file"]} if block["type"] == "picture" else set()
        found |= {m["photo"] for m in block.get("members", ()) if m.get("photo")}
    return found
