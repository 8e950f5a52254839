"""The inbox: what waits for this person, before anything else."""

from starlette.requests import Request
from starlette.responses import Response

from accounts.actor import Actor
from accounts.permissions import holds, may
from console import queries
from console.routes.page import actor_of, page
from console.words import WAITING
from core import messages
from disclosure.models import Reminder
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
        "reminders": [(one, _address(one, actor)) for one in reminders],
        "reminder_count": reminder_count,
        "always": ALWAYS,
        "groups": groups,
        "may_write": holds(actor, "record.write"),
        "has_role": bool(actor.roles),
    }
    return await page(request, "home.html", context)


def _address(reminder: Reminder, actor: Actor) -> str:
    """Where something can be done about it; empty where this person may not even look."""
    unit, record = reminder.unit, reminder.record_id  # type: ignore[attr-defined]  # set by Tortoise
    if not may(actor, "record.read", unit.path):
        return ""
    if reminder.matter == "check" and record:
        return f"/console/records/{record}"
    if reminder.matter == "minimum" and may(actor, "record.write", unit.path):
        return f"/console/records/new?unit={unit.code}"
    return f"/console/due?unit={unit.code}"
