"""The steps of a version: submit, take back, approve, return, publish, withdraw, check."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from accounts.actor import Actor
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
from core.errors import Conflict, HallboardError, Invalid, Refused
from core.settings import Settings
from disclosure import queries as disclosure
from disclosure import service
from disclosure.models import Version

Handler = Callable[[Request], Awaitable[Response]]
Step = Callable[[Actor, Settings, str, Values], Awaitable[object]]


async def review_page(request: Request) -> Response:
    """What the reviewer signs: the drawn pages, bound to the content's hash."""
    version = await disclosure.version_view(actor_of(request), request.path_params["id"])
    return await _review(request, version, {}, 200)


async def _review(
    request: Request, version: Version, problems: dict[str, str], status: int
) -> Response:
    steps = await steps_of(request, version)
    context = {"steps": steps, "problems": problems, **await shown(request, version)}
    return await page(request, "review.html", context, status)


async def _step(request: Request, take: Step, said: str, *, home: bool = False) -> Response:
    """Take the step, then show the record (or the inbox); what stands in its way is shown on the
    page from which it was tried."""
    actor, settings = actor_of(request), request.state.settings
    version = await disclosure.version_view(actor, request.path_params["id"])
    form = await read_form(request)
    try:
        await take(actor, settings, version.id, form)
    except (Invalid, Conflict, Refused) as error:
        return await _not_taken(request, version, error)
    if said in {"submitted", "approved", "published"}:
        await ask_for_pages(version, settings)
    if home:
        return go("/console", said)
    return go(f"/console/records/{version.record.id}?version={version.id}", said)


async def _not_taken(request: Request, version: Version, error: HallboardError) -> Response:
    now = await disclosure.version_view(actor_of(request), version.id)
    return await _review(request, now, problems_of(error), error.status)


def _handler(said: str, take: Step, *, home: bool = False) -> Handler:
    async def handle(request: Request) -> Response:
        return await _step(request, take, said, home=home)

    return handle


submit = _handler("submitted", lambda who, _, id_, form: service.submit(who, id_))
recall = _handler("recalled", lambda who, _, id_, form: service.recall(who, id_))
discard = _handler("discarded", lambda who, _, id_, form: service.discard(who, id_), home=True)
check = _handler("checked", lambda who, _, id_, form: service.check_unchanged(who, id_))
approve = _handler(
    "approved", lambda who, _, id_, form: service.approve(who, id_, form.get("hash", ""))
)
return_to_author = _handler(
    "returned", lambda who, _, id_, form: service.return_to_author(who, id_, form.get("note", ""))
)
publish = _handler("published", lambda who, settings, id_, _: service.publish(who, settings, id_))
withdraw = _handler(
    "withdrawn", lambda who, _, id_, form: service.withdraw(who, id_, form.get("reason", ""))
)
