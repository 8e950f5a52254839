"""What one look at the rows found, arranged for planning: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from disclosure.candidates import Candidate
from media.sheet import page_key_of, sheet_hash, sheet_json
from schedules.compilation import DRAWN, Library, PageRow, Part, parts
from schedules.programme import ProgrammeRule
from schedules.timeline import Place
from signage.fallback import fallback_sheet
from signage.planning import Group, Stand, groups
from signage.touch import TouchItem, TouchUnit, belongs, offered


@dataclass
class Rows:
    """What one look at the rows found."""

    parts: dict[Place, tuple[Part, ...]]
    """What the timeline of each group's place is made of."""
    by_unit: dict[str, list[Candidate]]
    units: dict[str, TouchUnit]
    items: list[TouchItem]
    groups: list[Group]
    fallbacks: dict[Place, tuple[str, str]]
    """The fallback page of each group's place: the sheet as text, and its key."""
    wanted: set[str]
    """The keys of all page sets that any screen may need."""


def arranged(
    stands: list[Stand],
    rules: list[ProgrammeRule],
    found: list[Candidate],
    units: dict[str, TouchUnit],
    items: list[TouchItem],
) -> Rows:
    library, members = Library(rules, found), groups(stands, rules)
    fallbacks = _fallbacks(members, units)
    wanted = {key for _, key in fallbacks.values()}
    made_of = {group.place: parts(library, group.place) for group in members}
    for some in made_of.values():
        wanted.update(key for part in some for key in part.keys if key)
    by_unit: dict[str, list[Candidate]] = {}
    for candidate in found:
        by_unit.setdefault(candidate.unit, []).append(candidate)
    return Rows(made_of, by_unit, units, items, members, fallbacks, wanted)


def reading(rows: Rows, place: Place) -> list[Candidate]:
    """What the kiosks at ``place`` offer to read."""
    near = [unit.code for unit in rows.units.values() if belongs(unit, place.unit_path)]
    found = (one for code in near for one in rows.by_unit.get(code, ()))
    return offered(found, rows.units, place)


def _fallbacks(
    members: Iterable[Group], units: Mapping[str, TouchUnit]
) -> dict[Place, tuple[str, str]]:
    by_path = {unit.path: unit for unit in units.values()}
    found = {}
    for group in members:
        line = [by_path[path] for path in _line(group.place.unit_path) if path in by_path]
        sheet = fallback_sheet(
            kind=group.place.kind,
            path=tuple(unit.name for unit in line),
            hall=group.stands[0].hall,
            hours=group.stands[0].hours,
            phone=line[-1].phone if line else "",
        )
        text = sheet_json(sheet)
        found[group.place] = text, page_key_of(sheet_hash(text), group.place.profile)
    return found


def _line(path: str) -> list[str]:
    """``/a/b/`` → ``/a/``, ``/a/b/``."""
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[: depth + 1])}/" for depth in range(len(codes))]


def drawn(
    keys: Iterable[str], pages: Mapping[str, PageRow]
) -> tuple[dict[str, PageRow], list[str]]:
    """The page sets that cannot change any more, and the keys of those that must be read."""
    known = {key: pages[key] for key in keys if key in pages and pages[key][0] == DRAWN}
    return known, [key for key in keys if key not in known]
