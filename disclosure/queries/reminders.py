"""Reminders that a person has not read yet."""

from accounts.actor import Actor
from disclosure.models import Reminder

MOST = 30


async def unread(actor: Actor) -> tuple[list[Reminder], int]:
    """The most pressing of them (unit loaded), by deadline, and how many there are in all."""
    mine = Reminder.filter(person_id=actor.id, read_at=None)
    rows = await mine.select_related("unit").order_by("due_at", "key").limit(MOST)
    return rows, await mine.count()
