"""Single items: added, changed, merged, retired; each change is kept with its reason."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, Invalid
from core.transaction import transacted
from disclosure.cataloguing.elements import (
    Elements,
    check_code,
    check_elements,
    differences,
    with_limit,
)
from disclosure.models import CatalogueItem
from disclosure.service.catalogue.history import (
    access_item,
    check_audience,
    check_owner,
    elements_of_item,
    put_units,
    read_reason,
    snapshot,
    units_named,
)
from disclosure.timelimits import Reading, Rule, read_time_limit

DEFAULT_CARRIERS = ("website", "kiosk", "screen")


@transacted
async def create_item(
    actor: Actor,
    *,
    code: str,
    unit_code: str = "",
    applied_at: datetime | None = None,
    reason: str = "",
    responsible_units: Collection[str] = (),
    lead_units: Collection[str] = (),
    **elements: object,
) -> CatalogueItem:
    """A new item: of the whole county, or of the subtree of ``unit_code``.

    ``elements`` as disclosure.cataloguing.elements.Elements has them; tier, group, name and
    cadence are needed.  ``applied_at``: since when it is owed, None: always.  Raises Invalid for
    unknown words, Conflict for a code taken, NotFound for a unit, Refused.
    """
    unit = await unit_by_code(unit_code) if unit_code else None
    if unit is not None and unit.tier == "county":
        unit = None
    await check_owner(actor, unit)
    check_code(code)
    wanted = _given(elements)
    check_elements(wanted)
    if unit is not None:
        _check_below(wanted, unit.tier)
    if await CatalogueItem.filter(code=code).exists():
        raise Conflict("item-exists", "公开事项代码 {code} 已被使用。", code=code, field="code")
    item = await CatalogueItem.create(
        code=code, unit=unit, applied_at=applied_at, **wanted.as_columns()
    )
    await put_units(
        item, await units_named(responsible_units, unit), await units_named(lead_units, unit)
    )
    await snapshot(item, "added", actor, reason.strip()[:300]).save()
    data: dict[str, object] = {
        "code": code,
        "tier": wanted.tier,
        "cadence": wanted.cadence,
        "audience": wanted.audience,
    }
    await write_entry(actor, "item.create", f"item:{item.id}", data)
    return item


@transacted
async def change_item(
    actor: Actor,
    code: str,
    elements: Elements,
    reason: str,
    *,
    number: int | None = None,
    responsible_units: Collection[str] | None = None,
    lead_units: Collection[str] = (),
) -> CatalogueItem:
    """Change what is given; ``number``: the edition of the item that the change was made from.

    A new time limit is read anew.  Raises Invalid, NotFound, Refused, and Conflict when somebody
    else has changed the item meanwhile, nothing differs, or the audience may not change any more.
    """
    item = await access_item(actor, code)
    if number is not None and number != item.number:
        raise Conflict(
            "item-changed", "公开事项“{name}”已被他人改动，请刷新后再改。", name=item.name
        )
    before = elements_of_item(item)
    wanted = with_limit(elements) if elements.time_limit != before.time_limit else elements
    check_elements(wanted)
    await check_audience(item, wanted.audience)
    if item.unit is not None:
        _check_below(wanted, item.unit.tier)
    differs = differences(before, wanted)
    if not differs and responsible_units is None:
        raise Invalid("item-same", "没有任何改动。", field="form")
    said = read_reason(reason)
    if responsible_units is not None:
        named = await units_named(responsible_units, item.unit)
        await put_units(item, named, await units_named(lead_units, item.unit))
    await _store(item, wanted, "changed", actor, said)
    changed: dict[str, object] = {"fields": [name for name, _, _ in differs]}
    await _tell(actor, "item.change", item, changed | {"reason": said})
    return item


@transacted
async def confirm_limit(
    actor: Actor, code: str, rules: Collection[Rule], reason: str = ""
) -> CatalogueItem:
    """A person has looked at the time limit: its rules as read, or other ones.

    Raises Invalid without any rule, NotFound, Conflict, Refused.
    """
    item = await access_item(actor, code)
    if not rules:
        raise Invalid("rules-missing", "请至少写明一条时限规则。", field="rules")
    read = Reading(item.time_limit, tuple(rules), False, None)
    same = tuple(rules) == read_time_limit(item.time_limit).rules
    said = reason.strip()[:300] or ("已核对时限，无误。" if same else read_reason(reason))
    await _store(item, with_limit(elements_of_item(item), read), "changed", actor, said)
    await _tell(actor, "item.limit", item, {"reason": said, "time_limit": item.time_limit})
    return item


@transacted
async def retire_item(actor: Actor, code: str, reason: str) -> CatalogueItem:
    """It is owed no longer; what was published under it stays.

    Raises Invalid without a reason, NotFound, Conflict when it is retired already, Refused.
    """
    item = await access_item(actor, code)
    said = read_reason(reason)
    item.retired_at, item.retired_because = clock.now(), said
    await _store(item, elements_of_item(item), "retired", actor, said)
    await _tell(actor, "item.retire", item, {"reason": said})
    return item


@transacted
async def merge_items(actor: Actor, code: str, into: str, reason: str) -> CatalogueItem:
    """``code`` goes into ``into``: it is retired, and says where it went.

    Raises Invalid for items of different tiers or one and the same, NotFound, Conflict, Refused.
    """
    if code == into:
        raise Invalid("merge-self", "不能并入自身。", field="into")
    item = await access_item(actor, code)
    if not await CatalogueItem.filter(code=into, retired_at=None).exists():
        raise Invalid("merge-unknown", "请选择要并入的公开事项。", field="into")
    target = await access_item(actor, into)
    if item.tier != target.tier:
        raise Invalid("merge-tier", "只能并入同一层级的公开事项。", field="into")
    said = read_reason(reason)
    item.retired_at, item.retired_because = clock.now(), said
    item.merged_into = target
    await _store(item, elements_of_item(item), "merged", actor, said)
    await _tell(actor, "item.merge", item, {"into": into, "reason": said})
    return item


def _given(values: dict[str, object]) -> Elements:
    """Raises Invalid where a needed element is missing; texts are trimmed."""
    trimmed = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    for name in ("carriers", "carriers_optional", "levels", "stages", "work_links"):
        if name in trimmed:
            trimmed[name] = tuple(trimmed[name])  # type: ignore[arg-type]  # given as a sequence
    elements = Elements(**({"group": "", "name": ""} | trimmed))  # type: ignore[arg-type]
    return with_limit(elements) if elements.time_limit and not elements.limit_rules else elements


def _check_below(wanted: Elements, owner: str) -> None:
    """A village's own items are for villages, a township's for it and its villages."""
    allowed = {"village": ("village",), "township": ("township", "village")}
    if wanted.tier not in allowed.get(owner, (owner, wanted.tier)):
        raise Invalid("item-tier-above", "本单位只能增加本级或下级的公开事项。", field="tier")


async def _store(
    item: CatalogueItem, elements: Elements, action: str, actor: Actor, reason: str
) -> None:
    item.number += 1
    item.update_from_dict(replace(elements).as_columns())
    await item.save()
    await snapshot(item, action, actor, reason).save()


async def _tell(actor: Actor, action: str, item: CatalogueItem, data: dict[str, object]) -> None:
    await write_entry(
        actor, action, f"item:{item.id}", {"code": item.code, "name": item.name} | data
    )
