"""Halls and screens: their state, adding them, pairing."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds, may, paths
from console.routes.page import (
    Values,
    actor_of,
    go,
    page,
    problems_of,
    read_form,
    sentence_of,
)
from console.routes.units import unit_options
from console.words import KINDS, PRESENCE
from core import clock, messages
from core.errors import HallboardError, NotFound
from media.profiles import PROFILES
from schedules import queries as schedules
from schedules.audiences import PLACES
from schedules.why import why
from signage import queries, service
from signage.presence import TIERS
from signage.queries import ScreenView

LOOK_AHEAD = timedelta(hours=24)


async def list_page(request: Request) -> Response:
    actor = actor_of(request)
    subtrees = paths(actor, "screen.read")
    views = await queries.screens(subtrees)
    halls = [
        (hall, [view for view in views if view.screen.hall.id == hall.id])
        for hall in await queries.halls(subtrees)
    ]
    states = [view.state for view in views]
    context = {
        "halls": halls,
        "figures": {
            "online": states.count("online"),
            "trouble": len([s for s in states if s in ("late", "offline")]),
            "unpaired": len([s for s in states if s in ("unpaired", "silent")]),
            "behind": len([view for view in views if view.behind]),
        },
        "total": len(views),
        "may_manage": holds(actor, "screen.manage"),
        **_words(),
    }
    return await page(request, "screens.html", context)


async def screen_page(request: Request) -> Response:
    return await _screen(request, await _access(request, "screen.read"))


async def unpair(request: Request) -> Response:
    view = await _access(request, "screen.manage")
    try:
        await service.unpair(actor_of(request), view.screen.code)
    except HallboardError as error:
        return await _screen(request, view, problem=sentence_of(error))
    request.state.hub.forget(view.screen.id)
    return go(f"/console/screens/{view.screen.id}", "unpaired")


async def place(request: Request) -> Response:
    """Where the screen stands decides which lists of persons it may show."""
    view, form = await _access(request, "screen.manage"), await read_form(request)
    try:
        await service.set_place(actor_of(request), view.screen.code, form.get("place", ""))
    except HallboardError as error:
        return await _screen(request, view, problem=sentence_of(error))
    return go(f"/console/screens/{view.screen.id}", "place")


async def code(request: Request) -> Response:
    """A one-use code with which a player without a keyboard pairs itself: shown once."""
    view = await _access(request, "screen.manage")
    made = await service.issue_pairing_code(actor_of(request), view.screen.code)
    return await _screen(request, view, code=made)


async def new_screen_page(request: Request) -> Response:
    return await _new_screen(request, {"hall": request.query_params.get("hall", "")}, {})


async def create_screen(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.create_screen(
            actor_of(request),
            form.get("code", ""),
            form.get("name", ""),
            hall=form.get("hall", ""),
            profile_code=form.get("profile", ""),
            place=form.get("place", ""),
            output=form.get("output", ""),
        )
    except HallboardError as error:
        return await _new_screen(request, form, problems_of(error), error.status)
    return go("/console/screens", "screen")


async def new_hall_page(request: Request) -> Response:
    return await _new_hall(request, {}, {})


async def create_hall(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.create_hall(
            actor_of(request),
            form.get("code", ""),
            form.get("name", ""),
            unit=form.get("unit", ""),
            address=form.get("address", ""),
            hours=form.get("hours", ""),
        )
    except HallboardError as error:
        return await _new_hall(request, form, problems_of(error), error.status)
    return go("/console/screens", "hall")


async def pairing_page(request: Request) -> Response:
    """First the code that the screen shows, then what the device says of itself."""
    return await _pairing(request, request.query_params.get("code", ""), {})


async def approve_pairing(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.approve_pairing(
            actor_of(request), form.get("code", ""), form.get("screen", ""), form.get("place", "")
        )
    except HallboardError as error:
        return await _pairing(request, form.get("code", ""), problems_of(error), error.status)
    return go("/console/screens", "paired")


async def _access(request: Request, permission: str) -> ScreenView:
    """The screen of the address.  Raises NotFound for those of other units too."""
    view = await queries.screen_view(request.path_params["id"])
    if not may(actor_of(request), permission, view.screen.hall.unit.path):
        raise NotFound("screen-unknown", "没有代码为 {code} 的屏幕。", code=view.screen.code)
    return view


async def _screen(
    request: Request, view: ScreenView, *, code: str = "", problem: str = ""
) -> Response:
    now = clock.now()
    place = queries.place_of(view.screen)
    compiled = await schedules.compiled(request.state.settings, place, now, now + LOOK_AHEAD)
    manage = may(actor_of(request), "screen.manage", view.screen.hall.unit.path)
    context = {
        "view": view,
        "answer": why(compiled, now),
        "rejected": compiled.rejected[:50],
        "code": code,
        "problem": problem,
        "may_manage": manage,
        **_words(),
    }
    return await page(request, "screen.html", context)


async def _pairing(
    request: Request, code: str, problems: dict[str, str], status: int = 200
) -> Response:
    pairing = None
    if code:
        try:
            pairing = await queries.pairing_by_code(code)
        except NotFound as error:
            problems = problems or {"code": sentence_of(error)}
    views = await queries.screens(paths(actor_of(request), "screen.manage"))
    context = {
        "pairing": pairing,
        "code": code,
        "problems": problems,
        "screens": [
            (view.screen.code, _screen_name(view))
            for view in sorted(views, key=lambda view: view.state != "unpaired")
        ],
        "places": place_options(),
    }
    return await page(request, "pairing.html", context, status)


def _screen_name(view: ScreenView) -> str:
    state = messages.text(PRESENCE[view.state][0])
    return f"{view.screen.hall.name} · {view.screen.name}（{state}）"


async def _new_screen(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    halls = await queries.halls(paths(actor_of(request), "screen.manage"))
    context = {
        "halls": [(hall.code, hall.name) for hall in halls],
        "profiles": [(known.code, messages.text(known.name)) for known in PROFILES],
        "places": place_options(),
        "values": {"place": "hall"} | values,
        "problems": problems,
    }
    return await page(request, "screen_new.html", context, status)


async def _new_hall(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    units = await unit_options(request, "screen.manage")
    context = {"units": units, "values": values, "problems": problems}
    return await page(request, "hall_new.html", context, status)


def place_options() -> list[tuple[str, str]]:
    """Place classes to choose from."""
    return [(known, messages.text(name)) for known, name in PLACES.items()]


def _words() -> dict[str, object]:
    return {"presence": PRESENCE, "kinds": KINDS, "tiers": TIERS, "places": PLACES}
