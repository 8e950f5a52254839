"""The one way into the audit trail."""

from tortoise.expressions import F

from accounts.actor import Actor
from accounts.chain import GENESIS, entry_hash
from accounts.models import AuditEntry, AuditHead
from core import clock
from core.canonical import canonical
from core.transaction import writing

_HEAD = 1


async def write_entry(
    actor: Actor | str, action: str, subject: str, data: dict[str, object]
) -> None:
    """Append one entry, in the caller's transaction: the change and its entry stand or fall
    together.  The head is updated first, which orders concurrent writers."""
    if not writing():
        raise RuntimeError("an audit entry outside a transaction could outlive what it tells of")
    if not await AuditHead.filter(id=_HEAD).update(sequence=F("sequence") + 1):
        await AuditHead.create(id=_HEAD, sequence=1, hash=GENESIS)
    head = await AuditHead.get(id=_HEAD)
    who = actor if isinstance(actor, str) else actor.id
    at, text = clock.now(), canonical(data).decode()
    hashed = entry_hash(head.hash, head.sequence, at, who, action, subject, text)
    await AuditEntry.create(
        sequence=head.sequence,
        at=at,
        actor=who,
        action=action,
        subject=subject,
        data=text,
        previous=head.hash,
        hash=hashed,
    )
    await AuditHead.filter(id=_HEAD).update(hash=hashed)
