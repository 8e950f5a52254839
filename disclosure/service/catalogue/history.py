"""What all changes of the catalogue share: who may, and what is kept of each."""

from collections.abc import Collection

from accounts.actor import Actor
from accounts.models import Unit
from accounts.permissions import check_may, may
from accounts.queries import root
from core import clock
from core.errors import Conflict, Invalid, NotFound
from disclosure.cataloguing.elements import NAMES, Elements, elements_of_columns
from disclosure.models import CatalogueEdition, CatalogueItem, ItemEdition, ItemUnit, Version
from disclosure.review import PUBLIC

REASON = 300
_SEEN = ("submitted", "approved", *PUBLIC)


async def check_owner(actor: Actor, unit: Unit | None) -> None:
    """Whoever keeps the catalogue there; a township's or village's own items also its officers.

    Raises Refused.
    """
    if unit is None:
        top = await root()
        check_may(actor, "catalogue.write", top.path if top else "/")
        return
    own = unit.tier in ("township", "village") and may(actor, "item.write", unit.path)
    if not own:
        check_may(actor, "catalogue.write", unit.path)


async def access_item(actor: Actor, code: str) -> CatalogueItem:
    """The item, locked, for one who may change it.

    Raises NotFound, Conflict for a retired one, Refused.
    """
    item = await CatalogueItem.select_for_update(of=("catalogue_item",)).get_or_none(code=code)
    if item is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=code)
    await item.fetch_related("unit")
    await check_owner(actor, item.unit)
    if item.retired_at is not None:
        raise Conflict("item-retired", "公开事项“{name}”已停用，不能再改。", name=item.name)
    return item


async def check_audience(item: CatalogueItem, wanted: str) -> None:
    """For whom an item is stays what it was once somebody has signed or published under it: an
    approval is not bound to it, so one person could open a list of persons to everybody, or have
    what is public purged as if it were one.  Raises Conflict."""
    if wanted == item.audience:
        return
    if await Version.filter(record__item_id=item.id, state__in=_SEEN).exists():
        raise Conflict(
            "audience-held",
            "公开事项“{name}”已有送审或公布的信息，不能更改公开范围；请停用后另设公开事项。",
            name=item.name,
            field="audience",
        )


def elements_of_item(item: CatalogueItem) -> Elements:
    return elements_of_columns({name: getattr(item, name) for name in NAMES})


def read_reason(reason: str) -> str:
    """Raises Invalid for none: every change of the catalogue says why (动态调整)."""
    said = reason.strip()
    if not said:
        raise Invalid("reason-missing", "请写明调整的原因。", field="reason")
    if len(said) > REASON:
        raise Invalid("reason-long", "原因不能超过 {most} 字。", most=REASON, field="reason")
    return said


def snapshot(
    item: CatalogueItem,
    action: str,
    by: Actor,
    reason: str = "",
    edition: CatalogueEdition | None = None,
) -> ItemEdition:
    """The item as it stands after the change, not yet stored."""
    return ItemEdition(
        item_id=item.id,
        number=item.number,
        edition_id=edition.id if edition else None,
        action=action,
        data=elements_of_item(item).as_text(),
        reason=reason,
        by=by.id,
        at=clock.now(),
    )


async def put_units(
    item: CatalogueItem, responsible: Collection[Unit], lead: Collection[Unit] = ()
) -> None:
    """Who owes it by name, instead of who did."""
    await ItemUnit.filter(item_id=item.id).delete()
    named = [(unit, "responsible") for unit in responsible] + [(unit, "lead") for unit in lead]
    await ItemUnit.bulk_create([ItemUnit(item=item, unit=unit, role=role) for unit, role in named])


async def units_named(codes: Collection[str], within: Unit | None) -> list[Unit]:
    """The units of these codes.  Raises NotFound for one that is not there or not below."""
    rows = await Unit.filter(code__in=list(codes)).order_by("path")
    path = within.path if within else "/"
    missing = set(codes) - {row.code for row in rows if row.path.startswith(path)}
    if missing:
        raise NotFound(
            "unit-unknown", "没有代码为 {code} 的单位。", code=sorted(missing)[0], field="units"
        )
    return rows
