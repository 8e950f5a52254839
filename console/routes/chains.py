"""审核流程: which steps content takes before it is public, by kind, unit, audience, urgency."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.permissions import ROLE_NAMES, holds, may, paths
from console.chain_form import AUDIENCES, in_words, read_chain, values_of
from console.routes.confirming import unconfirmed
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from core import messages
from core.errors import Invalid, NotFound
from disclosure import queries as disclosure
from disclosure import service
from disclosure.chains import (
    KINDS,
    MOST,
    RELEASING,
    REVIEWING,
    STEP_KINDS,
    chain_in_force,
    default_chain,
)
from disclosure.chains import read as read_stored
from disclosure.models import ReviewChain
from disclosure.queries.chains import chain_rows

CHAINS = "/console/chains"


@dataclass(frozen=True)
class Line:
    """A chain that the county has set, as it is listed."""

    row: ReviewChain
    unit: str
    words: list[str]
    mine: bool

    @property
    def code(self) -> str:
        """The unit's code, with which its path ends."""
        return self.row.unit_path.rstrip("/").rpartition("/")[2]


async def list_page(request: Request) -> Response:
    actor = actor_of(request)
    mine = paths(actor, "record.review")
    lines: dict[str, list[Line]] = {kind: [] for kind in KINDS}
    for row, unit in await disclosure.chains_set():
        near = any(
            row.unit_path.startswith(path) or path.startswith(row.unit_path) for path in mine
        )
        if row.kind in lines and near:
            owns = may(actor, "record.release", row.unit_path)
            lines[row.kind].append(Line(row, unit, in_words(read_stored(row.steps)), owns))
    context = {
        "kinds": KINDS,
        "lines": lines,
        "defaults": {
            kind: [in_words(default_chain(kind, urgent=urgent)) for urgent in (False, True)]
            for kind in KINDS
        },
        "audiences": AUDIENCES,
        "may_set": holds(actor, "record.release"),
    }
    return await page(request, "chains.html", context)


async def edit_page(request: Request) -> Response:
    """The form, filled with what holds now for the place in the address."""
    asked = dict(request.query_params)
    kind = asked.get("kind", "affairs")
    if kind not in KINDS:
        raise NotFound("chain-unknown", "没有这条审核流程。")
    chosen = {name: asked.get(name, "") for name in ("unit", "audience", "urgent")}
    options = await unit_options(request, "record.release")
    unit = chosen["unit"] if chosen["unit"] in dict(options) else options[0][0]
    chain = chain_in_force(
        await chain_rows(kind),
        kind,
        unit_path=(await accounts.unit_by_code(unit)).path,
        audience=chosen["audience"],
        urgent=chosen["urgent"] == "1",
    )
    values = values_of(chain) | chosen | {"kind": kind, "unit": unit}
    return await _form(request, values, {})


async def edit(request: Request) -> Response:
    if (asked := await unconfirmed(request, CHAINS)) is not None:
        return asked
    form = await read_form(request)
    try:
        await service.set_chain(
            actor_of(request),
            kind=form.get("kind", ""),
            unit_code=form.get("unit", ""),
            chain=read_chain(form),
            audience=form.get("audience", ""),
            urgent=form.get("urgent") == "1",
        )
    except Invalid as error:
        return await _form(request, form, problems_of(error), error.status)
    return go(CHAINS, "chain")


async def remove(request: Request) -> Response:
    if (asked := await unconfirmed(request, CHAINS)) is not None:
        return asked
    await service.remove_chain(actor_of(request), request.path_params["id"])
    return go(CHAINS, "chain-gone")


async def _form(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    context = {
        "values": values,
        "problems": problems,
        "kinds": _spoken(KINDS),
        "units": await unit_options(request, "record.release"),
        "audiences": _spoken(AUDIENCES),
        "roles": _spoken({role: ROLE_NAMES[role] for role in REVIEWING}),
        "releasing": _spoken({role: ROLE_NAMES[role] for role in RELEASING}),
        "step_kinds": _spoken(STEP_KINDS),
        "numbers": range(1, MOST + 1),
    }
    return await page(request, "chain_form.html", context, status)


def _spoken(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, messages.text(word)) for value, word in words.items()]
