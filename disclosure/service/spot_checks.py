"""抽查: lists drawn by lot, findings with photo and deadline, corrections, and their review."""

import re
from dataclasses import dataclass
from datetime import date

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.transaction import transacted
from disclosure.lots import drawn
from disclosure.models import Record, SpotCheck, SpotFinding, Version
from disclosure.queries.reproductions import stays_public
from disclosure.service.steps import needed

LARGEST = 200
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class _Lot:
    record: str
    unit: str
    subject: str


@transacted
async def draw_spot_check(
    actor: Actor, *, title: str, unit_code: str, size: int, seed: str
) -> SpotCheck:
    """Draw ``size`` of the published records below the unit by the seed, which stands on the list:
    the same records and seed give the same list again.

    Raises Invalid for a size out of range or where nothing is published, Refused.
    """
    unit = await unit_by_code(unit_code)
    check_may(actor, "inspect.write", unit.path)
    named = needed(title, "check-title-missing", "请填写抽查名称。", "title")[:120]
    lot = needed(seed, "seed-missing", "请填写随机种子（如抽查日期加编号）。", "seed")[:60]
    if not 1 <= size <= LARGEST:
        raise Invalid("size-range", "抽查数量应为 1 到 {most}。", most=LARGEST, field="size")
    lots = await _published(unit.path)
    if not lots:
        raise Invalid("nothing-to-check", "所选范围内还没有已公开的信息。", field="unit")
    check = await SpotCheck.create(
        title=named, seed=lot, size=size, scope=unit.path, drawn_at=clock.now(), by=actor.id
    )
    chosen = drawn(lot, lots, size)
    for record in chosen:
        await SpotFinding.create(
            check=check,
            unit_id=lots[record].unit,
            record_id=record,
            subject=lots[record].subject[:200],
        )
    data: dict[str, object] = {"title": named, "seed": lot, "records": chosen, "of": len(lots)}
    await write_entry(actor, "check.draw", f"check:{check.id}", data)
    return check


@transacted
async def note_finding(
    actor: Actor,
    finding_id: str,
    *,
    today: date,
    fine: bool,
    finding: str = "",
    photo: str = "",
    correct_by: date | None = None,
) -> SpotFinding:
    """What the inspector saw.  A fault needs words and the day by which it is to be corrected.

    ``photo``: SHA-256 of a stored picture, or ""; ``today``: the local day.  Raises Invalid, naming
    the field, also for a photo of a list that was destroyed; Conflict when it was noted already.
    """
    row = await _access(actor, finding_id, "inspect.write")
    if photo and not _SHA256.fullmatch(photo):
        raise Invalid("photo-bad", "照片无法读取，请重新上传。", field="photo")
    if photo and await _purged(row):
        raise Invalid("posting-purged", "名单已按规定清除，不再接收留痕照片。", field="photo")
    said = finding.strip()[:500]
    if not fine:
        said = needed(finding, "finding-missing", "请写明发现的问题。", "finding")
        if correct_by is None:
            raise Invalid("correct-by-missing", "请填写整改时限。", field="correct_by")
        if correct_by < today:
            raise Invalid("correct-by-past", "整改时限不能早于今天。", field="correct_by")
    changes: dict[str, object] = {
        "state": "fine" if fine else "fault",
        "finding": said,
        "photo": photo,
        "correct_by": None if fine else correct_by,
        "by": actor.id,
        "at": clock.now(),
    }
    await _move(row, ("open",), changes)
    data: dict[str, object] = {"state": changes["state"], "note": said}
    await write_entry(actor, "check.finding", f"finding:{row.id}", data)
    return await SpotFinding.get(id=row.id)


@transacted
async def report_correction(actor: Actor, finding_id: str, correction: str) -> None:
    """The unit says what it has corrected.  Raises Conflict where no fault stands."""
    row = await _access(actor, finding_id, "record.write")
    said = needed(correction, "correction-missing", "请写明整改情况。", "correction")
    changes: dict[str, object] = {
        "state": "corrected",
        "correction": said,
        "corrected_at": clock.now(),
    }
    await _move(row, ("fault",), changes)
    await write_entry(actor, "check.correct", f"finding:{row.id}", {"note": said})


@transacted
async def review_correction(actor: Actor, finding_id: str, *, accepted: bool, note: str) -> None:
    """The inspector accepts the correction, or asks again with a reason."""
    row = await _access(actor, finding_id, "inspect.write")
    why = note.strip()[:500]
    if not accepted:
        why = needed(note, "note-missing", "请写明退回的原因。", "note")
    changes: dict[str, object] = {"state": "closed" if accepted else "fault"}
    if not accepted:
        changes |= {"finding": f"{row.finding} {why}"[:500], "corrected_at": None}
    await _move(row, ("corrected",), changes)
    data: dict[str, object] = {"state": changes["state"], "note": why}
    await write_entry(actor, "check.review", f"finding:{row.id}", data)


async def _purged(row: SpotFinding) -> bool:
    """Whether its record was a list of persons of which nothing is left."""
    record = row.record_id  # type: ignore[attr-defined]  # set by Tortoise
    if record is None or await stays_public(record):
        return False
    return await Version.filter(record_id=record, purged_at__isnull=False).exists()


async def _published(path: str) -> dict[str, _Lot]:
    """By record id, what a spot check may draw: whatever is public at present."""
    rows = await Record.filter(
        unit__path__startswith=path, current_id__not_isnull=True
    ).values_list("id", "unit_id", "unit__short_name", "current__title")
    return {id_: _Lot(id_, unit, f"{name} {title}") for id_, unit, name, title in rows}


async def _access(actor: Actor, finding_id: str, permission: str) -> SpotFinding:
    row = await SpotFinding.filter(id=finding_id).select_related("unit").first()
    seen = row is not None and any(
        may(actor, known, row.unit.path) for known in ("record.read", "supervise.read")
    )
    if row is None or not seen:
        raise NotFound("finding-unknown", "没有这条抽查。")
    check_may(actor, permission, row.unit.path)
    return row


async def _move(row: SpotFinding, before: tuple[str, ...], changes: dict[str, object]) -> None:
    done = await SpotFinding.filter(id=row.id, state__in=before).update(**changes)
    if done != 1:
        raise Conflict("state-changed", "这条抽查的状态已经变化，请刷新后再看。")
