"""错敏词 and personal data: what the gates found in a version, and what persons decide about it."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import may
from console.routes.drawn import ask_for_pages
from console.routes.page import Values, actor_of, go, read_form
from console.routes.records import record_response
from core.errors import HallboardError, NotFound
from disclosure import queries as disclosure
from disclosure import service
from disclosure.models import Version

_Act = Callable[[Request, Version, Values], Awaitable[object]]


def _handler(said: str, act: _Act) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        actor, form = actor_of(request), await read_form(request)
        version = await disclosure.version_view(actor, request.path_params["id"])
        try:
            changed = await act(request, version, form)
        except NotFound:
            raise
        except HallboardError as error:
            return await record_response(request, version.record.id, version.id, error)
        if isinstance(changed, Version):
            await ask_for_pages(changed, request.state.settings)
        reviews = form.get("back") == "review" and may(
            actor, "record.review", version.record.unit.path
        )
        here = f"/console/versions/{version.id}/review"
        return go(here if reviews else f"/console/records/{version.record.id}", said)

    return handle


async def _mask(request: Request, version: Version, form: Values) -> Version:
    """One finding, or all that are open."""
    keys = [form["key"]] if form.get("key") else await _open_keys(version)
    settings = request.state.settings
    return await service.mask_findings(actor_of(request), settings, version.id, keys)


async def _open_keys(version: Version) -> list[str]:
    return [
        view.hit.key
        for view in await disclosure.gate_views(version)
        if view.hit.found.gate == "privacy" and view.state == "open"
    ]


clear = _handler(
    "cleared",
    lambda request, version, form: service.clear_finding(
        actor_of(request), version.id, form.get("key", ""), form.get("reason", "")
    ),
)
mask = _handler("masked", _mask)
claim = _handler(
    "claimed",
    lambda request, version, form: service.claim_ground(
        actor_of(request),
        request.state.settings,
        version.id,
        form.get("key", ""),
        form.get("ground", ""),
    ),
)
confirm = _handler(
    "ground-confirmed",
    lambda request, version, form: service.confirm_ground(
        actor_of(request), version.id, form.get("key", "")
    ),
)
reject = _handler(
    "ground-rejected",
    lambda request, version, form: service.reject_ground(
        actor_of(request), version.id, form.get("key", ""), form.get("note", "")
    ),
)
