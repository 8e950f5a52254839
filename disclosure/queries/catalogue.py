"""Reads of the catalogue: what a unit owes, the list, an item's history, editions as they were."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from tortoise.expressions import Q

from accounts.models import Person, Unit
from core.errors import NotFound
from disclosure.cataloguing.elements import (
    NAMES,
    Elements,
    differences,
    elements_of_columns,
    elements_of_text,
)
from disclosure.cataloguing.merging import Known, Merge, merge
from disclosure.cataloguing.parsed import CatalogueRow
from disclosure.models import CatalogueEdition, CatalogueItem, ItemEdition, ItemUnit
from disclosure.queries.duties import rules
from disclosure.search import initials, terms
from disclosure.timelimits import Reading, read_time_limit


@dataclass(frozen=True)
class ItemStep:
    """One change of an item: what it made of it, and how that differs from before."""

    row: ItemEdition
    elements: Elements
    differs: list[tuple[str, object, object]]
    by: str
    """The person's name."""


@dataclass(frozen=True)
class ItemView:
    """An item with who owes it by name and its history, newest first."""

    item: CatalogueItem
    elements: Elements
    reading: Reading
    """Of its time limit's text, as the machine reads it now."""
    responsible: list[Unit]
    lead: list[Unit]
    history: list[ItemStep]


@dataclass(frozen=True)
class EditionItem:
    """An item as it stood in an edition."""

    code: str
    elements: Elements


@dataclass(frozen=True)
class EditionView:
    """An edition as it was, in the order of the catalogue."""

    edition: CatalogueEdition
    items: list[EditionItem]


@dataclass(frozen=True)
class Compared:
    """What changed from one edition to another."""

    added: list[EditionItem] = field(default_factory=list)
    gone: list[EditionItem] = field(default_factory=list)
    changed: list[tuple[EditionItem, list[tuple[str, object, object]]]] = field(
        default_factory=list
    )


async def items_of(unit: Unit) -> list[CatalogueItem]:
    """What the unit owes now, in the order of the catalogue.

    The items of its tier that hold in its subtree and for its kind, unless others are named; and
    those that name it.
    """
    owed = ItemUnit.filter(unit_id=unit.id, role="responsible")
    named = {str(row) for row in await owed.values_list("item_id", flat=True)}
    others = {
        str(row)
        for row in await ItemUnit.filter(role="responsible").values_list("item_id", flat=True)
    }
    rows = (
        await CatalogueItem.filter(Q(retired_at=None) & (Q(tier=unit.tier) | Q(id__in=named)))
        .select_related("unit")
        .order_by("position", "code")
    )
    return [row for row in rows if row.id in named or (row.id not in others and _fits(row, unit))]


def _fits(item: CatalogueItem, unit: Unit) -> bool:
    path = item.unit.path if item.unit else "/"
    return unit.path.startswith(path) and item.unit_kind in ("", unit.kind)


async def catalogue_list(
    *, tier: str = "", text: str = "", standing: str = "", unit_id: str | None = None
) -> list[CatalogueItem]:
    """Items by tier and position.  ``text``: each word in code, name, group or their initials;
    ``standing``: empty for what holds, ``review`` for time limits to be looked at, ``retired``.
    """
    rows = CatalogueItem.filter(retired_at__isnull=standing != "retired")
    if tier:
        rows = rows.filter(tier=tier)
    if standing == "review":
        rows = rows.filter(limit_review=True)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    found = await rows.select_related("unit").order_by("tier", "position", "code")
    words = terms(text)
    return [row for row in found if all(word in _searched(row) for word in words)]


def _searched(row: CatalogueItem) -> str:
    texts = (row.code, row.domain, row.group, row.name, row.elements, row.responsible)
    return "\n".join((*texts, initials(row.group), initials(row.name))).lower()


async def item_view(code: str) -> ItemView:
    """Raises NotFound."""
    item = await CatalogueItem.get_or_none(code=code).select_related(
        "unit", "merged_into", "edition"
    )
    if item is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=code)
    owed = await ItemUnit.filter(item_id=item.id).select_related("unit").order_by("unit__path")
    return ItemView(
        item,
        _elements(item),
        read_time_limit(item.time_limit),
        [one.unit for one in owed if one.role == "responsible"],
        [one.unit for one in owed if one.role == "lead"],
        await _history(item),
    )


async def _history(item: CatalogueItem) -> list[ItemStep]:
    rows = await ItemEdition.filter(item_id=item.id).select_related("edition").order_by("number")
    people = await Person.filter(id__in=[row.by for row in rows])
    names = {person.id: person.name for person in people}
    steps: list[ItemStep] = []
    before: Elements | None = None
    for row in rows:
        now = elements_of_text(row.data)
        differs = differences(before, now) if before else []
        steps.append(ItemStep(row, now, differs, names.get(row.by, "")))
        before = now
    return steps[::-1]


async def editions(unit_id: str | None = None) -> list[CatalogueEdition]:
    """Newest first; of one unit's catalogue, or all."""
    rows = CatalogueEdition.filter(unit_id=unit_id) if unit_id else CatalogueEdition.all()
    return await rows.select_related("unit").order_by("-adopted_at", "-code")


async def edition_view(code: str) -> EditionView:
    """The edition as it was adopted, whatever has changed since.  Raises NotFound."""
    edition = await CatalogueEdition.get_or_none(code=code).select_related("unit")
    if edition is None:
        raise NotFound("edition-unknown", "没有这个目录版本。")
    return EditionView(edition, await _stood(edition))


async def _stood(edition: CatalogueEdition) -> list[EditionItem]:
    """Its items as they stood when it was adopted."""
    codes = frozenset(json.loads(edition.codes))
    rows = (
        await ItemEdition.filter(at__lte=edition.adopted_at)
        .select_related("item", "edition")
        .order_by("number")
    )
    last: dict[str, ItemEdition] = {}
    for row in rows:
        own = row.edition is not None and row.edition.id == edition.id
        if row.item.code in codes and (own or row.at < edition.adopted_at):
            last[row.item.code] = row
    found = [EditionItem(code, elements_of_text(row.data)) for code, row in last.items()]
    return sorted(found, key=lambda one: (one.elements.tier, one.elements.position, one.code))


async def changes_between(before: str, after: str) -> Compared:
    """From one edition to another, by their codes.  Raises NotFound."""
    old = {one.code: one for one in (await edition_view(before)).items}
    new = {one.code: one for one in (await edition_view(after)).items}
    changed = [
        (one, differs)
        for code, one in new.items()
        if code in old and (differs := differences(old[code].elements, one.elements))
    ]
    return Compared(
        [one for code, one in new.items() if code not in old],
        [one for code, one in old.items() if code not in new],
        changed,
    )


async def merge_for(unit: Unit, rows: Sequence[CatalogueRow]) -> Merge:
    """What storing these rows as the unit's edition would do now."""
    owner = None if unit.tier == "county" else unit.id
    standing = await CatalogueItem.filter(unit_id=owner, retired_at=None).select_related("edition")
    known = [Known(row.id, row.code, _elements(row), row.edition is not None) for row in standing]
    suffix = f"-{unit.code}" if owner else ""
    return merge(rows, known, unit.tier, suffix, await rules())


def _elements(row: CatalogueItem) -> Elements:
    return elements_of_columns({name: getattr(row, name) for name in NAMES})
