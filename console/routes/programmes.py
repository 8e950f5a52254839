"""Programmes: the list, the editor, and what a selection finds while it is being edited."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from accounts.actor import Actor
from accounts.permissions import holds
from console import programme_form, target_choices
from console.misplaced import misplaced
from console.programme_form import Lists
from console.routes.page import actor_of, fragment, go, page, problems_of
from console.routes.units import all_unit_options
from console.target_choices import HallScreens, Row
from console.words import AUDIENCES, CARRIERS, DAYS, LEVELS, TEMPLATES
from core import clock, messages
from core.errors import HallboardError, Invalid
from disclosure import queries as disclosure
from disclosure.candidates import Candidate
from schedules import queries as schedules
from schedules import service
from schedules.models import Programme
from schedules.selection import Selection, chosen
from schedules.targets import may_reach
from signage import queries as signage

MOST_SHOWN = 60


async def list_page(request: Request) -> Response:
    known = target_choices.names(await _halls())
    actor, reach, found = actor_of(request), await signage.reach(), await schedules.programmes()
    may_write = holds(actor, "programme.write")
    outside = {one.id for one in found if not may_reach(actor, one.targets, reach)}
    context = {
        "programmes": found,
        "levels": LEVELS,
        "target_name": lambda word: target_choices.name_of(word, known),
        "clock_text": programme_form.clock_text,
        "may_write": may_write,
        "locked": outside if may_write else set(),
    }
    return await page(request, "programmes.html", context)


async def new_page(request: Request) -> Response:
    return await _form(request, None, programme_form.NEW, {})


async def edit_page(request: Request) -> Response:
    row = await schedules.programme_row(request.path_params["id"])
    codes = {found.record: found.code for found in await _candidates(request)}
    return await _form(request, row, programme_form.lists_from(schedules.rule_of(row), codes), {})


async def create(request: Request) -> Response:
    return await _save(request, None)


async def edit(request: Request) -> Response:
    return await _save(request, await schedules.programme_row(request.path_params["id"]))


async def delete(request: Request) -> Response:
    reach = await signage.reach()
    await service.delete_programme(actor_of(request), request.path_params["id"], reach)
    return go("/console/programmes", "programme-gone")


async def selection(request: Request) -> Response:
    """What the selection of the form finds now; a fragment."""
    given = await _given(request)
    return fragment(request, "selection.html", await _found(request, given))


async def _save(request: Request, row: Programme | None) -> Response:
    given = await _given(request)
    records = {found.code: found.record for found in await _candidates(request)}
    try:
        draft = programme_form.draft_of(given, records, request.state.settings.zone)
        known = (row.id, _seen(given)) if row else (None, None)
        saved = await service.save_programme(
            actor_of(request), draft, await signage.reach(), *known
        )
    except HallboardError as error:
        return await _form(request, row, given, problems_of(error), error.status)
    if (await _found(request, given))["misplaced"]:
        return go(f"/console/programmes/{saved.id}", "programme-narrow")
    return go("/console/programmes", "programme")


async def _given(request: Request) -> Lists:
    async with request.form() as form:
        return programme_form.lists_of(form.multi_items())


def _seen(given: Lists) -> datetime:
    """When the row that the editor began with was saved.  Raises Invalid."""
    try:
        return clock.utc(datetime.fromisoformat("".join(given.get("seen", []))))
    except ValueError as problem:
        raise Invalid("seen-missing", "页面已过期，请刷新后重新编辑。", field="name") from problem


async def _form(
    request: Request,
    row: Programme | None,
    given: Lists,
    problems: dict[str, str],
    status: int = 200,
) -> Response:
    items = await disclosure.items()
    may_write, target_rows = await _choices(actor_of(request), row, given.get("targets", []))
    context = {
        "row": row,
        "given": given,
        "values": {name: rows[0] for name, rows in given.items() if rows},
        "problems": problems,
        "levels": [(key, messages.text(name)) for key, name in LEVELS.items()],
        "units": await all_unit_options(),
        "items": [(item.code, f"{item.group} · {item.name}") for item in items],
        "carriers": CARRIERS,
        "audiences": [(key, messages.text(name)) for key, name in AUDIENCES.items()],
        "template_names": {key: name for key, (name, _) in TEMPLATES.items()},
        "day_names": DAYS,
        "target_rows": target_rows,
        "may_write": may_write,
        **await _found(request, given),
    }
    return await page(request, "programme_form.html", context, status)


async def _choices(
    actor: Actor, row: Programme | None, chosen_words: list[str]
) -> tuple[bool, list[Row]]:
    """Whether the actor may save the programme, and the places to choose from: those the actor may
    write for; to a reader, those that are chosen."""
    reach = await signage.reach()
    may_write = holds(actor, "programme.write") and may_reach(
        actor, row.targets if row else "", reach
    )

    def offers(word: str) -> bool:
        return may_reach(actor, word, reach) if may_write else word in chosen_words

    return may_write, target_choices.rows(await _halls(), chosen_words, offers)


async def _found(request: Request, given: Lists) -> dict[str, object]:
    """What is selected now, and what the selection names but cannot be shown, with the reason."""
    candidates, at = await _candidates(request), clock.now()
    try:
        wanted = programme_form.selection_of(given, {one.code: one.record for one in candidates})
    except Invalid as error:
        wrong = problems_of(error).get("records", "")
        return {"shown": [], "unfit": [], "total": 0, "wrong": wrong, "misplaced": []}
    here = [hall.unit.path for hall in await signage.halls()] if wanted.here else ["/"]
    found = _chosen(wanted, candidates, here)
    fit = [one for one in found if one.refusal(at) is None]
    unfit = [(one, refused[1]) for one in found if (refused := one.refusal(at))]
    targets = " ".join(given.get("targets", []))
    return {
        "shown": fit[:MOST_SHOWN],
        "unfit": unfit[:MOST_SHOWN],
        "total": len(fit),
        "wrong": "",
        "misplaced": misplaced(wanted, targets, fit, await signage.screens()),
    }


def _chosen(wanted: Selection, candidates: list[Candidate], here: list[str]) -> list[Candidate]:
    """In order of play, over all places where ``here`` may be, each once."""
    found = [one for path in here for one in chosen(wanted, candidates, path)]
    return list({one.version: one for one in found}.values())


async def _candidates(request: Request) -> list[Candidate]:
    return await disclosure.candidates(request.state.settings, clock.now())


async def _halls() -> list[HallScreens]:
    """All halls with their screens."""
    views = await signage.screens()
    return [
        HallScreens(
            hall.code,
            hall.name,
            [
                (view.screen.code, view.screen.name, view.profile.kind)
                for view in views
                if view.screen.hall.id == hall.id
            ],
        )
        for hall in await signage.halls()
    ]
