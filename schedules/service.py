"""The only writer of programmes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import holds
from core import clock
from core.errors import Conflict, Invalid, NotFound, Refused
from core.transaction import transacted
from schedules.dayparts import DAY_MINUTES, EVERY_DAY
from schedules.models import Programme
from schedules.selection import Selection
from schedules.targets import may_reach, stored, unknown
from schedules.timeline import LEVELS

SHORTEST_DWELL_MS, LONGEST_DWELL_MS = 3_000, 300_000
HEAVIEST = 9
YEARS = range(1900, 2200)
"""An instant near the ends of the calendar cannot be said in every zone."""


@dataclass(frozen=True)
class ProgrammeDraft:
    """A programme as the editor sends it.  Instants in UTC."""

    name: str
    selection: Selection
    targets: str
    """Words of schedules.targets, in any order."""
    zone: str
    """IANA zone of the daypart."""
    level: str = "regular"
    days: int = EVERY_DAY
    from_minute: int = 0
    to_minute: int = DAY_MINUTES
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    dwell_ms: int = 12_000
    weight: int = 1
    enabled: bool = True


@transacted
async def save_programme(
    actor: Actor,
    draft: ProgrammeDraft,
    reach: Mapping[str, str],
    programme_id: str | None = None,
    seen_at: datetime | None = None,
) -> Programme:
    """A new programme, or the changed one.

    ``reach``: unit paths as schedules.targets.paths_reached takes them; the actor must hold the
    right over every screen that the programme reaches, and reached so far.
    ``seen_at``: ``updated_at`` of the row that was edited; if someone has saved it since, Conflict
    is raised.  Raises Refused, Invalid (with ``field``), NotFound.
    """
    _check_may(actor)
    _check(draft)
    values = _columns(draft)
    _check_reach(actor, values["targets"], reach)
    _check_known(values["targets"], reach)
    values |= {"updated_at": clock.now()}
    if programme_id is None:
        row = await Programme.create(**values, created_at=values["updated_at"])
        await _note(actor, "programme.create", row, draft)
        return row
    was = await _reached(actor, programme_id, reach)
    rows = Programme.filter(id=programme_id, updated_at=was.updated_at)
    if seen_at not in (None, was.updated_at) or await rows.update(**values) != 1:
        raise Conflict("programme-changed", "轮播单刚被别人修改过，请刷新后重新编辑。")
    row = await Programme.get(id=programme_id)
    await _note(actor, "programme.change", row, draft)
    return row


@transacted
async def delete_programme(actor: Actor, programme_id: str, reach: Mapping[str, str]) -> None:
    """Screens leave it at the next reconciliation.  ``reach`` as for saving.

    Raises Refused, NotFound, Conflict.
    """
    _check_may(actor)
    row = await _reached(actor, programme_id, reach)
    if await Programme.filter(id=programme_id, updated_at=row.updated_at).delete() != 1:
        raise Conflict("programme-changed", "轮播单刚被别人修改过，请刷新后重新编辑。")
    await write_entry(actor, "programme.delete", f"programme:{programme_id}", {"name": row.name})


def _check_may(actor: Actor) -> None:
    if not holds(actor, "programme.write"):
        raise Refused("not-allowed", "您没有办理此事的权限。")


async def _reached(actor: Actor, programme_id: str, reach: Mapping[str, str]) -> Programme:
    """The row, if its screens are the actor's.  Raises NotFound, Refused."""
    row = await Programme.get_or_none(id=programme_id)
    if row is None:
        raise NotFound("programme-unknown", "没有这个轮播单。")
    _check_reach(actor, row.targets, reach)
    return row


def _check_reach(actor: Actor, targets: str, reach: Mapping[str, str]) -> None:
    if not may_reach(actor, targets, reach):
        raise Refused("targets-outside", "播放范围内有不归您管理的屏幕。", field="targets")


def _check_known(targets: str, reach: Mapping[str, str]) -> None:
    """A programme may wait for no place that does not exist yet."""
    if missing := unknown(targets, reach):
        raise Invalid(
            "target-missing",
            "播放范围中的“{target}”不存在，请重新选择。",
            field="targets",
            target="、".join(missing),
        )


def _check(draft: ProgrammeDraft) -> None:
    """Raises Invalid for the first field that cannot be meant."""
    if not 1 <= len(draft.name.strip()) <= 80:
        raise Invalid("name-length", "名称应为 1 至 80 个字。", field="name")
    if draft.level not in LEVELS:
        raise Invalid("level-unknown", "没有这个级别。", field="level")
    if not 1 <= draft.days <= EVERY_DAY:
        raise Invalid("days-none", "请至少选择一个播放日。", field="days")
    if not (0 <= draft.from_minute < DAY_MINUTES and 0 <= draft.to_minute <= DAY_MINUTES):
        raise Invalid("minutes-range", "播放时段应在 0:00 至 24:00 之间。", field="from_minute")
    if not SHORTEST_DWELL_MS <= draft.dwell_ms <= LONGEST_DWELL_MS:
        raise Invalid("dwell-range", "每页停留时间应为 3 至 300 秒。", field="dwell_ms")
    if not 1 <= draft.weight <= HEAVIEST:
        raise Invalid("weight-range", "权重应为 1 至 9。", field="weight")
    for name in ("valid_from", "valid_until"):
        said: datetime | None = getattr(draft, name)
        if said is not None and said.year not in YEARS:
            raise Invalid("date-range", "日期应在 1900 年到 2199 年之间。", field=name)
    if draft.valid_from and draft.valid_until and draft.valid_from >= draft.valid_until:
        raise Invalid("validity-order", "结束时间应晚于开始时间。", field="valid_until")
    _check_zone(draft.zone)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise Invalid(
            "zone-unknown", "没有名为 {name} 的时区。", field="zone", name=name
        ) from problem


def _columns(draft: ProgrammeDraft) -> dict[str, Any]:
    targets = stored(draft.targets)
    if len(targets) > 400:
        raise Invalid("targets-long", "播放范围太多，请改用大厅或单位。", field="targets")
    return asdict(draft) | {
        "name": draft.name.strip(),
        "selection": draft.selection.model_dump_json(),
        "targets": targets,
    }


async def _note(actor: Actor, action: str, row: Programme, draft: ProgrammeDraft) -> None:
    data: dict[str, object] = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(draft).items()
    }
    data["selection"] = draft.selection.model_dump(mode="json")
    await write_entry(actor, action, f"programme:{row.id}", data)
