"""姓名撤下: take a name off every page, after a look at what that touches; lift it again."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.permissions import may, paths
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from console.words import STATES
from core.errors import HallboardError
from disclosure.queries.names import TouchedVersion, suppressed_names
from disclosure.service import suppressing as service


async def names_page(request: Request) -> Response:
    return await _page(request, {}, {})


async def preview(request: Request) -> Response:
    """What would be touched; nothing is changed."""
    form = await read_form(request)
    try:
        touched = await service.preview_name(
            actor_of(request), form.get("name", ""), form.get("unit", "")
        )
    except HallboardError as error:
        return await _page(request, form, problems_of(error), status=error.status)
    return await _page(request, form, {}, touched=touched)


async def suppress(request: Request) -> Response:
    form = await read_form(request)
    name, unit, reason = (form.get(field, "") for field in ("name", "unit", "reason"))
    try:
        await service.suppress_name(actor_of(request), name, unit, reason)
    except HallboardError as error:
        return await _page(request, form, problems_of(error), status=error.status)
    return go("/console/names", "name-down")


async def lift(request: Request) -> Response:
    await service.lift_name(actor_of(request), str(request.path_params["id"]))
    return go("/console/names", "name-up")


async def _page(
    request: Request,
    values: Values,
    problems: dict[str, str],
    *,
    touched: list[TouchedVersion] | None = None,
    status: int = 200,
) -> Response:
    actor = actor_of(request)
    rows = await suppressed_names(paths(actor, "record.review"))
    people = {row.by for row in rows} | {row.lifted_by for row in rows}
    context = {
        "rows": rows,
        "people": await accounts.names(people - {""}),
        "unit_names": {node.unit.path: node.unit.short_name for node in await accounts.unit_tree()},
        "units": await unit_options(request, "record.review"),
        "may_lift": lambda row: may(actor, "record.review", row.unit_path),
        "touched": touched,
        "states": STATES,
        "values": values,
        "problems": problems,
    }
    return await page(request, "names.html", context, status)
