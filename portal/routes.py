"""The record site behind the QR codes."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from core import clock
from core.errors import NotFound
from core.ids import read_code
from disclosure.queries import public_record, public_version
from disclosure.queries.attached import public_attachment
from disclosure.search import code_in
from portal import queries
from portal.addresses import Addresses
from portal.certificates import certificate
from portal.pages import Page, Site

QUERY = 80
"""Characters of a query that are read."""
A_WHILE = "public, max-age=300"
"""A picture's bytes never change, but its record may be withdrawn: no cache may keep it long."""


async def home(request: Request) -> Response:
    return _served(await queries.home(await _site(request)))


async def short_link(request: Request) -> Response:
    """The QR code's target.  Codes are read as people type them: o for 0, l for 1, any case."""
    site = await _site(request)
    typed = request.path_params["code"]
    try:
        return _served(site.record(await public_version(read_code(typed))))
    except NotFound:
        return _served(site.missing(typed[:QUERY]))


async def record(request: Request) -> Response:
    site = await _site(request)
    try:
        return _served(site.record(await public_record(request.path_params["id"])))
    except NotFound:
        return _served(site.missing())


async def unit(request: Request) -> Response:
    site = await _site(request)
    try:
        return _served(await queries.unit(site, request.path_params["code"], _page(request)))
    except NotFound:
        return _served(site.missing())


async def search(request: Request) -> Response:
    """A short code that is typed in leads to its page at once."""
    query = request.query_params.get("q", "")[:QUERY]
    code = code_in(query)
    if code is not None:
        try:
            await public_version(code)
        except NotFound:
            pass
        else:
            return RedirectResponse(f"/r/{code}", status_code=303)
    return _served(await queries.search(await _site(request), query, _page(request)))


async def file(request: Request) -> Response:
    """A picture that stands in a published version, or a file attached to one, by its hash."""
    try:
        return await _picture(request)
    except NotFound:
        found = await public_attachment(request.path_params["sha256"])
        path = request.state.store.path(found.sha256)
        if not await run_in_threadpool(path.is_file):
            raise
    headers = {"cache-control": A_WHILE, "content-security-policy": "sandbox; default-src 'none'"}
    return FileResponse(path, media_type=found.media_type, filename=found.name, headers=headers)


async def _picture(request: Request) -> Response:
    """Raises NotFound for what no published version shows."""
    row = await queries.public_picture(request.path_params["sha256"])
    headers = {"cache-control": A_WHILE, "etag": f'"{row.sha256}"'}
    if row.sha256 in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    data = await run_in_threadpool(request.state.store.read, row.sha256)
    return Response(data, media_type=row.media_type, headers=headers)


def routes() -> list[BaseRoute]:
    return [
        Route("/", home),
        Route("/search", search),
        Route("/r/{code}", short_link),
        Route("/R/{code}", short_link),  # QR codes are in upper case: they are smaller so
        Route("/records/{id}", record),
        Route("/units/{code}", unit),
        Route("/certificates/{code}", certificate),
        Route("/files/{sha256}", file),
    ]


async def _site(request: Request) -> Site:
    state = request.state
    return await queries.site(state.templates.env, state.settings, Addresses(), clock.now())


def _page(request: Request) -> int:
    given = request.query_params.get("page", "1")
    return min(max(int(given), 1), 10_000) if given.isascii() and given.isdigit() else 1


def _served(page: Page) -> Response:
    """Never stored without asking: a page that was withdrawn must not come from a cache."""
    return HTMLResponse(page.html, page.status, headers={"cache-control": "no-cache"})
