"""Units, thin: the tree, and adding to it."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries, service
from accounts.permissions import paths
from accounts.service import TIERS
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.words import TIER_NAMES
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
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _page(request, form, problems_of(error), 422)
    return go("/console/units", "unit")


async def unit_options(request: Request, permission: str) -> list[tuple[str, str]]:
    """(code, indented name) of the units in which the person holds the permission."""
    return _options(await queries.unit_tree(paths(actor_of(request), permission)))


async def all_unit_options() -> list[tuple[str, str]]:
    """(code, indented name) of every unit."""
    return _options(await queries.unit_tree())


def _options(tree: list[queries.UnitNode]) -> list[tuple[str, str]]:
    least = min((node.depth for node in tree), default=0)
    return [(n.unit.code, "　" * (n.depth - least) + n.unit.short_name) for n in tree]


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    context = {
        "tree": await queries.unit_tree(paths(actor_of(request), "unit.manage")),
        "tiers": TIER_NAMES,
        "tier_options": [(tier, messages.text(TIER_NAMES[tier])) for tier in reversed(TIERS)],
        "parents": await unit_options(request, "unit.manage"),
        "values": values,
        "problems": problems,
    }
    return await page(request, "units.html", context, status)
