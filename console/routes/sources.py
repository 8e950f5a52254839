"""抓取: lists on the government's portal from which drafts are drawn; pages that fail there."""

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds, may
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from core.errors import HallboardError, NotFound
from disclosure import queries as disclosure
from disclosure.extracting import ExtractRules, check_rules, read_rules
from disclosure.models import Source
from disclosure.queries.sources import failing, source_pages, source_rows, source_view
from disclosure.service import sources
from disclosure.service.pulling import CHANGED, Tried, try_source

SHOWN = 15
"""Entries of a tried list that are shown."""


async def list_page(request: Request) -> Response:
    actor = actor_of(request)
    context = {
        "rows": await source_rows(actor),
        "failing": await failing(actor),
        "may_write": holds(actor, "record.write"),
    }
    return await page(request, "sources.html", context)


async def new_page(request: Request) -> Response:
    return await _form(request, None, {}, {})


async def create(request: Request) -> Response:
    """Try what the form says, or keep it."""
    form = await read_form(request)
    try:
        rules = _rules(form)
        if form.get("then") == "try":
            tried = await try_source(
                request.state.settings, form.get("list_url", ""), rules.model_dump_json()
            )
            return await _form(request, None, form, {}, tried=tried)
        source = await sources.create_source(
            actor_of(request),
            unit_code=form.get("unit", ""),
            item_code=form.get("item", ""),
            name=form.get("name", ""),
            list_url=form.get("list_url", ""),
            rules=rules,
        )
    except HallboardError as error:
        return await _form(request, None, form, problems_of(error), status=error.status)
    return go(f"/console/sources/{source.id}", "source")


async def source_page(request: Request) -> Response:
    source = await source_view(actor_of(request), request.path_params["id"])
    return await _shown(request, source, _values(source), {})


async def change(request: Request) -> Response:
    actor = actor_of(request)
    source = await source_view(actor, request.path_params["id"])
    form = await read_form(request)
    try:
        rules = _rules(form)
        if form.get("then") == "try":
            stored = rules.model_dump_json()
            tried = await try_source(request.state.settings, form.get("list_url", ""), stored)
            return await _shown(request, source, form, {}, tried=tried)
        await sources.change_source(
            actor,
            source.id,
            name=form.get("name", ""),
            list_url=form.get("list_url", ""),
            rules=rules,
            active=form.get("active") == "1",
        )
    except NotFound:
        raise
    except HallboardError as error:
        return await _shown(request, source, form, problems_of(error), status=error.status)
    return go(f"/console/sources/{source.id}", "source")


async def pull(request: Request) -> Response:
    """Have it pulled by the next look of the job: a portal may be slow, a browser is not to wait
    for it."""
    source_id = request.path_params["id"]
    await sources.ask_for_pull(actor_of(request), source_id)
    return go(f"/console/sources/{source_id}", "source-asked")


async def accept(request: Request) -> Response:
    found = await sources.accept_change(actor_of(request), request.path_params["id"])
    return go(f"/console/sources/{found.source.id}", "source-accepted")


def _rules(form: Values) -> ExtractRules:
    rules = ExtractRules(**{name: form.get(name, "")[:200] for name in ExtractRules.model_fields})
    check_rules(rules)
    return rules


def _values(source: Source) -> Values:
    rules: Values = read_rules(source.rules).model_dump()
    own = {"name": source.name, "list_url": source.list_url}
    return own | rules | {"active": "1" if source.active else ""}


async def _form(
    request: Request,
    source: Source | None,
    values: Values,
    problems: dict[str, str],
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> Response:
    context = {
        "source": source,
        "values": values,
        "problems": problems,
        "tried": tried,
        "shown": SHOWN,
        "units": await unit_options(request, "record.write"),
        "items": [
            (item.code, f"{item.group} · {item.name}" if item.group else item.name)
            for item in await disclosure.items()
        ],
    }
    return await page(request, "source_new.html", context, status)


async def _shown(
    request: Request,
    source: Source,
    values: Values,
    problems: dict[str, str],
    *,
    tried: Tried | None = None,
    status: int = 200,
) -> Response:
    context = {
        "source": source,
        "values": values,
        "problems": problems,
        "tried": tried,
        "shown": SHOWN,
        "pages": await source_pages(source),
        "changed": CHANGED,
        "may_write": may(actor_of(request), "record.write", source.unit.path),
    }
    return await page(request, "source.html", context, status)
