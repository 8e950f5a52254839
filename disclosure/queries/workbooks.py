"""What a township's workbook for a period is to hold."""

from collections.abc import Sequence

from accounts.actor import Actor
from accounts.models import Unit
from accounts.permissions import may
from accounts.queries import unit_by_code
from core.errors import Invalid, NotFound, TooLarge
from core.messages import text
from disclosure.kinds import fitting
from disclosure.models import CatalogueItem, Version
from disclosure.periods import Period, parse
from disclosure.review import OPEN
from disclosure.workbook import BookPlan, SheetPlan, Village, closing_of, titles
from disclosure.workbook.plan import ACCOUNTS, PLAIN
from media.content import Content, Table

MOST_VILLAGES = 60
"""Villages of one workbook: all of it is one transaction, which others wait for."""


async def book_plan(actor: Actor, unit_code: str, period_code: str) -> BookPlan:
    """The villages below the unit and the quarterly items that they owe.

    Raises NotFound where the actor does not write for the unit, Invalid for another kind of
    period or where there is nothing to file, TooLarge for more than MOST_VILLAGES.
    """
    period = parse(period_code)
    if period.kind != "quarter":
        raise Invalid("book-quarter", "填报表按季度填报，请选择季度。", field="period")
    unit = await unit_by_code(unit_code)
    if not may(actor, "record.write", unit.path):
        raise NotFound("unit-unknown", "没有代码为 {code} 的单位。", code=unit_code)
    villages = await Unit.filter(path__startswith=unit.path, tier="village").order_by(
        "position", "code"
    )
    items = await _items(unit)
    if not villages or not items:
        raise Invalid(
            "book-empty",
            "{unit}下没有村（社区），或没有按季度公开的事项。",
            unit=unit.short_name,
            field="unit",
        )
    if len(villages) > MOST_VILLAGES:
        raise TooLarge(
            "book-villages",
            "{unit}下有 {count} 个村，一份填报表最多 {most} 个；请按乡镇分别填报。",
            unit=unit.short_name,
            count=len(villages),
            most=MOST_VILLAGES,
            field="unit",
        )
    named = titles(period, [item.name for item in items])
    sheets = [
        await _sheet(item, title, villages, period)
        for item, title in zip(items, named, strict=True)
    ]
    told = tuple(Village(one.code, one.short_name, one.name) for one in villages)
    return BookPlan(unit.short_name, period, told, tuple(sheets))


async def open_versions(plan: BookPlan) -> set[tuple[str, str]]:
    """(village code, item code) of which a wording for this period is being worked on."""
    rows = await Version.filter(
        state__in=OPEN,
        record__period=str(plan.period),
        record__unit__code__in=[one.code for one in plan.villages],
        record__item__code__in=[one.item for one in plan.sheets],
    ).values_list("record__unit__code", "record__item__code")
    return {(str(unit), str(item)) for unit, item in rows}


async def published_already(plan: BookPlan) -> set[tuple[str, str]]:
    """(village code, item code) of which this period is public: filing makes a new version."""
    rows = await Version.filter(
        state="published",
        record__period=str(plan.period),
        record__unit__code__in=[one.code for one in plan.villages],
        record__item__code__in=[one.item for one in plan.sheets],
    ).values_list("record__unit__code", "record__item__code")
    return {(str(unit), str(item)) for unit, item in rows}


async def _items(unit: Unit) -> list[CatalogueItem]:
    rows = (
        await CatalogueItem.filter(tier="village", cadence="quarterly", retired_at=None)
        .select_related("unit")
        .order_by("position", "code")
    )
    return [
        item
        for item in rows
        if item.unit is None
        or unit.path.startswith(item.unit.path)
        or item.unit.path.startswith(unit.path)
    ]


async def _sheet(
    item: CatalogueItem, title: str, villages: Sequence[Unit], period: Period
) -> SheetPlan:
    before = await _published(item, villages, str(period.previous()))
    if _is_accounts(item):
        openings = {
            code: found
            for code, version in before.items()
            if (found := closing_of(version.kind, version.fields_json, version.content))
        }
        columns = tuple(text(head) for head in ACCOUNTS)
        return SheetPlan(item.code, item.name, title, "accounts", columns, openings)
    return SheetPlan(item.code, item.name, title, "table", _columns(list(before.values())))


async def _published(
    item: CatalogueItem, villages: Sequence[Unit], period: str
) -> dict[str, Version]:
    """By village code what is public about the item and period."""
    rows = await Version.filter(
        current_of__id__not_isnull=True,
        record__item_id=item.id,
        record__period=period,
        record__unit_id__in=[village.id for village in villages],
    ).select_related("record__unit")
    return {version.record.unit.code: version for version in rows}


def _is_accounts(item: CatalogueItem) -> bool:
    likely = fitting(item.cadence, item.name, item.record_kind)[0]
    named = item.record_kind == likely.code or any(word in item.name for word in likely.words)
    return likely.code == "accounts" and named


def _columns(versions: Sequence[Version]) -> tuple[str, ...]:
    """Those of the last period's table, whoever published it."""
    for version in versions:
        for block in Content.model_validate_json(version.content).blocks:
            if isinstance(block, Table) and not version.nil_return:
                return tuple(column.title for column in block.columns)
    return tuple(text(head) for head in PLAIN)
