"""People and their roles, thin."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries, service
from accounts.models import Person
from accounts.permissions import ROLE_NAMES, may, paths
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from core import messages
from core.errors import Conflict, Invalid, NotFound


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
            password=form.get("password", ""),
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _list(request, form, problems_of(error), 422)
    return go(f"/console/people/{made.id}", "person")


async def person_page(request: Request) -> Response:
    return await _one(request, await _access(request), {}, {})


async def grant(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)
    role, unit = form.get("role", ""), form.get("unit", "")
    try:
        await service.grant_role(actor_of(request), person.id, role, unit)
    except (Invalid, Conflict, NotFound) as error:
        return await _one(request, person, form, problems_of(error))
    return go(f"/console/people/{person.id}", "role")


async def revoke(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)
    role, unit = form.get("role", ""), form.get("unit", "")
    try:
        await service.revoke_role(actor_of(request), person.id, role, unit)
    except (Conflict, NotFound) as error:
        return await _one(request, person, {}, problems_of(error))
    return go(f"/console/people/{person.id}", "role")


async def set_active(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)
    try:
        await service.set_active(actor_of(request), person.id, form.get("active") == "1")
    except Conflict as error:
        return await _one(request, person, {}, problems_of(error))
    return go(f"/console/people/{person.id}", "active")


async def set_password(request: Request) -> Response:
    person, form = await _access(request), await read_form(request)
    try:
        await service.set_password(actor_of(request), person.id, form.get("password", ""))
    except Invalid as error:
        return await _one(request, person, {}, problems_of(error))
    return go(f"/console/people/{person.id}", "password")


async def _access(request: Request) -> Person:
    """The person of the address.  Raises NotFound for one of somebody else's units too."""
    person = await queries.person(request.path_params["id"])
    if not may(actor_of(request), "people.manage", person.unit.path):
        raise NotFound("person-unknown", "没有这个人。")
    return person


async def _list(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    context = {
        "people": await queries.people(paths(actor_of(request), "people.manage")),
        "units": await unit_options(request, "people.manage"),
        "role_titles": ROLE_NAMES,
        "values": values,
        "problems": problems,
    }
    return await page(request, "people.html", context, status)


async def _one(
    request: Request, person: Person, values: Values, problems: dict[str, str]
) -> Response:
    context = {
        "person": person,
        "roles": [(role, messages.text(name)) for role, name in ROLE_NAMES.items()],
        "role_titles": ROLE_NAMES,
        "units": await unit_options(request, "people.manage"),
        "values": values,
        "problems": problems,
    }
    return await page(request, "person.html", context, 422 if problems else 200)
