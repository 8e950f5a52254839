"""Writes to units: adding, changing, retiring.  Each is one transaction with one audit entry."""

import re

from tortoise.exceptions import IntegrityError

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Unit
from accounts.permissions import check_may
from accounts.queries import unit as unit_of
from accounts.queries import unit_by_code
from core.errors import Conflict, Invalid
from core.transaction import transact, transacted

TIERS = ("county", "department", "township", "village")
KINDS = ("administrative", "public_service", "committee")
"""行政机关, 公用企事业单位, 村(居)委会."""
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_INDEX_CODE = re.compile(r"[0-9A-Za-z-]{0,40}")


@transacted
async def create_unit(
    actor: Actor,
    code: str,
    name: str,
    *,
    tier: str,
    parent: str | None = None,
    short_name: str = "",
    phone: str = "",
    position: int = 0,
    kind: str = "",
) -> Unit:
    """A unit under ``parent`` (a unit's code; None: the root, of which there is one).

    ``kind``: one of KINDS; empty: what the tier suggests.
    """
    check_unit(code, name, tier)
    above = await unit_by_code(parent) if parent else None
    path = f"{above.path if above else '/'}{code}/"
    check_may(actor, "unit.manage", path)
    if await Unit.filter(code=code).exists():
        raise Conflict("unit-taken", "单位代码 {code} 已被使用。", field="code", code=code)
    if above is None and await Unit.filter(parent_id=None).exists():
        raise Conflict("root-taken", "已有最上级单位，请选择上级单位。", field="parent")
    unit = await Unit.create(
        code=code,
        name=name.strip(),
        short_name=short_name.strip() or name.strip(),
        tier=tier,
        parent=above,
        path=path,
        phone=phone.strip(),
        position=position,
        kind=check_kind(kind or usual_kind(tier)),
    )
    await write_entry(
        actor, "unit.create", f"unit:{unit.id}", {"code": code, "name": unit.name, "path": path}
    )
    return unit


@transacted
async def update_unit(
    actor: Actor,
    unit_id: str,
    *,
    name: str,
    short_name: str = "",
    phone: str = "",
    kind: str = "",
    lead: str = "",
    index_code: str = "",
) -> Unit:
    """Change what a unit is called and counted as.  Its code and place in the tree stay: addresses
    and rights hang on them.  ``lead``: code of its 牵头单位, empty for none."""
    unit = await unit_of(unit_id)
    check_may(actor, "unit.manage", unit.path)
    check_unit(unit.code, name, unit.tier)
    if len(short_name.strip()) > 40 or len(phone.strip()) > 40:
        raise Invalid("too-long", "最多 {most} 个字。", most=40, field="short_name")
    changes: dict[str, object] = {
        "name": name.strip(),
        "short_name": short_name.strip() or name.strip(),
        "phone": phone.strip(),
        "kind": check_kind(kind or unit.kind),
        "index_code": await _index_code(unit, index_code.strip()),
    }
    leader = await _lead(unit, lead)
    await Unit.filter(id=unit_id).update(**changes, lead_id=leader.id if leader else None)
    data = {"code": unit.code} | changes | {"lead": leader.code if leader else ""}
    await write_entry(actor, "unit.change", f"unit:{unit_id}", data)
    return await unit_of(unit_id)


async def retire_unit(actor: Actor, unit_id: str) -> None:
    """Remove a unit to which nothing belongs.  Raises Conflict when people, units below it, halls
    or records still do: what was published stays somebody's."""

    async def work() -> None:
        unit = await unit_of(unit_id)
        check_may(actor, "unit.manage", unit.path)
        if unit.parent is None:
            raise Conflict("root-kept", "最上级单位不能撤销。")
        await unit.delete()
        data: dict[str, object] = {"code": unit.code, "name": unit.name}
        await write_entry(actor, "unit.retire", f"unit:{unit_id}", data)

    try:
        await transact(work)
    except IntegrityError as problem:
        raise Conflict(
            "unit-in-use",
            "该单位还有人员、下级单位、大厅或公开信息，不能撤销；请先移交。",
        ) from problem


def usual_kind(tier: str) -> str:
    """What a unit of that tier mostly is."""
    return "committee" if tier == "village" else "administrative"


def check_kind(kind: str) -> str:
    """Raises Invalid for an unknown one."""
    if kind not in KINDS:
        raise Invalid("kind-unknown", "请选择单位类别。", field="kind")
    return kind


def check_unit(code: str, name: str, tier: str) -> None:
    """Raises Invalid (with ``field``) for what no unit can be called."""
    if not _CODE.fullmatch(code):
        raise Invalid(
            "unit-code-bad", "单位代码只用小写字母、数字和连字符，最多 32 个字。", field="code"
        )
    if not 0 < len(name.strip()) <= 40:
        raise Invalid("unit-name-bad", "请填写单位名称，最多 40 个字。", field="name")
    if tier not in TIERS:
        raise Invalid("tier-unknown", "请选择单位层级。", field="tier")


async def _index_code(unit: Unit, code: str) -> str:
    """Raises Invalid, or Conflict for one of another unit: two would make the same numbers."""
    if not _INDEX_CODE.fullmatch(code):
        raise Invalid(
            "index-code-bad",
            "索引号单位代码只用字母、数字和连字符，最多 40 个字。",
            field="index_code",
        )
    taken = await Unit.filter(index_code=code).exclude(id=unit.id).first() if code else None
    if taken is not None:
        raise Conflict(
            "index-code-taken",
            "索引号单位代码 {code} 已用于{unit}。",
            code=code,
            unit=taken.name,
            field="index_code",
        )
    return code


async def _lead(unit: Unit, code: str) -> Unit | None:
    """Raises Invalid when the unit would lead itself, at once or over others."""
    if not code:
        return None
    leader: Unit | None = await unit_by_code(code)
    found, seen = leader, {unit.id}
    while leader is not None:
        if leader.id in seen:
            raise Invalid("lead-ring", "牵头单位不能是本单位，也不能互相牵头。", field="lead")
        seen.add(leader.id)
        leader = await Unit.filter(led__id=leader.id).first()
    return found
