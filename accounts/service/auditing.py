"""Taking the audit trail out: an act that the trail itself records."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.chain import Head
from accounts.permissions import check_may
from accounts.queries import audit_head, root
from core.transaction import transacted


@transacted
async def note_export(actor: Actor) -> Head:
    """Write down that the trail was exported; returns its end, this entry included.

    Raises Refused unless the right is held over the whole county: the trail is one.
    """
    top = await root()
    check_may(actor, "audit.export", top.path if top else "/")
    await write_entry(actor, "audit.export", "audit:trail", {})
    head = await audit_head()
    assert head is not None  # noqa: S101 – an entry was just written
    return head
