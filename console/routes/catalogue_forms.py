"""Adding and changing one catalogue item."""

from starlette.requests import Request
from starlette.responses import Response

from accounts.models import Unit
from accounts.permissions import holds, paths
from accounts.queries import unit_tree
from console import catalogue_words as words
from console.catalogue_form import BLANK, Values, elements_of, values_from, values_of
from console.routes.catalogue import ADDRESS, may_keep
from console.routes.page import actor_of, go, page, problems_of
from console.words import TIER_NAMES, UNIT_KINDS
from core import clock, messages
from core.errors import Conflict, HallboardError, Invalid, NotFound, Refused
from disclosure import queries as disclosure
from disclosure import service
from disclosure.chains import KINDS as CHAINS
from disclosure.kinds import KINDS
from disclosure.queries.catalogue import ItemView, item_view


async def new_page(request: Request) -> Response:
    owners = await _owners(request)
    if not owners:
        raise Refused("not-allowed", "您没有办理此事的权限。")
    first = owners[0][2]
    tier = first.tier if first is not None and first.tier != "county" else BLANK["tier"]
    day = str((await disclosure.rules()).quarterly_due_day)
    given = {"owner": owners[0][0], "tier": tier, "due_day": day}
    return await _form(request, None, BLANK | given, {})


async def create(request: Request) -> Response:
    given = await _given(request)
    try:
        if not given.get("owner"):
            raise Invalid("owner-missing", "请选择适用范围。", field="owner")
        elements = elements_of(given)
        item = await service.create_item(
            actor_of(request),
            code=given.get("code", ""),
            unit_code=given["owner"],
            applied_at=clock.now(),
            reason=given.get("reason", ""),
            responsible_units=given.get("units", "").split(),
            **{name: getattr(elements, name) for name in elements.__dataclass_fields__},
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _form(request, None, given, problems_of(error), error)
    return go(f"{ADDRESS}/items/{item.code}", "item")


async def edit_page(request: Request) -> Response:
    view = await _access(request)
    values = values_from(view.elements) | {
        "number": str(view.item.number),
        "units": " ".join(unit.code for unit in view.responsible),
    }
    return await _form(request, view, values, {})


async def edit(request: Request) -> Response:
    view = await _access(request)
    given = await _given(request)
    units = given.get("units", "").split()
    named = units if set(units) != {unit.code for unit in view.responsible} else None
    number = given.get("number", "")
    try:
        await service.change_item(
            actor_of(request),
            view.item.code,
            elements_of(given, view.elements),
            given.get("reason", ""),
            number=int(number) if number.isdecimal() and len(number) < 9 else 0,
            responsible_units=named,
        )
    except (Invalid, Conflict, NotFound) as error:
        return await _form(request, view, given, problems_of(error), error)
    return go(f"{ADDRESS}/items/{view.item.code}", "item-changed")


async def _access(request: Request) -> ItemView:
    """Raises NotFound, also where it is not theirs, Conflict for an item that is retired."""
    view = await item_view(request.path_params["code"])
    if not may_keep(request, view.item.unit):
        raise NotFound("item-not-yours", "没有您可以修改的这项公开事项。")
    if view.item.retired_at is not None:
        raise Conflict("item-retired", "公开事项“{name}”已停用，不能再改。", name=view.item.name)
    return view


async def _given(request: Request) -> Values:
    async with request.form() as form:
        return values_of(form.multi_items())


async def _form(
    request: Request,
    view: ItemView | None,
    values: Values,
    problems: Values,
    error: HallboardError | None = None,
) -> Response:
    owner = view.item.unit if view else None
    below = await unit_tree((owner.path,) if owner else ("/",))
    context = {
        "view": view,
        "values": values,
        "problems": problems,
        "words": words,
        "tier_options": [(code, messages.text(name)) for code, name in TIER_NAMES.items()],
        "cadence_options": _options(words.CADENCES),
        "audience_options": _options(words.AUDIENCES),
        "mode_options": _options(words.MODES),
        "chain_options": _options(CHAINS),
        "kind_options": [(kind.code, messages.text(kind.name)) for kind in KINDS.values()],
        "unit_kind_options": _options(UNIT_KINDS),
        "owners": [(code, name) for code, name, _ in await _owners(request)] if not view else [],
        "units": [
            (node.unit.code, node.unit.short_name)
            for node in below
            if node.unit.tier in ("county", "department", "township") or owner
        ],
        "address": f"{ADDRESS}/items/{view.item.code}/edit" if view else f"{ADDRESS}/new",
    }
    return await page(request, "catalogue_form.html", context, error.status if error else 200)


def _options(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, messages.text(name)) for code, name in names.items()]


async def _owners(request: Request) -> list[tuple[str, str, Unit | None]]:
    """Whose items the person may add: the whole county's, or a township's or village's own."""
    actor = actor_of(request)
    reach = [*paths(actor, "catalogue.write"), *paths(actor, "item.write")]
    tree = await unit_tree(tuple(dict.fromkeys(reach))) if reach else []
    found: dict[str, tuple[str, str, Unit | None]] = {}
    for node in tree:
        if node.unit.tier == "county" and holds(actor, "catalogue.write"):
            if may_keep(request, None):
                found[node.unit.code] = (node.unit.code, messages.text("全县"), node.unit)
        elif node.unit.tier in ("township", "village") and may_keep(request, node.unit):
            name = messages.text("仅{unit}", unit=node.unit.short_name)
            found[node.unit.code] = (node.unit.code, name, node.unit)
    return list(found.values())
