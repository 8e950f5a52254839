"""Who is signed in, who fails to, and what the security administrator does about it."""

from collections.abc import Awaitable

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries, service
from accounts.models import Person
from accounts.permissions import ROLE_NAMES, SECOND_FACTOR, may, paths
from accounts.service.locking import IDLE_MINUTES, LONGEST_HOURS, TRIES
from console.routes.confirming import unconfirmed
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from core.errors import Conflict, Invalid, NotFound, Refused

MOST = 100
SESSIONS = "/console/sessions"


async def sessions_page(request: Request) -> Response:
    return await _page(request, {})


async def end(request: Request) -> Response:
    person = await _access(request)
    return await _done(
        request, service.end_persons_sessions(actor_of(request), person.id), "expelled"
    )


async def lock(request: Request) -> Response:
    return await _set_locked(request, True)


async def unlock(request: Request) -> Response:
    return await _set_locked(request, False)


async def reset(request: Request) -> Response:
    """The device is lost."""
    person, form = await _access(request), await read_form(request)
    if (asked := await unconfirmed(request, SESSIONS)) is not None:
        return asked
    work = service.reset_factor(actor_of(request), person.id, form.get("reason", ""))
    return await _done(request, work, "factor-reset")


async def set_policy(request: Request) -> Response:
    form = await read_form(request)
    if (asked := await unconfirmed(request, SESSIONS)) is not None:
        return asked
    try:
        await service.set_policy(
            actor_of(request),
            idle_minutes=_number(form, "idle_minutes"),
            longest_hours=_number(form, "longest_hours"),
            tries=_number(form, "tries"),
        )
    except (Invalid, Refused) as error:
        return await _page(request, problems_of(error), form, error.status)
    return go(SESSIONS, "policy")


async def _set_locked(request: Request, locked: bool) -> Response:
    person, form = await _access(request), await read_form(request)
    if (asked := await unconfirmed(request, SESSIONS)) is not None:
        return asked
    work = service.set_locked(actor_of(request), person.id, locked, form.get("reason", ""))
    return await _done(request, work, "locked" if locked else "unlocked")


async def _done(request: Request, work: Awaitable[object], said: str) -> Response:
    try:
        await work
    except (Invalid, Conflict, NotFound) as error:
        return await _page(request, problems_of(error), {}, error.status)
    return go(SESSIONS, said)


async def _access(request: Request) -> Person:
    """The person of the address.  Raises NotFound for one of somebody else's units too."""
    person = await queries.person(request.path_params["id"])
    if not may(actor_of(request), "session.manage", person.unit.path):
        raise NotFound("person-unknown", "没有这个人。")
    return person


async def _page(
    request: Request,
    problems: dict[str, str],
    values: Values | None = None,
    status: int = 200,
) -> Response:
    """Without a search: whoever is signed in, failed lately or is locked."""
    actor, text = actor_of(request), request.query_params.get("q", "").strip()[:60]
    subtrees = paths(actor, "session.manage")
    found = (
        await queries.people_found(subtrees, text, MOST) if text else await queries.people(subtrees)
    )
    known = await queries.standings(found)
    rows = known if text else [row for row in known if row.notable][:MOST]
    policy, top = await queries.policy(), await queries.root()
    context = {
        "rows": rows,
        "text": text,
        "signed_in": sum(bool(row.sessions) for row in known),
        "role_titles": ROLE_NAMES,
        "needs": SECOND_FACTOR,
        "policy": {
            "idle_minutes": policy.idle.seconds // 60,
            "longest_hours": policy.longest.seconds // 3600,
            "tries": policy.tries,
        }
        | (values or {}),
        "bounds": {"idle_minutes": IDLE_MINUTES, "longest_hours": LONGEST_HOURS, "tries": TRIES},
        "may_set": top is not None and may(actor, "session.manage", top.path),
        "required": request.state.settings.second_factor_required,
        "problems": problems,
    }
    return await page(request, "sessions.html", context, status)


def _number(form: Values, name: str) -> int:
    """Raises Invalid for what is no small whole number."""
    given = form.get(name, "")
    if not (given.isascii() and given.isdecimal() and len(given) < 5):
        raise Invalid("number-bad", "请填整数。", field=name)
    return int(given)
