"""Linking a record to the one that it explains, answers or concludes."""

from starlette.requests import Request
from starlette.responses import Response

from console.routes.page import actor_of, go, read_form
from disclosure import service


async def link(request: Request) -> Response:
    """Form: target (record id), relation."""
    record, form = request.path_params["id"], await read_form(request)
    await service.link(actor_of(request), record, form.get("target", ""), form.get("relation", ""))
    return go(f"/console/records/{record}", "linked")


async def unlink(request: Request) -> Response:
    """Form: link (id)."""
    form = await read_form(request)
    await service.unlink(actor_of(request), form.get("link", ""))
    return go(f"/console/records/{request.path_params['id']}", "unlinked")
