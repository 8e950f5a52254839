"""Writing: choose what it is about, fill the form, save; editing a version."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.models import Unit
from accounts.permissions import may, paths
from console import picture_form, record_form
from console.findings import findings_panel
from console.routes.drawn import ask_for_pages
from console.routes.page import Values, actor_of, fragment, go, page, problems_of, read_form
from console.routes.units import unit_options
from console.routes.uploads import Sent, kept, read_sent
from console.words import TEMPLATES, TIER_NAMES
from core import clock, messages
from core.errors import HallboardError, Invalid, NotFound
from disclosure import queries as disclosure
from disclosure import service
from disclosure.drafts import Draft, check_saveable, read_draft
from disclosure.models import CatalogueItem, Version
from disclosure.periods import is_periodic
from disclosure.review import OPEN
from disclosure.service.drafting import draft_of
from media.content import Content

_SAME_LEVEL = {"department": "county"}


@dataclass(frozen=True)
class Place:
    """What the form is about; ``version`` when an existing one is edited."""

    unit: Unit
    item: CatalogueItem | None
    template: str
    version: Version | None = None

    @property
    def cadence(self) -> str:
        return self.item.cadence if self.item else ""

    @property
    def known(self) -> Draft | None:
        return draft_of(self.version) if self.version else None


async def new_page(request: Request) -> Response:
    """First unit, item and form; with those in the address, the form itself."""
    asked = request.query_params
    if asked.get("template", "") not in TEMPLATES or not asked.get("unit"):
        return await _choice(request)
    place = await _place(request, asked["unit"], asked.get("item", ""), asked["template"])
    today = _today(request)
    values = {"period": record_form.likely_period(place.cadence, today)}
    return await _form(request, place, values, {})


async def create(request: Request) -> Response:
    sent, refused = await read_sent(request)
    form = sent.values
    place = await _place(
        request, form.get("unit", ""), form.get("item", ""), form.get("template", "")
    )
    return await _save(request, place, sent, refused)


async def edit_page(request: Request) -> Response:
    version = await _edited(request)
    values = record_form.values_of(draft_of(version), request.state.settings.zone)
    values["period"] = version.record.period or ""
    return await _form(request, _place_of(version), values, {})


async def edit(request: Request) -> Response:
    return await _save(request, _place_of(await _edited(request)), *await read_sent(request))


async def preview(request: Request) -> Response:
    """How a pasted table or roster is read, while it is being typed."""
    form = await read_form(request)
    body = await asyncio.to_thread(record_form.read_body, form, form.get("template", ""))
    typed = bool(form.get("body"))
    shown = {"content": body.content, "wrong": body.wrong if typed else ()}
    return fragment(request, "pasted.html", shown)


async def _save(
    request: Request, place: Place, sent: Sent, refused: HallboardError | None
) -> Response:
    """Save the draft, have it drawn, and hand it to review when asked to."""
    actor, settings, form = actor_of(request), request.state.settings, sent.values
    try:
        if refused is not None:
            raise refused
        read = await asyncio.to_thread(_read, place, sent, settings.zone)
        draft = await _with_picture(request, read, sent)
        version = await service.save_draft(
            actor,
            settings,
            unit_code=place.unit.code,
            item_code=place.item.code if place.item else None,
            period=form.get("period") or None,
            draft=draft,
            record_id=place.version.record.id if place.version else None,
            revision=_revision(form),
        )
    except HallboardError as error:
        return await _form(request, place, form, _placed(error), error.status)
    await ask_for_pages(version, settings)
    if form.get("then") != "submit":
        return go(f"/console/records/{version.record.id}", "saved")
    try:
        await service.submit(actor, version.id)
    except HallboardError as error:
        saved = Place(place.unit, place.item, place.template, version)
        return await _form(request, saved, form, _placed(error), error.status)
    return go(f"/console/records/{version.record.id}", "submitted")


async def _with_picture(request: Request, draft: Draft, sent: Sent) -> Draft:
    """The draft with the sent picture, which is stored only once all else may be saved."""
    if draft.template != "picture" or draft.nil_return or sent.picture is None:
        return draft
    check_saveable(draft)
    sha = await kept(request, sent.picture)
    return draft.model_copy(update={"content": picture_form.with_file(draft.content, sha)})


def _content(place: Place, sent: Sent) -> Content:
    """Raises Invalid for what is wrong with it; with nothing to report it may be anything."""
    form, known = sent.values, place.known.content if place.known else None
    nil = form.get("nil_return") == "1"
    if place.template == "picture":
        if nil:
            return Content()
        return picture_form.read_picture(form, known, uploaded=sent.picture is not None)
    body = record_form.read_body(form, place.template, known)
    if body.wrong and not nil:
        said = record_form.wrong_sentences(body.wrong)
        raise Invalid("body-wrong", "{problems}", problems=said, field="body")
    return body.content


def _read(place: Place, sent: Sent, zone: ZoneInfo) -> Draft:
    """The draft of the form.  Raises Invalid for the first thing that is wrong.

    Blocks: fifty thousand pasted paragraphs take most of a second.
    """
    known, form = place.known, sent.values
    content = _content(place, sent)
    try:
        values = record_form.draft_values(form, place.template, content, zone)
    except ValueError as problem:
        raise Invalid("date-bad", "日期填写有误，请重新选择。", field="ends_at") from problem
    doubts = tuple(
        doubt.model_copy(update={"cleared": doubt.cleared or form.get(f"doubt-{at}") == "1"})
        for at, doubt in enumerate(known.unsure if known else ())
    )
    return read_draft(values | {"unsure": doubts})


def _placed(error: HallboardError) -> dict[str, str]:
    """Problems by the form's own field names."""
    names = {"content": "body"}
    return {names.get(field, field): said for field, said in problems_of(error).items()}


