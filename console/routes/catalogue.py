"""目录与时限: the list of items, the page of one, the steps taken on it."""

import asyncio
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from accounts.models import Unit
from accounts.permissions import holds, may, paths
from console import catalogue_words as words
from console.routes.exports import XLSX, today
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.words import TIER_NAMES
from core import messages
from core.errors import Conflict, HallboardError, Invalid
from disclosure import service
from disclosure.cataloguing.elements import NAMES as ELEMENTS
from disclosure.cataloguing.elements import Elements, elements_of_columns, row_of
from disclosure.cataloguing.export import workbook_of
from disclosure.deadlines import limits_of
from disclosure.models import CatalogueItem
from disclosure.queries.catalogue import ItemView, catalogue_list, item_view
from disclosure.timelimits import read_time_limit

ADDRESS = "/console/catalogue"


async def list_page(request: Request) -> Response:
    tier, text, standing = _asked(request)
    found = await catalogue_list(tier=tier, text=text, standing=standing)
    actor = actor_of(request)
    context = {
        "sections": _sections(found),
        "count": len(found),
        "tier": tier,
        "q": text,
        "standing": standing,
        "tiers": TIER_NAMES,
        "standings": words.STANDINGS,
        "words": words,
        "filtered": bool(tier or text or standing),
        "may_write": holds(actor, "catalogue.write"),
        "may_add": holds(actor, "item.write"),
        "waiting": len(await catalogue_list(standing="review")),
    }
    return await page(request, "catalogue.html", context)


async def export(request: Request) -> Response:
    """The list as it is filtered, in the published .xlsx shape."""
    tier, text, standing = _asked(request)
    found = await catalogue_list(tier=tier, text=text, standing=standing)
    rows = [row_of(_elements(item), at) for at, item in enumerate(found, 1)]
    title = messages.text("公开事项目录")
    data = await asyncio.to_thread(workbook_of, rows, title)
    name = f"catalogue-{today(request):%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=XLSX, headers=headers)


async def item_page(request: Request) -> Response:
    return await _item(request, {}, {})


async def retire(request: Request) -> Response:
    code, form = request.path_params["code"], await read_form(request)
    try:
        await service.retire_item(actor_of(request), code, form.get("reason", ""))
    except (Invalid, Conflict) as error:
        return await _item(request, form, problems_of(error), error)
    return go(f"{ADDRESS}/items/{code}", "item-retired")


async def merge(request: Request) -> Response:
    code, form = request.path_params["code"], await read_form(request)
    try:
        await service.merge_items(
            actor_of(request), code, form.get("into", ""), form.get("reason", "")
        )
    except (Invalid, Conflict) as error:
        return await _item(request, form, problems_of(error), error)
    return go(f"{ADDRESS}/items/{code}", "item-merged")


async def limit(request: Request) -> Response:
    """The time limit as a person reads it: confirmed, or put in words that leave no doubt."""
    code, form = request.path_params["code"], await read_form(request)
    wording = form.get("wording", "")
    try:
        view = await item_view(code)
        reading = read_time_limit(wording)
        if wording != view.item.time_limit and reading.needs_review:
            raise Invalid(
                "wording-unclear", "仍读不准：{reason}", reason=reading.reason, field="wording"
            )
        await service.confirm_limit(actor_of(request), code, reading.rules, form.get("reason", ""))
    except (Invalid, Conflict) as error:
        return await _item(request, form, problems_of(error), error)
    return go(f"{ADDRESS}/items/{code}", "limit")


async def _item(
    request: Request,
    values: Values,
    problems: Values,
    error: HallboardError | None = None,
) -> Response:
    view = await item_view(request.path_params["code"])
    item = view.item
    may_change = item.retired_at is None and may_keep(request, item.unit)
    same_tier = await catalogue_list(tier=item.tier) if may_change else []
    context = {
        "view": view,
        "item": item,
        "facts": _facts(view),
        "rules": [rule.words() for rule in view.reading.rules],
        "kept_rules": _kept_rules(view),
        "words": words,
        "tiers": TIER_NAMES,
        "may_change": may_change,
        "others": [
            (one.code, f"{one.group}－{one.name}") for one in same_tier if one.id != item.id
        ],
        "values": {"wording": item.time_limit} | values,
        "problems": problems,
        "steps": [
            (step, words.STEPS[step.row.action], words.changes_text(step.differs))
            for step in view.history
        ],
    }
    return await page(request, "catalogue_item.html", context, error.status if error else 200)


def may_keep(request: Request, unit: Unit | None) -> bool:
    """Whether the person may change items of that owner, as the service decides it."""
    actor = actor_of(request)
    if unit is None:
        return any(path.count("/") == 2 for path in paths(actor, "catalogue.write"))
    own = unit.tier in ("township", "village") and may(actor, "item.write", unit.path)
    return own or may(actor, "catalogue.write", unit.path)


def _asked(request: Request) -> tuple[str, str, str]:
    asked = request.query_params
    tier, standing = asked.get("tier", ""), asked.get("standing", "")
    return (
        tier if tier in TIER_NAMES else "",
        asked.get("q", "")[:100],
        standing if standing in words.STANDINGS else "",
    )


def _sections(
    found: list[CatalogueItem],
) -> list[tuple[str, list[tuple[str, list[CatalogueItem]]]]]:
    """Tier, then first-level item, then its items, in the order of the catalogue."""
    by_tier = {tier: [one for one in found if one.tier == tier] for tier in TIER_NAMES}
    return [
        (TIER_NAMES[tier], [(group, list(rows)) for group, rows in groupby(items, _group)])
        for tier, items in by_tier.items()
        if items
    ]


def _group(item: CatalogueItem) -> str:
    return f"{item.domain}－{item.group}" if item.domain else item.group


def _facts(view: ItemView) -> list[tuple[str, str]]:
    """The elements, in the order of the national form; empty ones left out."""
    shown = (
        *("domain", "group", "elements", "basis", "responsible", "carriers", "carriers_optional"),
        *("carriers_text", "audience", "group_name", "mode", "levels", "stages", "work_links"),
        *("chain", "unit_kind"),
    )
    pairs = (
        (ELEMENTS[name], words.value_text(name, getattr(view.elements, name))) for name in shown
    )
    return [(messages.text(name), text) for name, text in pairs if text != "—"]


def _kept_rules(view: ItemView) -> list[str]:
    """The rules that hold, where a person has set other ones than the machine reads."""
    kept = limits_of(view.item.limit_rules)
    return [rule.words() for rule in kept] if kept != view.reading.rules else []


def _elements(item: CatalogueItem) -> Elements:
    return elements_of_columns({name: getattr(item, name) for name in ELEMENTS})
