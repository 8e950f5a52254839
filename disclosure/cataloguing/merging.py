"""A new edition against what stands: which items are new, changed, the same, or missing in it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from disclosure.cataloguing.elements import RULES, Elements, differences, elements_of_row
from disclosure.cataloguing.parsed import CatalogueRow
from disclosure.cataloguing.wording import key
from disclosure.rules import DisclosureRules

_COUNTY = re.compile(r"^(?:各|本)?(?:县|区|市|旗)(?:级)?(?:人民)?政府(?:办公室|办)?$")
_TOWN = re.compile(r"镇|乡(?!村)|街道")
_VILLAGE = re.compile(r"村|社区|居委|居民委员会")
KEPT = ("chain", "record_kind", "unit_kind", "position", "levels", "due_day")
"""What a county set by itself stays, where the new edition does not speak of it."""


@dataclass(frozen=True)
class Known:
    """An item that stands.  ``imported``: an edition has spoken of it."""

    id: str
    code: str
    elements: Elements
    imported: bool


@dataclass(frozen=True)
class Change:
    """An item of the new edition.  ``known`` None: it is new."""

    row: int
    code: str
    """As the edition asks for it; empty: to be made up."""
    elements: Elements
    known: Known | None = None
    differs: tuple[tuple[str, object, object], ...] = ()


@dataclass(frozen=True)
class Merge:
    """What storing the edition would do.  ``missing``: stand, and the edition lacks them."""

    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[Change, ...]
    missing: tuple[Known, ...]

    @property
    def all(self) -> tuple[Change, ...]:
        """In the order of the file."""
        return tuple(sorted((*self.added, *self.changed, *self.unchanged), key=lambda c: c.row))


def tiers_of(row: CatalogueRow, own: str) -> tuple[str, ...]:
    """Whose item the row is: one for each level that is marked.

    县级 is the departments', unless the county's government itself is named.  Without marks the
    responsible body tells, else the tier of the unit whose catalogue it is (``own``).
    """
    found: list[str] = [one for one in ("county", "township", "village") if one in row.levels]
    if not found:
        plain = key(row.units_text)
        if _TOWN.search(plain):
            found = ["township"]
        elif _VILLAGE.search(plain):
            found = ["village"]
        else:
            found = ["county" if own in ("county", "department") else own]
    return tuple(_county_tier(row) if tier == "county" else tier for tier in found)


def merge(
    rows: Sequence[CatalogueRow],
    known: Iterable[Known],
    own: str,
    suffix: str = "",
    rules: DisclosureRules = RULES,
) -> Merge:
    """Match by code where the edition gives one, else by tier, domain and names; the second row
    of the same name matches the second such item.  ``suffix``: what the unit's own codes end
    with; ``rules``: the county's."""
    standing = sorted(known, key=lambda one: (one.elements.position, one.code))
    by_code = {one.code: one for one in standing}
    by_key: dict[tuple[str, str, str, str], list[Known]] = defaultdict(list)
    for one in standing:
        by_key[one.elements.key].append(one)
    taken: set[str] = set()
    changes = []
    wide = [(row, tier) for row in rows for tier in tiers_of(row, own)]
    for position, (row, tier) in enumerate(wide):
        wanted = elements_of_row(row, tier, position, rules)
        code = dict(row.extra).get("事项代码", "")
        found = by_code.get(code + suffix) if code else None
        found = None if found and found.id in taken else found
        found = found or next((k for k in by_key[wanted.key] if k.id not in taken), None)
        if found is not None:
            taken.add(found.id)
        changes.append(_change(row, code, wanted, found))
    domains = {change.elements.domain for change in changes}
    tiers = {change.elements.tier for change in changes}
    missing = [
        one
        for one in standing
        if one.imported and one.id not in taken
        if one.elements.domain in domains and one.elements.tier in tiers
    ]
    return Merge(
        added=tuple(change for change in changes if change.known is None),
        changed=tuple(change for change in changes if change.known and change.differs),
        unchanged=tuple(change for change in changes if change.known and not change.differs),
        missing=tuple(missing),
    )


def _change(row: CatalogueRow, code: str, wanted: Elements, found: Known | None) -> Change:
    if found is None:
        return Change(row.row, code, wanted)
    extra = dict(row.extra)
    stays = {name: getattr(found.elements, name) for name in KEPT}
    if extra.get("审核类别"):
        del stays["chain"]
    if wanted.levels:
        del stays["levels"]
    if not extra.get("公开频次") and wanted.time_limit == found.elements.time_limit:
        stays["cadence"] = found.elements.cadence
        stays["limit_rules"] = found.elements.limit_rules or wanted.limit_rules
        stays["limit_review"] = found.elements.limit_review
    if wanted.time_limit != found.elements.time_limit:
        del stays["due_day"]
    wanted = replace(wanted, **stays)
    return Change(row.row, code, wanted, found, tuple(differences(found.elements, wanted)))


def _county_tier(row: CatalogueRow) -> str:
    return "county" if _COUNTY.match(key(row.units_text)) else "department"
