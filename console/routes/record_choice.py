"""The first page of writing: whose, about what, in which form."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.permissions import paths
from console.routes.page import actor_of, page
from console.routes.units import unit_options
from console.words import TEMPLATES, TIER_NAMES
from core import messages
from disclosure import kinds
from disclosure import queries as disclosure

_SAME_LEVEL = {"department": "county"}
_LIKELY = 4
"""Kinds offered first for a chosen item."""


async def choice_page(request: Request) -> Response:
    """Units that the person writes for, the items of their tiers, and the kinds: those that fit
    the chosen item first."""
    asked = request.query_params
    tree = await accounts.unit_tree(paths(actor_of(request), "record.write"))
    tiers = {_SAME_LEVEL.get(node.unit.tier, node.unit.tier) for node in tree}
    groups: dict[str, list[tuple[str, str]]] = {}
    chosen = None
    for item in await disclosure.items():
        if _SAME_LEVEL.get(item.tier, item.tier) in tiers:
            heading = f"{messages.text(TIER_NAMES[item.tier])} · {item.group}"
            groups.setdefault(heading, []).append((item.code, item.name))
            chosen = item if item.code == asked.get("item") else chosen
    fit, likely = list(kinds.KINDS.values()), list[kinds.Kind]()
    if chosen is not None:
        name = f"{chosen.group}{chosen.name}"
        fit = kinds.fitting(chosen.cadence, name, chosen.record_kind)
        meant = [
            kind
            for kind in fit
            if kind.code == chosen.record_kind or any(word in name for word in kind.words)
        ]
        likely = (meant or fit)[:_LIKELY]
    context = {
        "units": await unit_options(request, "record.write"),
        "groups": groups,
        "templates": {"table": TEMPLATES["table"]},
        "likely": likely,
        "kinds": [kind for kind in fit if kind not in likely],
        "unit": asked.get("unit", ""),
        "item": asked.get("item", ""),
    }
    return await page(request, "record_new.html", context)
