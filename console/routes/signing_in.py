"""Coming in and going out."""

from ipaddress import ip_address
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from accounts import queries, service
from accounts.service import Entered
from accounts.sessions import cookie_name
from console.addresses import safe_next
from console.routes.page import (
    Values,
    actor_of,
    address_of,
    go,
    page,
    problems_of,
    read_form,
    sentence_of,
)
from console.routes.second_factor import FACTOR, set_session
from core.errors import Conflict, HallboardError, Invalid, NotFound, NotSignedIn, TooMany


async def sign_in_page(request: Request) -> Response:
    if request.state.actor is not None:
        return go("/console")
    asked = request.query_params.get("next", "")
    if request.state.session is not None:
        return go(_onward(request.state.session.stage, safe_next(asked)))
    return await _sign_in(request, {}, safe_next(asked), over=bool(asked))


async def sign_in(request: Request) -> Response:
    form = await read_form(request)
    following = safe_next(form.get("next", ""))
    try:
        entered = await service.sign_in(
            form.get("login", ""),
            form.get("password", ""),
            address_of(request),
            demanded=request.state.settings.second_factor_required,
        )
    except (NotSignedIn, TooMany) as error:
        known = {"login": form.get("login", "")}
        return await _sign_in(request, known, following, problem=error)
    return await _let_in(request, entered, following)


async def enter_page(request: Request) -> Response:
    """A demonstration's one-use link: shows a button, since a mere look must change nothing."""
    _check_demo(request)
    return await page(
        request, "enter.html", {"code": request.query_params.get("code", ""), "problem": ""}
    )


async def enter(request: Request) -> Response:
    _check_demo(request)
    form = await read_form(request)
    try:
        entered = await service.enter_by_link(
            form.get("code", ""), trusted=True, address=address_of(request)
        )
    except NotSignedIn as error:
        values = {"code": "", "problem": sentence_of(error)}
        return await page(request, "enter.html", values, error.status)
    return await _let_in(request, entered, "/console")


async def first_page(request: Request) -> Response:
    """The first administrator's sign-up: gone as soon as there is one."""
    if await queries.has_administrator():
        raise NotFound("not-found", "没有找到这个页面。")
    return await _first(request, {}, {})


async def first(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.make_first_administrator(
            form.get("code", ""),
            form.get("login", ""),
            form.get("name", ""),
            form.get("password", ""),
            unit_code=form.get("unit_code", ""),
            unit_name=form.get("unit_name", ""),
        )
    except (Invalid, Conflict, NotSignedIn) as error:
        problems = problems_of(error)
        if isinstance(error, NotSignedIn):
            problems = {"code": problems["form"]}
        return await _first(request, form, problems, error.status)
    return go("/console/sign-in")


async def join_page(request: Request) -> Response:
    """Someone whose account was made for them sets their own password."""
    return await _join(request, {"code": request.query_params.get("code", "")}, {})


async def join(request: Request) -> Response:
    form = await read_form(request)
    try:
        if form.get("password", "") != form.get("again", ""):
            raise Invalid("password-differs", "两次填写的密码不一致。", field="again")
        await service.join(form.get("code", ""), form.get("password", ""), address_of(request))
    except (Invalid, Conflict, NotSignedIn, TooMany) as error:
        problems = problems_of(error)
        if isinstance(error, NotSignedIn | TooMany):
            problems = {"code": problems["form"]}
        return await _join(request, form, problems, error.status)
    return go("/console/sign-in")


async def sign_out(request: Request) -> Response:
    await service.sign_out(request.state.session)
    response = RedirectResponse("/console/sign-in", 303)
    https = request.state.settings.https
    response.delete_cookie(cookie_name(https), path="/", secure=https, httponly=True)
    return response


async def password_page(request: Request) -> Response:
    return await page(request, "password.html", {"problems": {}})


async def password(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.change_own_password(
            actor_of(request),
            form.get("current", ""),
            form.get("password", ""),
            address_of(request),
        )
    except (Invalid, TooMany) as error:
        problems = problems_of(error)
        if isinstance(error, TooMany):
            problems = {"current": problems["form"]}
        return await page(request, "password.html", {"problems": problems}, error.status)
    return go("/console/sign-in")


async def _sign_in(
    request: Request,
    values: Values,
    following: str,
    *,
    problem: HallboardError | None = None,
    over: bool = False,
) -> Response:
    shown = sentence_of(problem) if problem else ""
    context = {"values": values, "next": following, "problem": shown, "over": over}
    return await page(request, "sign_in.html", context, problem.status if problem else 200)


async def _join(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    return await page(request, "join.html", {"values": values, "problems": problems}, status)


async def _first(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    context = {"values": values, "problems": problems, "has_root": await queries.root() is not None}
    return await page(request, "first.html", context, status)


async def _let_in(request: Request, entered: Entered, following: str) -> Response:
    """A new session id at every sign-in; the old session of this browser ends."""
    if request.state.session is not None:
        await service.sign_out(request.state.session)
    response = go(_onward(entered.stage, following))
    set_session(request, response, entered.token)
    return response


def _onward(stage: str, following: str) -> str:
    """Where a session of that stage goes: what is still asked of it comes first."""
    after = f"?next={quote(following)}"
    return {"code": "/console/code" + after, "enrol": FACTOR + after}.get(stage, following)


def _check_demo(request: Request) -> None:
    """Raises NotFound outside a demonstration on this very machine."""
    if not (request.state.settings.demo and _loopback(address_of(request))):
        raise NotFound("not-found", "没有找到这个页面。")


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
