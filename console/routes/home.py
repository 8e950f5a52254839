"""The inbox: what waits for this person, before anything else."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds
from console import queries
from console.routes.page import actor_of, page
from console.words import STATES, WAITING
from core import messages


async def home_page(request: Request) -> Response:
    actor = actor_of(request)
    lines = await queries.inbox(actor)
    groups = [
        (kind, messages.text(WAITING[kind][0]), messages.text(WAITING[kind][1]), list(of_kind))
        for kind, of_kind in groupby(lines, key=lambda line: line.kind)
    ]
    context = {
        "groups": groups,
        "states": STATES,
        "may_write": holds(actor, "record.write"),
        "has_role": bool(actor.roles),
    }
    return await page(request, "home.html", context)
