"""Whether anything changed that screens may show."""

from accounts.chain import Head
from accounts.queries import actions_since, audit_head
from disclosure.bearing import bears_on_screens


async def changed_since(head: Head | None) -> bool:
    """Since the audit trail ended with ``head`` (None: before its first entry)."""
    now = await audit_head()
    if now is None or head is None or now.sequence < head.sequence:
        return now != head
    return now != head and bears_on_screens(await actions_since(head))
