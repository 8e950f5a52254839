"""What every step has in common: fetch with the permission, compare and set, note who did it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may, roles_above, roles_over
from core import clock
from core.errors import Conflict, Invalid, NotFound
from disclosure import chains
from disclosure.chains import Reach
from disclosure.hashing import content_hash
from disclosure.models import CatalogueItem, Record, Review, Version
from disclosure.review import (
    PERMISSIONS,
    Approval,
    Standing,
    Step,
    check_on_paper,
    check_step,
    next_state,
    read_writers,
)

NOTE = 500
OPINION = 200
"""Characters of the opinion with which somebody approves or releases."""


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


def reach_of(actor: Actor, unit_path: str) -> Reach:
    """The roles that the actor holds over the unit, and from above it."""
    return Reach(roles_over(actor, unit_path), roles_above(actor, unit_path))


async def standing_of(version: Version) -> Standing:
    """Where the version stands, its hash computed anew from what is stored."""
    taken = await Review.filter(version_id=version.id, step="approve").order_by("at", "id")
    item = version.record.item
    return Standing(
        state=version.state,
        author=author_of(version),
        content_hash=hash_of(version, version.record),
        chain=chains.read(version.chain),
        approvals=tuple(
            Approval(str(row.person_id), row.content_hash, row.stage)  # type: ignore[attr-defined]  # set by Tortoise
            for row in taken
        ),
        cadence=item.cadence if item else "",
        writers=writers_of(version),
    )


@dataclass(frozen=True)
class Said:
    """What a person adds to a step: a note, the secrecy check's decisions, whose signature on
    paper it is."""

    note: str = ""
    decisions: str = ""
    signer: str = ""
    scan: str = ""

    @property
    def for_audit(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if value or name == "note"}


async def take(
    actor: Actor,
    version: Version,
    step: Step,
    *,
    seen_hash: str | None = None,
    said: Said | None = None,
    changes: dict[str, object] | None = None,
    standing: Standing | None = None,
) -> datetime:
    """Take the step: check it, compare and set the state with ``changes``, write the review row
    and the audit entry.  The instant at which it was taken.

    ``version`` says afterwards what its row says.  ``standing``: where the caller has read it in
    this transaction already.
    Raises Conflict when somebody was first.
    """
    standing, said = standing or await standing_of(version), said or Said()
    if said.signer:
        check_on_paper(standing, actor.id, seen_hash or "")
    else:
        reach = reach_of(actor, version.record.unit.path)
        check_step(standing, step, actor.id, reach, seen_hash)
    at = clock.now()
    turn = standing.turn if step == "approve" else None
    columns = {"state": next_state(standing, step), "updated_at": at, **(changes or {})}
    if turn is not None:
        columns["step"] = version.step + 1
    done = await Version.filter(
        id=version.id, state=version.state, step=version.step, revision=version.revision
    ).update(**columns)
    if done != 1:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")
    version.update_from_dict(columns)
    stage = turn.code if turn is not None else ""
    await _note_review(actor, version, step, stage, standing.content_hash, said, at)
    return at


async def _note_review(
    actor: Actor, version: Version, step: str, stage: str, seen: str, said: Said, at: datetime
) -> None:
    await Review.create(
        version_id=version.id,
        step=step,
        person_id=actor.id,
        content_hash=seen,
        at=at,
        stage=stage,
        **vars(said),
    )
    data: dict[str, object] = {"hash": seen, **said.for_audit}
    if stage:
        data["turn"] = stage
    await note_step(actor, f"version.{step}", version, data)


async def note_step(
    actor: Actor, action: str, version: Version, data: dict[str, object] | None = None
) -> None:
    """The audit entry of a version: which record, which number, and ``data``."""
    known: dict[str, object] = {"record": record_id_of(version), "number": version.number}
    await write_entry(actor, action, f"version:{version.id}", known | (data or {}))


def hash_of(version: Version, record: Record) -> str:
    """The content hash of what the row holds, or held before its content was destroyed.
    ``record`` with its unit and item loaded."""
    if version.purged_at is not None:
        return version.content_hash
    item: CatalogueItem | None = record.item
    return content_hash(
        version, unit=record.unit.code, item=item.code if item else "", period=record.period
    )


def author_of(version: Version) -> str:
    return str(version.author_id)  # type: ignore[attr-defined]  # set by Tortoise


def writers_of(version: Version) -> frozenset[str]:
    """Everyone who wrote some of it, its author included."""
    return read_writers(version.writers, author_of(version))


def record_id_of(version: Version) -> str:
    return str(version.record_id)  # type: ignore[attr-defined]  # set by Tortoise


def opinion(text: str) -> str:
    """``text`` without outer space; empty where nothing was said.  Raises Invalid when too long."""
    trimmed = text.replace("\r\n", "\n").strip()
    if len(trimmed) > OPINION:
        raise Invalid("too-long", "最多 {most} 个字。", most=OPINION, field="opinion")
    return trimmed


def needed(text: str, code: str, message: str, field: str) -> str:
    """``text`` without outer space.  Raises Invalid with the given message when it is empty."""
    trimmed = text.strip()
    if not trimmed:
        raise Invalid(code, message, field=field)
    if len(trimmed) > NOTE:
        raise Invalid("too-long", "最多 {most} 个字。", most=NOTE, field=field)
    return trimmed
