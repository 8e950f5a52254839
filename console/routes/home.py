"""The inbox: what waits for this person, before anything else."""

from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import holds
from console import queries
from console.routes.page import actor_of, page
from console.words import WAITING
from core import messages
from disclosure.obligations import ALWAYS
from disclosure.queries.reminders import unread


async def home_page(request: Request) -> Response:
    actor = actor_of(request)
    groups = [
        (group.kind, *(messages.text(word) for word in WAITING[group.kind]), group.versions)
        for group in await queries.waiting(actor, request.state.settings)
    ]
    reminders, reminder_count = await unread(actor)
    context = {
        "reminders": reminders,
        "reminder_count": reminder_count,
        "always": ALWAYS,
        "groups": groups,
        "may_write": holds(actor, "record.write"),
        "has_role": bool(actor.roles),
    }
    return await page(request, "home.html", context)
