"""Withdraw by name, and its lifting: an overlay over what is shown; no version is changed."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, NotFound
from core.transaction import transacted
from disclosure.gates.names import read_name
from disclosure.models import SuppressedName
from disclosure.queries.names import TouchedVersion, touched_by
from disclosure.service.steps import needed

_REASON = 300
_LISTED = 200
"""Versions that one audit entry names; the count says how many there were."""


async def preview_name(actor: Actor, name: str, unit_code: str) -> list[TouchedVersion]:
    """What taking the name down would touch.  Raises Invalid for what is no name, NotFound for
    an unknown unit, Refused without record.review over it."""
    unit = await unit_by_code(unit_code)
    check_may(actor, "record.review", unit.path)
    return await touched_by(read_name(name), unit.path)


@transacted
async def suppress_name(
    actor: Actor, name: str, unit_code: str, reason: str
) -> list[TouchedVersion]:
    """Take the name off every page, roster and title of the unit and all below it; what it
    touched.  One person may: it only takes away.

    Raises as :func:`preview_name`, Invalid without a reason, Conflict when it is taken down there
    already.
    """
    unit = await unit_by_code(unit_code)
    check_may(actor, "record.review", unit.path)
    plain = read_name(name)
    why = needed(reason, "reason-missing", "请写明撤下姓名的原因（如离任、免职）。", "reason")[
        :_REASON
    ]
    others = await SuppressedName.filter(name=plain, lifted_at=None)
    if any(unit.path.startswith(row.unit_path) for row in others):
        raise Conflict(
            "name-suppressed", "“{name}”在{unit}范围内已经撤下。", name=plain, unit=unit.short_name
        )
    touched = await touched_by(plain, unit.path)
    row = await SuppressedName.create(
        name=plain, unit_path=unit.path, reason=why, by=actor.id, since=clock.now()
    )
    await _note(actor, "name.suppress", row, touched)
    return touched


@transacted
async def lift_name(actor: Actor, suppressed_id: str) -> None:
    """The name may be shown again.  Raises NotFound, Conflict when it was lifted already."""
    row = await SuppressedName.get_or_none(id=suppressed_id)
    if row is None or not may(actor, "record.review", row.unit_path):
        raise NotFound("suppressed-unknown", "没有这条姓名撤下记录。")
    done = await SuppressedName.filter(id=row.id, lifted_at=None).update(
        lifted_at=clock.now(), lifted_by=actor.id
    )
    if done != 1:
        raise Conflict("name-lifted", "“{name}”的撤下已经解除。", name=row.name)
    touched = await touched_by(row.name, row.unit_path)
    await _note(actor, "name.lift", row, touched)


async def _note(
    actor: Actor, action: str, row: SuppressedName, touched: list[TouchedVersion]
) -> None:
    data: dict[str, object] = {
        "name": row.name,
        "path": row.unit_path,
        "reason": row.reason,
        "count": len(touched),
        "versions": [one.version.id for one in touched][:_LISTED],
    }
    await write_entry(actor, action, f"name:{row.id}", data)
