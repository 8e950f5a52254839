"""A whole catalogue at once: an imported file or a template becomes an edition."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Unit
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.transaction import transacted
from disclosure.cataloguing import ParsedCatalogue
from disclosure.cataloguing.assigning import Place, unit_assignment
from disclosure.cataloguing.elements import check_elements
from disclosure.cataloguing.merging import Change, Merge
from disclosure.cataloguing.templates import read_template, template_of
from disclosure.models import CatalogueEdition, CatalogueItem, ItemEdition, ItemUnit
from disclosure.queries.catalogue import merge_for
from disclosure.search import initials
from disclosure.service.catalogue.history import check_audience, check_owner, snapshot

_LETTERS = {"county": "c", "department": "d", "township": "t", "village": "v"}
_AT_ONCE = 200


@dataclass(frozen=True)
class Stored:
    """What storing an edition did.  ``missing``: codes of items that it lacks and that a person
    may retire; ``unassigned``: responsible bodies for which no unit was found."""

    code: str
    added: int
    changed: int
    unchanged: int
    missing: tuple[str, ...] = ()
    unassigned: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "missing": list(self.missing),
            "unassigned": list(self.unassigned),
        }


@transacted
async def import_catalogue(
    actor: Actor,
    unit_code: str,
    parsed: ParsedCatalogue,
    *,
    title: str = "",
    source: str = "",
    source_hash: str = "",
    note: str = "",
) -> Stored:
    """A new edition of the unit's catalogue: new items are owed from now on, known ones changed,
    none retired.  The whole county's when the unit is the county.

    Raises NotFound for the unit, Invalid when no row landed or one cannot be stored, Refused.
    """
    unit = await unit_by_code(unit_code)
    owner = None if unit.tier == "county" else unit
    await check_owner(actor, owner)
    if not parsed.landed:
        raise Invalid("catalogue-none", "{name} 没有可以导入的公开事项。", name=parsed.file)
    found = await merge_for(unit, parsed.landed)
    edition = await CatalogueEdition.create(
        code=f"{clock.now():%Y%m%d}-{new_id()[-6:].lower()}",
        title=(title or parsed.title or parsed.file)[:200],
        unit=unit,
        source=(source or parsed.file)[:200],
        source_hash=source_hash,
        note=note,
        adopted_at=clock.now(),
    )
    work = _Edition(actor, unit, owner, edition)
    unassigned = await work.store(found)
    edition.codes = json.dumps(work.codes(found))
    await edition.save(update_fields=["codes"])
    data: dict[str, object] = {
        "edition": edition.code,
        "title": edition.title,
        "unit": unit.code,
        "added": [one.code for one in work.added],
        "changed": [one.code for one in work.changed],
        "count": len(work.added) + len(work.changed),
    }
    await write_entry(actor, "catalogue.import", f"edition:{edition.id}", data)
    return Stored(
        edition.code,
        len(found.added),
        len(found.changed),
        len(found.unchanged),
        tuple(one.code for one in found.missing),
        unassigned,
    )


async def apply_template(actor: Actor, template: str, unit_code: str) -> Stored:
    """A shipped catalogue as the unit's edition: applied to a county, all its units of the tier
    owe it at once.

    Raises NotFound, Conflict for a template that is kept only to be read, Invalid, Refused.
    """
    chosen = template_of(template)
    if chosen.retired:
        raise Conflict("template-retired", "2017年的目录仅供查阅，不能套用；请选用现行模板。")
    title = f"{chosen.title}（{chosen.edition}）"
    parsed = read_template(template)
    return await import_catalogue(
        actor, unit_code, parsed, title=title, source=f"template:{template}", note=chosen.note
    )


class _Edition:
    """One edition being stored."""

    def __init__(
        self, actor: Actor, unit: Unit, owner: Unit | None, edition: CatalogueEdition
    ) -> None:
        self.actor, self.unit, self.owner, self.edition = actor, unit, owner, edition
        self.added: list[CatalogueItem] = []
        self.changed: list[CatalogueItem] = []

    async def store(self, found: Merge) -> tuple[str, ...]:
        """All of it; returns the responsible bodies that no unit was found for."""
        for change in (*found.added, *found.changed):
            _check(change)
        await self._change(found.changed)
        await self._touch(found.unchanged)
        await self._add(found.added)
        await ItemEdition.bulk_create(
            [
                *(snapshot(one, "added", self.actor, "", self.edition) for one in self.added),
                *(snapshot(one, "changed", self.actor, "", self.edition) for one in self.changed),
            ],
            batch_size=_AT_ONCE,
        )
        return await self._assign()

    def codes(self, found: Merge) -> list[str]:
        """Of all items of the edition, in no particular order."""
        stood = [one.known.code for one in (*found.changed, *found.unchanged) if one.known]
        return stood + [item.code for item in self.added]

    async def _add(self, changes: Sequence[Change]) -> None:
        taken = {str(one) for one in await CatalogueItem.all().values_list("code", flat=True)}
        now = clock.now()
        for change in changes:
            code = self._code(change, taken)
            taken.add(code)
            self.added.append(
                CatalogueItem(
                    code=code,
                    unit=self.owner,
                    edition=self.edition,
                    applied_at=now,
                    **change.elements.as_columns(),
                )
            )
        await CatalogueItem.bulk_create(self.added, batch_size=_AT_ONCE)

    async def _change(self, changes: Sequence[Change]) -> None:
        for change in changes:
            item = await CatalogueItem.get(id=change.known.id if change.known else "")
            await check_audience(item, change.elements.audience)
            item.update_from_dict(change.elements.as_columns())
            item.number += 1
            item.edition = self.edition
            await item.save()
            self.changed.append(item)

    async def _touch(self, changes: Sequence[Change]) -> None:
        """They are of this edition too, and nothing about them has changed."""
        ids = [change.known.id for change in changes if change.known]
        for at in range(0, len(ids), _AT_ONCE):
            await CatalogueItem.filter(id__in=ids[at : at + _AT_ONCE]).update(
                edition_id=self.edition.id
            )

    async def _assign(self) -> tuple[str, ...]:
        """Who owes the new items by name; the whole tier where only its kind is named."""
        places = [
            Place(one.id, one.name, one.short_name, one.tier, one.path)
            for one in await Unit.filter(path__startswith=self.unit.path).order_by("path")
        ]
        rows: list[ItemUnit] = []
        unassigned: dict[str, None] = {}
        for item in self.added:
            found = unit_assignment(item.responsible, item.tier, places)
            if found.unknown and item.tier in ("county", "department"):
                unassigned[item.responsible] = None
                rows.append(ItemUnit(item_id=item.id, unit_id=self.unit.id, role="responsible"))
            for role, ids in (("responsible", found.responsible), ("lead", found.lead)):
                rows += [ItemUnit(item_id=item.id, unit_id=one, role=role) for one in ids]
        await ItemUnit.bulk_create(rows, batch_size=_AT_ONCE)
        return tuple(unassigned)

    def _code(self, change: Change, taken: set[str]) -> str:
        """As the edition asks for it, else made of the names' initials; free either way."""
        wanted = change.elements
        made = f"{_LETTERS[wanted.tier]}-{initials(wanted.group)[:8]}-{initials(wanted.name)[:16]}"
        stem = change.code or made
        if self.owner is not None:
            stem = f"{stem[:24]}-{self.owner.code}"
        stem = stem[:40].strip("-")
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem[: 39 - len(str(number))]}-{number}"
        return code


def _check(change: Change) -> None:
    """Raises Invalid naming the row."""
    try:
        check_elements(change.elements)
    except Invalid as problem:
        raise Invalid(
            "catalogue-row-bad", "第 {row} 行：{said}", row=change.row, said=str(problem)
        ) from problem
