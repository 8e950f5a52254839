"""Writing: choose what it is about, fill the form, save; editing a version."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.models import Unit
from accounts.permissions import may
from console import kind_form, picture_form, record_form
from console.findings import findings_panel
from console.routes.drawn import ask_for_pages
from console.routes.page import Values, actor_of, fragment, go, page, problems_of, read_form
from console.routes.record_choice import choice_page
from console.routes.uploads import Sent, kept, read_sent
from console.words import TEMPLATES
from core import clock, messages
from core.errors import HallboardError, Invalid, NotFound
from disclosure import kinds, service
from disclosure import queries as disclosure
from disclosure.drafts import Draft, check_saveable, read_draft
from disclosure.kinds import Kind, roster
from disclosure.kinds import accounts as accounting
from disclosure.models import CatalogueItem, Version
from disclosure.periods import is_periodic
from disclosure.queries.kinds import record_about, version_before
from disclosure.review import OPEN
from disclosure.service.drafting import draft_of
from media.content import Content


@dataclass(frozen=True)
class Place:
    """What the form is about; ``version`` when an existing one is edited."""

    unit: Unit
    item: CatalogueItem | None
    template: str
    version: Version | None = None
    kind: Kind | None = None

    @property
    def cadence(self) -> str:
        return self.item.cadence if self.item else ""

    @property
    def known(self) -> Draft | None:
        return draft_of(self.version) if self.version else None


async def new_page(request: Request) -> Response:
    """First unit, item and form; with those in the address, the form itself."""
    asked = request.query_params
    template, kind = asked.get("template", ""), asked.get("kind", "")
    if (template not in TEMPLATES and kind not in kinds.KINDS) or not asked.get("unit"):
        return await choice_page(request)
    place = await _place(request, asked["unit"], asked.get("item", ""), template, kind)
    period = asked.get("period") or record_form.likely_period(place.cadence, _today(request))
    values = {"period": period}
    if asked.get("from") == "last":
        values |= await _carried(place, period)
    return await _form(request, place, values, {})


async def create(request: Request) -> Response:
    sent, refused = await read_sent(request)
    form = sent.values
    place = await _place(
        request,
        form.get("unit", ""),
        form.get("item", ""),
        form.get("template", ""),
        form.get("kind", ""),
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
    if form.get("kind", "") in kinds.KINDS:
        return fragment(request, "kind_checked.html", _checked(form))
    body = await asyncio.to_thread(record_form.read_body, form, form.get("template", ""))
    typed = bool(form.get("body"))
    shown = {"content": body.content, "wrong": body.wrong if typed else ()}
    return fragment(request, "pasted.html", shown)


async def rows(request: Request) -> Response:
    """One table of a kind's form, after a row was added, dropped, or a table was read into it."""
    sent, _ = await read_sent(request)
    view = await _changed_rows(sent)
    if view is None:
        raise NotFound("table-unknown", "没有这张表格。")
    return fragment(request, "kind_rows.html", {"view": view, "problems": {}})


async def _changed_rows(sent: Sent) -> kind_form.RowsView | None:
    kind, asked = kinds.KINDS.get(sent.values.get("kind", "")), sent.values.get("then", "")
    parts = asked.split(":")
    if kind is None or len(parts) < 2:
        return None
    file = sent.tables.get(parts[1])
    return await asyncio.to_thread(kind_form.changed_rows, kind, sent.values, asked, file)


async def _carried(place: Place, period: str) -> Values:
    """The form's values made of the record of the period before; none where there is none."""
    if place.kind is None or place.kind.carry is None or place.item is None:
        return {}
    before = await version_before(place.unit, place.item, period, place.kind.code)
    if before is None:
        return {}
    fields = kinds.stored_fields(place.kind.code, before.fields_json)
    return kind_form.values_of(place.kind.carry(fields))


def _checked(form: Values) -> dict[str, object]:
    """How the fields read so far: what is wrong, whether the accounts balance, the page's words."""
    kind = kinds.KINDS[form["kind"]]
    blank: dict[str, object] = {
        "problem": {},
        "faults": (),
        "content": Content(),
        "balance": "",
        "balanced": False,
    }
    try:
        fields = kind_form.read(kind, form)
    except HallboardError as error:
        return blank | {"problem": problems_of(error)}
    found = blank | {"faults": kind.problems(fields), "content": kind.compose(fields)}
    if isinstance(fields, accounting.AccountsFields) and fields.opening and fields.closing:
        found |= {
            "balance": accounting.balance_sentence(fields),
            "balanced": accounting.balanced(fields),
        }
    return found


async def _save(
    request: Request, place: Place, sent: Sent, refused: HallboardError | None
) -> Response:
    """Save the draft, have it drawn, and hand it to review when asked to."""
    actor, settings, form = actor_of(request), request.state.settings, sent.values
    view = await _changed_rows(sent)
    if view is not None:
        return await _form(request, place, kind_form.with_rows(form, view), {}, views=view)
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
        under_way = await _under_way(place, form) if error.code == "draft-open" else ""
        problems = _placed(error, place.kind)
        return await _form(request, place, form, problems, error.status, under_way=under_way)
    await ask_for_pages(version, settings)
    if form.get("then") != "submit":
        return go(f"/console/records/{version.record.id}", "saved")
    try:
        await service.submit(actor, settings, version.id)
    except HallboardError as error:
        saved = Place(place.unit, place.item, place.template, version, place.kind)
        problems = _placed(error, place.kind)
        return await _form(request, saved, form, problems, error.status, stored=True)
    return go(f"/console/records/{version.record.id}", "submitted")


