"""解读、回应、结果: one record speaks of another.

A link follows the wording: what its field ``about`` names is what the record is linked to, at once
while the record was never public, from its publication on where it is: a draft changes nothing that
the public sees.  The public sees a link once both sides are published.
"""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.transaction import transacted
from disclosure import kinds
from disclosure.models import Record, RecordLink, Version

RELATIONS = ("interpretation", "response", "result")


async def follow_draft(actor: Actor, version: Version, record: Record) -> None:
    """Check what a draft's fields link the record to; part of the transaction that saves it.

    Raises NotFound where the named record may not be read, Invalid for a record that speaks of
    itself.
    """
    relation, about = _said(version)
    if about:
        target = await _readable(actor, about)
        _check_result(actor, relation, target)
        if about == record.id:
            raise Invalid("link-self", "一条信息不能关联它自己。", field="about")
    if record.current_id is None:  # type: ignore[attr-defined]  # set by Tortoise
        await follow(version, record.id)


async def follow(version: Version, record_id: str) -> None:
    """Link the record as the version's fields say; part of the transaction that publishes it."""
    relation, about = _said(version)
    if not relation:
        return
    others = RecordLink.filter(record_id=record_id, relation=relation)
    await others.exclude(target_id=about).delete()
    if about and not await others.filter(target_id=about).exists():
        await RecordLink.create(
            record_id=record_id, target_id=about, relation=relation, created_at=clock.now()
        )


def _said(version: Version) -> tuple[str, str]:
    """The relation that versions of its kind have, and the record that the fields name; "" for
    none."""
    kind = kinds.KINDS.get(version.kind)
    if kind is None or not kind.relation:
        return "", ""
    fields = kinds.stored_fields(version.kind, version.fields_json)
    return kind.relation, str(getattr(fields, "about", ""))


@transacted
async def link(actor: Actor, record_id: str, target_id: str, relation: str) -> RecordLink:
    """Link two records by hand.

    Raises NotFound for records that the actor may not read, Refused where they may not write,
    Invalid for an unknown relation, Conflict when they are linked already.
    """
    record = await _readable(actor, record_id)
    check_may(actor, "record.write", record.unit.path)
    _check_result(actor, relation, await _readable(actor, target_id))
    if relation not in RELATIONS or record_id == target_id:
        raise Invalid("link-bad", "请选择另一条信息和关联的种类。", field="relation")
    if await RecordLink.filter(
        record_id=record_id, target_id=target_id, relation=relation
    ).exists():
        raise Conflict("link-known", "这两条信息已经关联。", field="target")
    made = await RecordLink.create(
        record_id=record_id, target_id=target_id, relation=relation, created_at=clock.now()
    )
    await write_entry(
        actor, "record.link", f"record:{record_id}", {"target": target_id, "relation": relation}
    )
    return made


def _check_result(actor: Actor, relation: str, target: Record) -> None:
    """A result stands on the other record's own pages: only who writes for that unit adds one.
    Raises Refused."""
    if relation == "result":
        check_may(actor, "record.write", target.unit.path)


@transacted
async def unlink(actor: Actor, link_id: str) -> None:
    """Take a link back.  Raises NotFound, or Refused where the actor may not write."""
    found = await RecordLink.filter(id=link_id).select_related("record__unit", "target").first()
    if found is None or not may(actor, "record.read", found.record.unit.path):
        raise NotFound("link-unknown", "没有这个关联。")
    check_may(actor, "record.write", found.record.unit.path)
    await found.delete()
    await write_entry(
        actor,
        "record.unlink",
        f"record:{found.record.id}",
        {"target": found.target.id, "relation": found.relation},
    )


async def _readable(actor: Actor, record_id: str) -> Record:
    """A record of the actor's own units, or one that is public for everybody."""
    record = await Record.filter(id=record_id).select_related("unit", "item").first()
    item = record.item if record is not None else None
    public = (
        record is not None
        and record.current_id is not None  # type: ignore[attr-defined]  # set by Tortoise
        and (item is None or item.audience == "public")
    )
    if record is None or not (public or may(actor, "record.read", record.unit.path)):
        raise NotFound("record-unknown", "没有这条信息。", field="about")
    return record
