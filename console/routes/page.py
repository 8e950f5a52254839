"""What every page of the console shares: the frame, the menu, forms and their problems."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from accounts.actor import Actor
from accounts.queries import root_name
from accounts.sessions import is_confirmed
from console import navigation, said
from console.queries import waiting_count
from core import clock, messages
from core.errors import HallboardError
from disclosure.sheets import last_shown

Values = dict[str, str]


async def page(
    request: Request, template: str, values: Mapping[str, Any], status: int = 200
) -> Response:
    """A page in the frame; ``template`` lies in console/templates."""
    actor: Actor | None = request.state.actor
    shared: dict[str, Any] = {
        "county": await root_name(),
        "actor": actor,
        "said": said.sentence(request.query_params.get("said", "")),
    }
    if actor is not None:
        waiting = await waiting_count(actor)
        shared["navigation"] = navigation.menu(actor, request.url.path, waiting)
        shared["role_names"] = navigation.role_names(actor)
    return fragment(request, template, {**shared, **values}, status)


def fragment(
    request: Request, template: str, values: Mapping[str, Any], status: int = 200
) -> Response:
    """A piece of a page, or a page that stands without the frame."""
    zone = request.state.settings.zone
    known = {"until": lambda end: last_shown(end, zone), **values}
    response: Response = request.state.templates.TemplateResponse(
        request, f"console/{template}", known, status_code=status
    )
    return response


def confirmed(request: Request) -> bool:
    """Whether the person has proved within 15 minutes to be there, where that is demanded.

    For what decides (approvals, releases, roles): see console/routes/confirming.py.
    """
    settings, session = request.state.settings, request.state.session
    return not settings.second_factor_required or is_confirmed(session, clock.real_now())


def address_of(request: Request) -> str:
    """From where the request comes, as far as it can be known."""
    return request.client.host if request.client else ""


def actor_of(request: Request) -> Actor:
    """The signed-in person: the guard has let nobody else through."""
    actor = request.state.actor
    assert isinstance(actor, Actor)  # noqa: S101 – a wiring fault, not input
    return actor


async def read_form(request: Request) -> Values:
    """The text fields of a posted form, trimmed at the ends; files are not text."""
    async with request.form() as form:
        return {
            name: value.replace("\r\n", "\n").strip("\n\r ")
            for name, value in form.items()
            if isinstance(value, str)
        }


def problems_of(error: HallboardError) -> dict[str, str]:
    """The error's sentence under the field it speaks of (``form`` where it speaks of none)."""
    return {str(error.data.get("field", "form")): sentence_of(error)}


def sentence_of(error: HallboardError) -> str:
    return messages.text(error.message, **error.data)


def go(path: str, said_code: str = "") -> Response:
    """See other: after a post, so that reloading does not post again."""
    mark = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{mark}said={said_code}" if said_code else path, 303)