async def _under_way(place: Place, form: Values) -> str:
    """The record whose open version stands in the way of a new one."""
    if place.version is not None:
        return str(place.version.record.id)
    if place.item is None:
        return ""
    return await record_about(place.unit, place.item, form.get("period", ""))


async def _with_picture(request: Request, draft: Draft, sent: Sent) -> Draft:
    """The draft with the sent picture, which is stored only once all else may be saved."""
    if draft.template != "picture" or draft.nil_return or sent.picture is None:
        return draft
    check_saveable(draft)
    sha = await kept(request, sent.picture)
    if draft.kind:
        fields = kinds.stored_fields(draft.kind, draft.fields_json).model_copy(update={"file": sha})
        return draft.model_copy(update={"fields_json": kinds.fields_text(fields)})
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
    said: dict[str, object] = {"template": place.template}
    if place.kind is not None:
        said |= {"kind": place.kind.code, "fields_json": _fields_json(place.kind, sent, known)}
    else:
        said["content"] = _content(place, sent)
    try:
        values = record_form.draft_values(form, zone, known) | said
    except ValueError as problem:
        raise Invalid("date-bad", "日期填写有误，请重新选择。", field="ends_at") from problem
    doubts = tuple(
        doubt.model_copy(update={"cleared": doubt.cleared or form.get(f"doubt-{at}") == "1"})
        for at, doubt in enumerate(known.unsure if known else ())
    )
    return read_draft(values | {"unsure": doubts})


def _fields_json(kind: Kind, sent: Sent, known: Draft | None) -> str:
    """Raises Invalid for fields that cannot be taken."""
    if sent.values.get("nil_return") == "1":
        return "{}"
    fields = kind_form.read(kind, sent.values)
    if known is not None and known.kind == kind.code and isinstance(fields, roster.RosterFields):
        before = kinds.stored_fields(known.kind, known.fields_json)
        assert isinstance(before, roster.RosterFields)  # noqa: S101 – what that kind has
        fields = roster.photos_kept(fields, before)
    return kinds.fields_text(fields)


def _placed(error: HallboardError, kind: Kind | None = None) -> dict[str, str]:
    """Problems by the form's own field names."""
    names = {"content": "body"} | (kind_form.names_of(kind) if kind else {})
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
    kind = kinds.KINDS.get(version.kind)
    return Place(version.record.unit, version.record.item, version.template, version, kind)


async def _place(
    request: Request, unit: str, item: str, template: str, kind_code: str = ""
) -> Place:
    """Raises NotFound for units the person does not write for, and unknown items or forms."""
    found = await accounts.unit_by_code(unit)
    kind = kinds.KINDS.get(kind_code)
    template = kind.template if kind else template
    if template not in TEMPLATES or not may(actor_of(request), "record.write", found.path):
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=unit)
    chosen = next((one for one in await disclosure.items() if one.code == item), None)
    if item and chosen is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=item)
    return Place(found, chosen, template, None, kind)


async def _form(
    request: Request,
    place: Place,
    values: Values,
    problems: dict[str, str],
    status: int = 200,
    views: kind_form.RowsView | None = None,
    *,
    stored: bool = False,
    under_way: str = "",
) -> Response:
    """``stored``: the draft is saved, only its submission was refused; ``under_way``: the record to
    open instead."""
    version = place.version
    options = record_form.period_options(place.cadence, _today(request))
    chosen = values.get("period", "")
    if chosen and chosen not in dict(options) and is_periodic(place.cadence):
        options.append((chosen, chosen))
    context = {
        "place": place,
        "values": values,
        "problems": problems,
        "stored": stored,
        "under_way": under_way,
        "periods": options,
        "revision": version.revision if version and version.state in OPEN else "",
        "doubts": place.known.unsure if place.known else (),
        "findings": await findings_panel(actor_of(request), version) if version else None,
        "held": picture_form.picture_in(place.known.content) if place.known else None,
        "templates": TEMPLATES,
        **await _kind_context(request, place, values, views),
    }
    return await page(request, "record_form.html", context, status)


async def _kind_context(
    request: Request, place: Place, values: Values, changed: kind_form.RowsView | None
) -> dict[str, object]:
    if place.kind is None:
        return {"before": None}
    tables = kind_form.views_of(place.kind, values)
    if changed is not None:
        tables[changed.input.name] = changed
    before = None
    if place.kind.carry and place.item and place.version is None:
        before = await version_before(
            place.unit, place.item, values.get("period", ""), place.kind.code
        )
    about = await disclosure.linkable(actor_of(request), place.kind.relation)
    return {
        "spoken": lambda choices: [(code, messages.text(word)) for code, word in choices],
        "groups": kind_form.groups_of(place.kind),
        "tables": tables,
        "before": before,
        "about": about,
    }


def _today(request: Request) -> datetime:
    zone = request.state.settings.zone
    return clock.now().astimezone(zone)
