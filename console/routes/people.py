"""People and their roles, thin.  What gives or takes rights asks to confirm first."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries, service
from accounts.models import Person
from accounts.permissions import ROLE_DUTIES, ROLE_NAMES, may, paths
from console.routes.confirming import unconfirmed
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from core import messages
from core.errors import Conflict, Invalid, NotFound
from core.transaction import transact
from disclosure.service.handover import hand_over, open_count

MOST = 100


async def people_page(request: Request) -> Response:
    return await _list(request, {}, {})


async def create(request: Request) -> Response:
    form = await read_form(request)
    try:
        made = await service.create_person(
            actor_of(request),
            form.get("login", ""),
            form.get("name", ""),
            unit=form.get("unit", ""),
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _list(request, form, problems_of(error), 422)
    return go(f"/console/people/{made.id}", "person")


async def person_page(request: Request) -> Response:
    return await _one(request, await _access(request), {}, {})


async def change(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)
    try:
        await service.change_person(
            actor_of(request), person.id, name=form.get("name", ""), email=form.get("email", "")
        )
    except Invalid as error:
        return await _one(request, person, form, problems_of(error))
    return go(f"/console/people/{person.id}", "person-saved")


async def grant(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)

    async def work() -> None:
        role, unit = form.get("role", ""), form.get("unit", "")
        await service.grant_role(actor_of(request), person.id, role, unit)

    return await _decide(request, person, form, work, "role")


async def revoke(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)

    async def work() -> None:
        role, unit = form.get("role", ""), form.get("unit", "")
        await service.revoke_role(actor_of(request), person.id, role, unit)

    return await _decide(request, person, {}, work, "role")


async def set_active(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)

    async def work() -> None:
        await service.set_active(actor_of(request), person.id, form.get("active") == "1")

    return await _decide(request, person, {}, work, "active")


async def set_password(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)

    async def work() -> None:
        await service.set_password(actor_of(request), person.id, form.get("password", ""))

    return await _decide(request, person, {}, work, "password")


async def leave(request: Request) -> Response:
    """离岗: rights end and open work goes over, both or neither."""
    person, form = await _access(request), await read_form(request)

    async def both() -> None:
        leaving, successor = await service.off_board(
            actor_of(request), person.id, form.get("successor") or None, form.get("reason", "")
        )
        if successor is not None:
            await hand_over(actor_of(request), leaving, successor)

    return await _decide(request, person, form, lambda: transact(both), "left")


async def come_back(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)

    async def work() -> None:
        await service.return_person(actor_of(request), person.id, form.get("reason", ""))

    return await _decide(request, person, form, work, "returned-person")


async def join_code(request: Request) -> Response:
    """A one-use code with which the person sets a password of their own: shown once."""
    person = await _access(request)
    if (asked := await unconfirmed(request, f"/console/people/{person.id}")) is not None:
        return asked
    try:
        code = await service.issue_join_code(actor_of(request), person.id)
    except Conflict as error:
        return await _one(request, person, {}, problems_of(error))
    return await _one(request, person, {}, {}, code=spoken(code))


def spoken(code: str) -> str:
    """A long one-use code in groups of five."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


async def _decide(
    request: Request, person: Person, form: Values, work: Callable[[], Awaitable[None]], said: str
) -> Response:
    """Do what changes a person's rights, once the actor has proved to be there."""
    back = f"/console/people/{person.id}"
    if (asked := await unconfirmed(request, back)) is not None:
        return asked
    try:
        await work()
    except (Invalid, Conflict, NotFound) as error:
        return await _one(request, await _access(request), form, problems_of(error))
    return go(back, said)


async def _access(request: Request) -> Person:
    """The person of the address.  Raises NotFound for one of somebody else's units too."""
    person = await queries.person(request.path_params["id"])
    if not may(actor_of(request), "people.manage", person.unit.path):
        raise NotFound("person-unknown", "没有这个人。")
    return person


async def _list(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    subtrees = paths(actor_of(request), "people.manage")
    text = request.query_params.get("q", "").strip()[:60]
    context = {
        "people": await queries.people_found(subtrees, text, MOST),
        "total": await queries.people_count(subtrees),
        "most": MOST,
        "text": text,
        "units": await unit_options(request, "people.manage"),
        "role_titles": ROLE_NAMES,
        "values": values,
        "problems": problems,
    }
    return await page(request, "people.html", context, status)


async def _one(
    request: Request,
    person: Person,
    values: Values,
    problems: dict[str, str],
    *,
    code: str = "",
) -> Response:
    context = {
        "person": person,
        "roles": [
            (role, messages.text("{role}：{duty}", role=messages.text(name), duty=_duty(role)))
            for role, name in ROLE_NAMES.items()
        ],
        "role_titles": ROLE_NAMES,
        "units": await unit_options(request, "people.manage"),
        "successors": [
            (one.id, f"{one.name}（{one.login}）")
            for one in await queries.colleagues(person.unit.id, person.id)
        ],
        "open_work": await open_count(person.id),
        "is_self": person.id == actor_of(request).id,
        "code": code,
        "values": {"name": person.name, "email": person.email, "unit": person.unit.code} | values,
        "problems": problems,
    }
    return await page(request, "person.html", context, 422 if problems else 200)


def _duty(role: str) -> str:
    return messages.text(ROLE_DUTIES[role])