def _revision(form: Values) -> int | None:
    given = form.get("revision", "")
    return int(given) if given.isdecimal() else None


async def _edited(request: Request) -> Version:
    """The version of the address.  Raises NotFound for other units' versions."""
    actor = actor_of(request)
    version = await disclosure.version_view(actor, request.path_params["id"])
    if not may(actor, "record.write", version.record.unit.path):
        raise NotFound("version-unknown", "没有这条信息。")
    return version


def _place_of(version: Version) -> Place:
    return Place(version.record.unit, version.record.item, version.template, version)


async def _place(request: Request, unit: str, item: str, template: str) -> Place:
    """Raises NotFound for units the person does not write for, and unknown items or forms."""
    found = await accounts.unit_by_code(unit)
    if template not in TEMPLATES or not may(actor_of(request), "record.write", found.path):
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=unit)
    chosen = next((one for one in await disclosure.items() if one.code == item), None)
    if item and chosen is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=item)
    return Place(found, chosen, template)


async def _choice(request: Request) -> Response:
    asked = request.query_params
    tree = await accounts.unit_tree(paths(actor_of(request), "record.write"))
    tiers = {_SAME_LEVEL.get(node.unit.tier, node.unit.tier) for node in tree}
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in await disclosure.items():
        if _SAME_LEVEL.get(item.tier, item.tier) in tiers:
            heading = f"{messages.text(TIER_NAMES[item.tier])} · {item.group}"
            groups.setdefault(heading, []).append((item.code, item.name))
    context = {
        "units": await unit_options(request, "record.write"),
        "groups": groups,
        "templates": TEMPLATES,
        "unit": asked.get("unit", ""),
        "item": asked.get("item", ""),
    }
    return await page(request, "record_new.html", context)


async def _form(
    request: Request, place: Place, values: Values, problems: dict[str, str], status: int = 200
) -> Response:
    version = place.version
    options = record_form.period_options(place.cadence, _today(request))
    chosen = values.get("period", "")
    if chosen and chosen not in dict(options) and is_periodic(place.cadence):
        options.append((chosen, chosen))
    context = {
        "place": place,
        "values": values,
        "problems": problems,
        "periods": options,
        "revision": version.revision if version and version.state in OPEN else "",
        "doubts": place.known.unsure if place.known else (),
        "findings": await findings_panel(actor_of(request), version) if version else None,
        "held": picture_form.picture_in(place.known.content) if place.known else None,
        "templates": TEMPLATES,
    }
    return await page(request, "record_form.html", context, status)


def _today(request: Request) -> datetime:
    zone = request.state.settings.zone
    return clock.now().astimezone(zone)
