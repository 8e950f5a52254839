"""The second factor: the code after the password, enrolling, recovery codes."""

import io

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries, service
from accounts.actor import Actor
from accounts.sessions import cookie_name
from accounts.totp import address_of as key_address
from accounts.totp import spaced
from console.addresses import safe_next
from console.routes.confirming import sealer_of, unconfirmed
from console.routes.page import address_of, go, page, read_form, sentence_of
from core.errors import Conflict, HallboardError, Invalid, NotFound, NotSignedIn, TooMany

FACTOR = "/console/second-factor"
_GROUP = 5


async def code_page(request: Request) -> Response:
    return await _code(request, safe_next(request.query_params.get("next", "")))


async def enter_code(request: Request) -> Response:
    form = await read_form(request)
    following = safe_next(form.get("next", ""))
    session = request.state.session
    if session.stage != "code":
        return go(following)
    try:
        entered = await service.enter_code(
            session, sealer_of(request), form.get("code", ""), address_of(request)
        )
    except (Invalid, TooMany) as error:
        return await _code(request, following, error)
    response = go(following)
    set_session(request, response, entered.token)
    return response


async def factor_page(request: Request) -> Response:
    return await _factor(request, safe_next(request.query_params.get("next", "")))


async def begin(request: Request) -> Response:
    """With a session that was left open alone nobody ties a phone of their own to it."""
    form = await read_form(request)
    _check_stage(request)
    full = request.state.session.stage == "full"
    if full and (asked := await unconfirmed(request, FACTOR)) is not None:
        return asked
    try:
        await service.begin_enrolment(_person(request).id, sealer_of(request))
    except Conflict as error:
        return await _factor(request, safe_next(form.get("next", "")), error)
    return go(f"{FACTOR}?next={safe_next(form.get('next', ''))}")


async def enrol(request: Request) -> Response:
    form = await read_form(request)
    _check_stage(request)
    following = safe_next(form.get("next", ""))
    try:
        codes, entered = await service.finish_enrolment(
            request.state.session, sealer_of(request), form.get("code", ""), address_of(request)
        )
    except (Invalid, Conflict, TooMany) as error:
        return await _factor(request, following, error)
    response = await _codes(request, codes, following)
    if entered is not None:
        set_session(request, response, entered.token)
    return response


async def qr_code(request: Request) -> Response:
    """The key that waits for its first code; nobody else's, and never one that counts already."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    key = await service.pending_key(_person(request).id, sealer_of(request))
    if key is None:
        raise NotFound("factor-none", "没有待启用的二次验证。")
    login = (await queries.person(_person(request).id)).login
    address = key_address(key, login, await queries.root_name())
    out = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=4).save(out)
    return Response(out.getvalue(), media_type="image/svg+xml")


async def renew_codes(request: Request) -> Response:
    if (asked := await unconfirmed(request, FACTOR)) is not None:
        return asked
    try:
        codes = await service.renew_recovery_codes(_person(request).id)
    except Conflict as error:
        return await _factor(request, "/console", error)
    return await _codes(request, codes, "/console")


def set_session(request: Request, response: Response, token: str) -> None:
    """The cookie that holds the session's token."""
    https = request.state.settings.https
    response.set_cookie(
        cookie_name(https), token, path="/", httponly=True, samesite="lax", secure=https
    )


def _person(request: Request) -> Actor:
    """Whoever has given a password, or more."""
    person = request.state.entering
    assert isinstance(person, Actor)  # noqa: S101 – a wiring fault, not input
    return person


def _check_stage(request: Request) -> None:
    """Raises NotSignedIn while a code of the enrolled device is asked for: a password alone must
    not put another device in its place."""
    if request.state.session.stage == "code":
        raise NotSignedIn("sign-in-needed", "请先登录。")


async def _code(
    request: Request, following: str, problem: HallboardError | None = None
) -> Response:
    if request.state.session.stage != "code":
        return go(following)
    context = {"next": following, "problem": sentence_of(problem) if problem else ""}
    return await page(request, "code.html", context, problem.status if problem else 200)


async def _factor(
    request: Request, following: str, problem: HallboardError | None = None
) -> Response:
    if request.state.session.stage == "code":
        return go(f"/console/code?next={following}")
    person = _person(request)
    key = await service.pending_key(person.id, sealer_of(request))
    context = {
        "next": following,
        "problem": sentence_of(problem) if problem else "",
        "enrolled": await service.is_enrolled(person.id),
        "key": spaced(key) if key else "",
        "demanded": request.state.session.stage == "enrol",
        "name": person.name,
    }
    return await page(request, "second_factor.html", context, problem.status if problem else 200)


async def _codes(request: Request, codes: list[str], following: str) -> Response:
    shown = [f"{code[:_GROUP]}-{code[_GROUP:]}" for code in codes]
    return await page(request, "recovery_codes.html", {"codes": shown, "next": following})
