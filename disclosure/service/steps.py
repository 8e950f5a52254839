"""What every step has in common: fetch with the permission, compare and set, note who did it."""

from datetime import datetime

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from core import clock
from core.errors import Conflict, Invalid, NotFound
from disclosure.hashing import content_hash
from disclosure.models import CatalogueItem, Record, Review, Version
from disclosure.review import PERMISSIONS, Standing, Step, check_step, next_state

NOTE = 500


async def access_version(actor: Actor, version_id: str, step: Step) -> Version:
    """The version with its record, unit and item.

    Raises NotFound where the actor may not even read, Refused where they may not take the step.
    """
    version = (
        await Version.filter(id=version_id)
        .select_related("record__unit", "record__item")
        .get_or_none()
    )
    if version is None or not may(actor, "record.read", version.record.unit.path):
        raise NotFound("version-unknown", "没有这条信息。")
    check_may(actor, PERMISSIONS[step], version.record.unit.path)
    return version


async def standing_of(version: Version) -> Standing:
    """Where the version stands, its hash computed anew from what is stored."""
    approval = await Review.filter(version_id=version.id, step="approve").order_by("-at").first()
    item = version.record.item
    return Standing(
        state=version.state,
        author=author_of(version),
        content_hash=hash_of(version, version.record),
        approver=str(approval.person_id) if approval else "",  # type: ignore[attr-defined]  # set by Tortoise
        approved_hash=approval.content_hash if approval else "",
        cadence=item.cadence if item else "",
    )


async def take(
    actor: Actor,
    version: Version,
    step: Step,
    *,
    seen_hash: str | None = None,
    note: str = "",
    changes: dict[str, object] | None = None,
) -> datetime:
    """Take the step: check it, compare and set the state with ``changes``, write the review row
    and the audit entry.  The instant at which it was taken.

    Raises Conflict when somebody was first.
    """
    standing = await standing_of(version)
    check_step(standing, step, actor.id, seen_hash)
    at = clock.now()
    done = await Version.filter(id=version.id, state=version.state).update(
        state=next_state(standing, step), updated_at=at, **(changes or {})
    )
    if done != 1:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")
    await Review.create(
        version_id=version.id,
        step=step,
        person_id=actor.id,
        content_hash=standing.content_hash,
        note=note,
        at=at,
    )
    await note_step(
        actor, f"version.{step}", version, {"hash": standing.content_hash, "note": note}
    )
    return at


async def note_step(
    actor: Actor, action: str, version: Version, data: dict[str, object] | None = None
) -> None:
    """The audit entry of a version: which record, which number, and ``data``."""
    known: dict[str, object] = {"record": record_id_of(version), "number": version.number}
    await write_entry(actor, action, f"version:{version.id}", known | (data or {}))


def hash_of(version: Version, record: Record) -> str:
    """The content hash of what the row holds.  ``record`` with its unit and item loaded."""
    item: CatalogueItem | None = record.item
    return content_hash(
        version, unit=record.unit.code, item=item.code if item else "", period=record.period
    )


def author_of(version: Version) -> str:
    return str(version.author_id)  # type: ignore[attr-defined]  # set by Tortoise


def record_id_of(version: Version) -> str:
    return str(version.record_id)  # type: ignore[attr-defined]  # set by Tortoise


def needed(text: str, code: str, message: str, field: str) -> str:
    """``text`` without outer space.  Raises Invalid with the given message when it is empty."""
    trimmed = text.strip()
    if not trimmed:
        raise Invalid(code, message, field=field)
    if len(trimmed) > NOTE:
        raise Invalid("too-long", "最多 {most} 个字。", most=NOTE, field=field)
    return trimmed
