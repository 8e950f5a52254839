"""Proving again to be there, before something is decided.

A handler that decides begins with ::

    if (asked := await confirming.unconfirmed(request, back="/console/…")) is not None:
        return asked

Nothing has been done then.  What was posted waits in the page that asks, and is posted again to
the same address once the code is right.  Chosen files cannot wait there: the page says so and
leads ``back``.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from accounts import service
from console.addresses import HOME, safe_next
from console.routes.page import actor_of, address_of, confirmed, go, page, sentence_of
from core.errors import HallboardError, Invalid, TooMany
from core.sealing import Sealer

_OURS = frozenset({"csrf", "confirm_code", "confirm_action", "confirm_next"})
Kept = list[tuple[str, str]]


async def unconfirmed(request: Request, back: str) -> Response | None:
    """None when the person has proved to be there within 15 minutes, or need not; otherwise the
    page that asks them to.  ``back``: the page from which the form was sent."""
    if confirmed(request):
        return None
    kept, files = await _posted(request)
    action = "" if files else request.url.path
    return await _page(request, action=action, back=back, kept=[] if files else kept, files=files)


async def confirm_page(request: Request) -> Response:
    """Asked for beforehand: ``?next=`` says where to go on."""
    return await _page(request, back=safe_next(request.query_params.get("next", "")))


async def confirm(request: Request) -> Response:
    form = await request.form()
    action = safe_next(str(form.get("confirm_action", "")))
    back = safe_next(str(form.get("confirm_next", "")))
    again = action if action != HOME else ""
    typed = str(form.get("confirm_code", ""))
    try:
        await service.confirm(request.state.session, sealer_of(request), typed, address_of(request))
    except (Invalid, TooMany) as error:
        kept, _ = await _posted(request)
        return await _page(request, action=again, back=back, kept=kept, problem=error)
    if again:
        # 307: the browser posts the same fields again, which this page has carried along.
        return RedirectResponse(again, 307)
    return go(back)


def sealer_of(request: Request) -> Sealer:
    """Opens the keys of second factors."""
    return Sealer(request.state.signing_key, service.PURPOSE)


async def _posted(request: Request) -> tuple[Kept, bool]:
    """The text fields of the form, and whether it carries files too."""
    if request.method != "POST":
        return [], False
    items = (await request.form()).multi_items()
    texts = [(name, value) for name, value in items if isinstance(value, str)]
    files = any(getattr(value, "size", 0) for _, value in items if not isinstance(value, str))
    return [(name, value) for name, value in texts if name not in _OURS], files


async def _page(
    request: Request,
    *,
    action: str = "",
    back: str,
    kept: Kept | None = None,
    files: bool = False,
    problem: HallboardError | None = None,
) -> Response:
    context = {
        "action": action,
        "back": back,
        "kept": kept or [],
        "files": files,
        "by_code": await service.is_enrolled(actor_of(request).id),
        "problem": sentence_of(problem) if problem else "",
    }
    return await page(request, "confirm.html", context, problem.status if problem else 200)
