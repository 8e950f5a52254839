"""Exemptions, and the county's figures."""

from collections.abc import Mapping
from dataclasses import asdict

from tortoise.exceptions import IntegrityError

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Unit
from accounts.permissions import check_may, may
from accounts.queries import root
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.messages import SOURCE, marked, spoken_in, text
from core.transaction import transacted
from disclosure.deadlines import limits_of
from disclosure.models import CatalogueItem, Exemption, RuleSet
from disclosure.obligations import EVERY
from disclosure.periods import CADENCES, is_periodic, parse
from disclosure.queries.duties import rules
from disclosure.rules import DUE_DAYS, NAME, DisclosureRules, changed_rules, stored
from disclosure.service.catalogue.history import snapshot
from disclosure.timelimits import Periodic

_REASON = 300
_MOVED = {
    "quarterly": marked("全县季度公开截止日改为季度首月{day}日"),
    "half_yearly": marked("全县半年公开截止日改为上、下半年首月{day}日"),
}


@transacted
async def exempt(
    actor: Actor, unit_code: str, item_code: str, *, period: str = EVERY, reason: str
) -> Exemption:
    """A unit need not disclose an item: for one period, or for all (an empty ``period``).

    Raises Invalid without a reason or for a period that is none of the item's, NotFound, Conflict
    when it is exempt already, Refused.
    """
    unit, item = await _access(actor, unit_code, item_code)
    why = _needed(reason)
    _check_period(item, period)
    already = Conflict(
        "exempt-already", "{unit}的“{item}”已经免予公开。", unit=unit.short_name, item=item.name
    )
    if await Exemption.filter(unit_id=unit.id, item_id=item.id, period=period).exists():
        raise already
    try:
        made = await Exemption.create(
            unit=unit, item=item, period=period, reason=why, by=actor.id, at=clock.now()
        )
    except IntegrityError as raced:
        raise already from raced
    await write_entry(actor, "duty.exempt", f"exemption:{made.id}", _said(unit, item, period, why))
    return made


@transacted
async def unexempt(
    actor: Actor, unit_code: str, item_code: str, *, period: str = EVERY, reason: str
) -> None:
    """End an exemption: the item is owed again.  Raises as ``exempt``; NotFound without one."""
    unit, item = await _access(actor, unit_code, item_code)
    why = _needed(reason)
    ended = await Exemption.filter(unit_id=unit.id, item_id=item.id, period=period).delete()
    if not ended:
        raise NotFound("exemption-unknown", "没有这项免予公开。")
    subject = f"item:{item.id}"
    await write_entry(actor, "duty.owed", subject, _said(unit, item, period, why))


@transacted
async def set_rules(actor: Actor, values: Mapping[str, str]) -> DisclosureRules:
    """Change the county's figures; fields that are not given stay.

    With the due day of a cadence go its items that were due on it, except those whose time limit
    names the day.  Raises Invalid, naming the field and its range, or Refused.
    """
    top = await root()
    check_may(actor, "catalogue.write", top.path if top else "/")
    await RuleSet.filter(name=NAME).select_for_update().first()  # one change after the other
    before = await rules()
    made = changed_rules(before, values)
    value, now = stored(made), clock.now()
    if not await RuleSet.filter(name=NAME).update(value=value, updated_at=now, by=actor.id):
        await RuleSet.create(name=NAME, value=value, updated_at=now, by=actor.id)
    kept = asdict(before)
    changes: dict[str, object] = {
        name: figure for name, figure in asdict(made).items() if figure != kept[name]
    }
    moved = [
        code
        for cadence in DUE_DAYS
        for code in await _follow(actor, cadence, before.due_day(cadence), made.due_day(cadence))
    ]
    if changes.keys() & set(DUE_DAYS.values()):
        changes["items"] = moved
    await write_entry(actor, "rules.disclosure", f"rules:{NAME}", changes)
    return made


async def _follow(actor: Actor, cadence: str, before: int, day: int) -> list[str]:
    """Codes of the items moved to the new day, each with an edition that says why."""
    if day == before:
        return []
    rows = await CatalogueItem.filter(cadence=cadence, due_day=before, retired_at=None).order_by(
        "code"
    )
    moved = [row for row in rows if not _names_day(row)]
    for item in moved:
        item.number, item.due_day = item.number + 1, day
        await item.save(update_fields=["number", "due_day"])
        with spoken_in(SOURCE):
            why = text(_MOVED[cadence], day=day)
        await snapshot(item, "changed", actor, why).save()
    return [item.code for item in moved]


def _names_day(item: CatalogueItem) -> bool:
    return any(
        isinstance(rule, Periodic) and rule.cadence == item.cadence and rule.by_day is not None
        for rule in limits_of(item.limit_rules)
    )


async def _access(actor: Actor, unit_code: str, item_code: str) -> tuple[Unit, CatalogueItem]:
    unit = await Unit.get_or_none(code=unit_code)
    if unit is None or not may(actor, "record.read", unit.path):
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=unit_code)
    check_may(actor, "catalogue.write", unit.path)
    item = await CatalogueItem.get_or_none(code=item_code)
    if item is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=item_code)
    return unit, item


def _check_period(item: CatalogueItem, period: str) -> None:
    if period == EVERY:
        return
    if not is_periodic(item.cadence) or parse(period).kind != CADENCES[item.cadence]:
        raise Invalid(
            "period-unfit",
            "“{item}”没有 {period} 这一期；不分期的事项请不填期次。",
            item=item.name,
            period=period,
            field="period",
        )


def _needed(reason: str) -> str:
    why = reason.strip()
    if not why:
        raise Invalid("reason-missing", "请写明原因。", field="reason")
    if len(why) > _REASON:
        raise Invalid("too-long", "最多 {most} 个字。", most=_REASON, field="reason")
    return why


def _said(unit: Unit, item: CatalogueItem, period: str, why: str) -> dict[str, object]:
    return {"unit": unit.code, "item": item.code, "period": period, "reason": why}
