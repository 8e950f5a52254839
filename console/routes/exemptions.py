"""免予公开: which unit need not disclose what, for which period, and why."""

from starlette.requests import Request
from starlette.responses import Response

from accounts.queries import names
from console.routes.page import Values, actor_of, go, page, problems_of, read_form, sentence_of
from console.routes.units import unit_options
from console.words import TIER_NAMES
from core import messages
from core.errors import Conflict, Invalid, NotFound
from disclosure.periods import parse
from disclosure.queries.exemptions import exemptible, exemption, exemptions
from disclosure.service import exempt, unexempt

ADDRESS = "/console/exemptions"


async def list_page(request: Request) -> Response:
    return await _page(request, {}, {})


async def create(request: Request) -> Response:
    form = await read_form(request)
    try:
        await exempt(
            actor_of(request),
            form.get("unit", ""),
            form.get("item", ""),
            period=form.get("period", ""),
            reason=form.get("reason", ""),
        )
    except (Invalid, Conflict) as error:
        return await _page(request, form, problems_of(error), 422)
    except NotFound as error:
        problems = {"item" if error.code == "item-unknown" else "unit": sentence_of(error)}
        return await _page(request, form, problems, 422)
    return go(ADDRESS, "exempted")


async def end(request: Request) -> Response:
    """The item is owed again, from now on.  Raises NotFound for another office's."""
    found = await exemption(actor_of(request), request.path_params["id"])
    form = await read_form(request)
    try:
        await unexempt(
            actor_of(request),
            found.unit.code,
            found.item.code,
            period=found.period,
            reason=form.get("end_reason", ""),
        )
    except Invalid as error:
        return await _page(request, {}, problems_of(error), 422)
    return go(ADDRESS, "owed-again")


def _period_name(code: str) -> str:
    return parse(code).name() if code else messages.text("全部期次")


async def _page(
    request: Request, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    rows = await exemptions(actor_of(request))
    context = {
        "rows": [(row, _period_name(row.period)) for row in rows],
        "who": await names({row.by for row in rows}),
        "units": await unit_options(request, "catalogue.write"),
        "items": [
            (item.code, f"{messages.text(TIER_NAMES.get(item.tier, item.tier))} · {item.name}")
            for item in await exemptible()
        ],
        "values": values,
        "problems": problems,
    }
    return await page(request, "exemptions.html", context, status)
