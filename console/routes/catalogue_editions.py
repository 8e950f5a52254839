"""Whole catalogues: import with a preview, templates, editions as they were, what changed."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds
from accounts.queries import unit_by_code
from console import catalogue_words as words
from console.routes.catalogue import ADDRESS
from console.routes.page import Values, actor_of, go, page, problems_of, read_form
from console.routes.units import unit_options
from console.words import TIER_NAMES
from core.canonical import sha256
from core.errors import HallboardError, Invalid
from disclosure import queries as disclosure
from disclosure import service
from disclosure.cataloguing import ParsedCatalogue, read_catalogue
from disclosure.cataloguing.elements import elements_of_row
from disclosure.cataloguing.merging import Change, Merge
from disclosure.cataloguing.templates import TEMPLATES, read_template, template_of
from disclosure.importing.decoding import LIMIT
from disclosure.queries.catalogue import changes_between, edition_view, editions, merge_for

SHOWN = 300
"""Rows that a preview lists; the rest are counted."""


@dataclass(frozen=True)
class Looked:
    """A file that was read, and what storing it would do."""

    name: str
    kept: str
    """SHA-256 under which its bytes wait for the confirmation."""
    unit: str
    parsed: ParsedCatalogue
    merge: Merge


async def import_page(request: Request) -> Response:
    return await _import(request, {}, {})


async def preview(request: Request) -> Response:
    """What the file says and what it would change; nothing is stored but the file's bytes."""
    async with request.form() as form:
        values = {name: one for name, one in form.items() if isinstance(one, str)}
        given = form.get("file")
        name, data = "", b""
        if isinstance(given, UploadFile) and given.filename:
            name, data = given.filename[-120:], await given.read(LIMIT + 1)
    try:
        if not data:
            raise Invalid("file-missing", "请选择文件。", field="file")
        looked = await _look(request, data, name, values.get("unit", ""))
    except HallboardError as error:
        placed = type(error)(error.code, error.message, **({"field": "file"} | error.data))
        return await _import(request, values, problems_of(placed), error=error)
    return await _import(request, values, {}, looked=looked)


async def store(request: Request) -> Response:
    """The edition that was looked at: the very bytes of the preview."""
    form = await read_form(request)
    try:
        data = await asyncio.to_thread(request.state.store.read, form.get("kept", ""))
        parsed = await asyncio.to_thread(read_catalogue, data, form.get("name", "")[-120:])
        stored = await service.import_catalogue(
            actor_of(request),
            form.get("unit", ""),
            parsed,
            title=form.get("title", "").strip(),
            source_hash=sha256(data),
        )
    except HallboardError as error:
        return await _import(request, form, problems_of(error), error=error)
    return go(f"{ADDRESS}/editions/{stored.code}", "edition")


async def editions_page(request: Request) -> Response:
    found = await editions()
    context = {
        "editions": found,
        "templates": TEMPLATES,
        "tiers": TIER_NAMES,
        "may_write": holds(actor_of(request), "catalogue.write"),
    }
    return await page(request, "catalogue_editions.html", context)


async def edition_page(request: Request) -> Response:
    """The edition as it was; with ``?against=`` what it changed from another one."""
    view = await edition_view(request.path_params["code"])
    known = [one for one in await editions() if one.code != view.edition.code]
    against = request.query_params.get("against", "")
    chosen = next((one for one in known if one.code == against), None)
    compared = await changes_between(chosen.code, view.edition.code) if chosen else None
    context = {
        "edition": view.edition,
        "items": [(one.code, one.elements) for one in view.items],
        "others": [(one.code, one.title) for one in known],
        "against": chosen,
        "compared": compared,
        "words": words,
        "tiers": TIER_NAMES,
    }
    return await page(request, "catalogue_edition.html", context)


async def template_page(request: Request) -> Response:
    return await _template(request, {})


async def apply(request: Request) -> Response:
    code, form = request.path_params["template"], await read_form(request)
    try:
        if not form.get("unit"):
            raise Invalid("unit-missing", "请选择套用于哪个单位。", field="unit")
        stored = await service.apply_template(actor_of(request), code, form["unit"])
    except HallboardError as error:
        return await _template(request, problems_of(error), error)
    return go(f"{ADDRESS}/editions/{stored.code}", "edition")


async def _template(
    request: Request, problems: Values, error: HallboardError | None = None
) -> Response:
    template = template_of(request.path_params["template"])
    parsed = await asyncio.to_thread(read_template, template.code)
    rules = await disclosure.rules()
    rows = [elements_of_row(row, template.tier, at, rules) for at, row in enumerate(parsed.landed)]
    may_write = holds(actor_of(request), "catalogue.write") and not template.retired
    context = {
        "template": template,
        "items": [("", one) for one in rows],
        "units": await unit_options(request, "catalogue.write") if may_write else [],
        "may_write": may_write,
        "problems": problems,
        "words": words,
        "tiers": TIER_NAMES,
    }
    return await page(request, "catalogue_template.html", context, error.status if error else 200)


async def _look(request: Request, data: bytes, name: str, unit_code: str) -> Looked:
    unit = await unit_by_code(unit_code)
    parsed = await asyncio.to_thread(read_catalogue, data, name)
    merge = await merge_for(unit, parsed.landed)
    kept = await asyncio.to_thread(request.state.store.put, data)
    return Looked(name, kept, unit.code, parsed, merge)


async def _import(
    request: Request,
    values: Values,
    problems: Values,
    *,
    looked: Looked | None = None,
    error: HallboardError | None = None,
) -> Response:
    context = {
        "looked": looked,
        "changes": _lines(looked) if looked else [],
        "shown": SHOWN,
        "values": values,
        "problems": problems,
        "units": await unit_options(request, "catalogue.write"),
        "words": words,
        "tiers": TIER_NAMES,
    }
    return await page(request, "catalogue_import.html", context, error.status if error else 200)


def _lines(looked: Looked) -> list[tuple[str, Change, list[tuple[str, str, str]]]]:
    """Each item of the file with what becomes of it: word, change, differences."""
    added = {id(one) for one in looked.merge.added}
    found = []
    for change in looked.merge.all[:SHOWN]:
        differs = words.changes_text(list(change.differs))
        kind = "added" if id(change) in added else "changed" if differs else "same"
        found.append((kind, change, differs))
    return found
