"""The record list and the page of one record."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries as accounts
from accounts.permissions import PERMISSIONS, ROLE_NAMES, holds, may
from console import queries
from console.attachment_list import attachment_list
from console.findings import findings_panel
from console.picture_form import roster_in
from console.routes.page import actor_of, page, sentence_of
from console.routes.units import unit_options
from console.words import STATES, STEPS, TEMPLATES
from core import clock, messages
from core.errors import HallboardError
from disclosure import queries as disclosure
from disclosure.models import Version
from disclosure.relations import link_words
from disclosure.review import Step, open_steps
from disclosure.service.steps import reach_of, standing_of
from media.content import Content


async def list_page(request: Request) -> Response:
    actor, asked = actor_of(request), request.query_params
    unit, state, text = asked.get("unit", ""), asked.get("state", ""), asked.get("q", "")
    number = asked.get("page", "1")
    units = await unit_options(request, "record.read")
    path = (await accounts.unit_by_code(unit)).path if unit in dict(units) else ""
    listing = await disclosure.record_list(
        actor,
        unit_path=path,
        state=state if state in STATES else "",
        query=text,
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    context = {
        "listing": listing,
        "units": units,
        "unit": unit,
        "state": state,
        "q": text,
        "states": STATES,
        "may_write": holds(actor, "record.write"),
        "filtered": bool(unit or state or text),
    }
    return await page(request, "records.html", context)


async def record_page(request: Request) -> Response:
    """``?version=`` chooses an older version; without it the newest is shown."""
    asked = request.query_params.get("version", "")
    return await record_response(request, request.path_params["id"], asked)


async def record_response(
    request: Request, record_id: str, asked: str, problem: HallboardError | None = None
) -> Response:
    """The record's page, with what stood in the way of a step taken on it."""
    actor = actor_of(request)
    view = await disclosure.record_view(actor, record_id)
    version = next((one for one in view.versions if one.id == asked), view.versions[0])
    context = {
        "view": view,
        "steps": await steps_of(request, version),
        "reviews": [review for review in view.reviews if review.version.id == version.id],
        "step_names": STEPS,
        "links": [
            (link_words(one.relation, one.speaks), one)
            for one in await disclosure.links_of(actor, record_id)
        ],
        "may_audit": holds(actor, "audit.read"),
        "problem": sentence_of(problem) if problem else "",
        **await shown(request, version),
    }
    return await page(request, "record.html", context, problem.status if problem else 200)


async def shown(request: Request, version: Version) -> dict[str, object]:
    """What the record page and the review page both show of a version."""
    settings = request.state.settings
    span = disclosure.span_of(version, settings, await disclosure.workdays())
    sheets = await queries.drawn(version, settings)
    content = Content.model_validate_json(version.content)
    taken = await disclosure.reviews_of(version)
    chain = await disclosure.chain_of(version)
    return {
        "version": version,
        "findings": await findings_panel(actor_of(request), version),
        "record": version.record,
        "states": STATES,
        "templates": TEMPLATES,
        "span": span,
        "because": str(span.because),
        "opening": str(span.opening) if span.opening else "",
        "audience": audience_sentence(version),
        "stages": disclosure.stages(chain, version, taken),
        "stage_names": {step.code: step.name for step in chain.steps},
        "role_titles": ROLE_NAMES,
        "check_due": await disclosure.check_is_due(version, clock.now()),
        "content": content,
        "roster": roster_in(content),
        "picture": lambda sha: f"/console/versions/{version.id}/files/{sha}",
        **attachment_list(actor_of(request), version),
        "drawn": sheets,
        "busy": any(sheet.state == "waiting" for sheet in sheets),
        "missing": any(sheet.state == "missing" for sheet in sheets),
    }


def audience_sentence(version: Version) -> str:
    """Where it may be seen, where that is not everywhere."""
    audience, unit = disclosure.audience_in(version), version.record.unit
    if audience == "staff":
        return messages.text("内部公开，只在内部办公区的终端播放")
    if audience == "public":
        return ""
    return messages.text(
        "受众限于{group}，只在{area}范围内的村级场所和办事大厅播放；无公开网页和二维码，期满即清除",
        group=version.group_name or messages.text("特定群体"),
        area=version.group_area or unit.short_name,
    )


async def steps_of(request: Request, version: Version) -> frozenset[Step]:
    """The steps that this person may take on the version now."""
    actor, path = actor_of(request), version.record.unit.path
    held = frozenset(known for known in PERMISSIONS if may(actor, known, path))
    return open_steps(await standing_of(version), actor.id, held, reach_of(actor, path))
