"""Units, thin: the tree, adding to it, changing and retiring one."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries, service
from accounts.models import Unit
from accounts.permissions import may, paths
from accounts.service import KINDS, TIERS
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.words import TIER_NAMES, UNIT_KINDS
from core import messages
from core.errors import Conflict, Invalid, NotFound


async def units_page(request: Request) -> Response:
    return await _page(request, {}, {})


async def create(request: Request) -> Response:
    form = await read_form(request)
    try:
        await service.create_unit(
            actor_of(request),
            form.get("code", ""),
            form.get("name", ""),
            tier=form.get("tier", ""),
            parent=form.get("parent", ""),
            short_name=form.get("short_name", ""),
            phone=form.get("phone", ""),
            kind=form.get("kind", ""),
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _page(request, form, problems_of(error), 422)
    return go("/console/units", "unit")


async def unit_page(request: Request) -> Response:
    unit = await _access(request)
    return await _one(request, unit, _values(unit), {})


async def update(request: Request) -> Response:
    unit, form = await _access(request), await read_form(request)
    try:
        await service.update_unit(
            actor_of(request),
            unit.id,
            name=form.get("name", ""),
            short_name=form.get("short_name", ""),
            phone=form.get("phone", ""),
            kind=form.get("kind", ""),
            lead=form.get("lead", ""),
            index_code=form.get("index_code", ""),
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _one(request, unit, form, problems_of(error), 422)
    return go(f"/console/units/{unit.id}", "unit-saved")


async def retire(request: Request) -> Response:
    unit = await _access(request)
    try:
        await service.retire_unit(actor_of(request), unit.id)
    except Conflict as error:
        return await _one(request, unit, _values(unit), problems_of(error), error.status)
    return go("/console/units", "unit-gone")


async def unit_options(request: Request, permission: str) -> list[tuple[str, str]]:
    """(code, indented name) of the units in which the person holds the permission."""
    return _options(await queries.unit_tree(paths(actor_of(request), permission)))


async def all_unit_options() -> list[tuple[str, str]]:
    """(code, indented name) of every unit."""
    return _options(await queries.unit_tree())


def _options(tree: list[queries.UnitNode]) -> list[tuple[str, str]]:
    least = min((node.depth for node in tree), default=0)
    return [(n.unit.code, "　" * (n.depth - least) + n.unit.short_name) for n in tree]


async def _access(request: Request) -> Unit:
    """The unit of the address.  Raises NotFound for one outside the person's subtrees too."""
    unit = await queries.unit(request.path_params["id"])
    if not may(actor_of(request), "unit.manage", unit.path):
        raise NotFound("unit-missing", "没有这个单位。")
    return unit


def _values(unit: Unit) -> Values:
    known = {"name", "short_name", "phone", "kind", "index_code"}
    return {name: getattr(unit, name) for name in known} | {
        "lead": unit.lead.code if unit.lead else ""
    }


async def _one(
    request: Request, unit: Unit, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    others = [(code, name) for code, name in await all_unit_options() if code != unit.code]
    context = {
        "unit": unit,
        "tiers": TIER_NAMES,
        "kinds": _kinds(),
        "leads": others,
        "values": values,
        "problems": problems,
    }
    return await page(request, "unit.html", context, status)


def _kinds() -> list[tuple[str, str]]:
    return [(kind, messages.text(UNIT_KINDS[kind])) for kind in KINDS]


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    context = {
        "tree": await queries.unit_tree(paths(actor_of(request), "unit.manage")),
        "tiers": TIER_NAMES,
        "tier_options": [(tier, messages.text(TIER_NAMES[tier])) for tier in reversed(TIERS)],
        "kinds": UNIT_KINDS,
        "kind_options": _kinds(),
        "parents": await unit_options(request, "unit.manage"),
        "values": values,
        "problems": problems,
    }
    return await page(request, "units.html", context, status)
