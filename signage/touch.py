"""The search and browse index of a touchscreen, and which records belong into it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.canonical import canonical
from disclosure.candidates import Candidate
from schedules.audiences import admitted
from schedules.timeline import Place
from signage.pointer import milliseconds

FORMAT = "hallboard-touch/1"


@dataclass(frozen=True, slots=True)
class TouchUnit:
    """A unit as a kiosk browses it; ``parent`` is a code or None."""

    code: str
    name: str
    tier: str
    parent: str | None
    path: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class TouchItem:
    """A catalogue item as a kiosk browses it."""

    code: str
    name: str
    group: str
    tier: str


@dataclass(frozen=True, slots=True)
class TouchFile:
    """The stored files of one version: its text as HTML, and its code as SVG."""

    fragment: str
    bytes: int
    qr: str | None
    period: str
    """As it stands on the sheet."""
    link: str | None


def belongs(unit: TouchUnit, hall_path: str) -> bool:
    """Whether a hall's kiosk offers the unit: those below the hall's unit, those above it, and
    the departments of those above."""
    if unit.path.startswith(hall_path) or hall_path.startswith(unit.path):
        return True
    above = unit.path[: unit.path.rstrip("/").rfind("/") + 1]
    return unit.tier == "department" and hall_path.startswith(above)


def offered(
    candidates: Iterable[Candidate], units: Mapping[str, TouchUnit], place: Place
) -> list[Candidate]:
    """What a kiosk at ``place`` offers to read and to find, in a fixed order."""
    found = [
        one
        for one in candidates
        if admitted(one.audience, one.area, place)
        and "kiosk" in one.carriers
        and one.template != "strip"
        and not one.window.empty
        and belongs(units[one.unit], place.unit_path)
    ]
    return sorted(found, key=lambda one: (one.unit_path, one.item, one.period or "", one.version))


def index_bytes(
    candidates: Collection[Candidate],
    files: Mapping[str, TouchFile],
    units: Mapping[str, TouchUnit],
    items: Iterable[TouchItem],
    initials: Mapping[str, str],
) -> bytes:
    """The index file: canonical JSON.  ``files`` and ``initials`` (pinyin) by version; a version
    without files is left out."""
    shown = [one for one in candidates if one.version in files]
    used = {one.item for one in shown}
    return canonical(
        {
            "format": FORMAT,
            "units": [_unit(unit) for unit in _with_parents(shown, units)],
            "items": [_catalogue_item(item) for item in items if item.code in used],
            "records": [_record(one, files[one.version], initials) for one in shown],
        }
    )


def _with_parents(shown: Iterable[Candidate], units: Mapping[str, TouchUnit]) -> list[TouchUnit]:
    """The units that have something to read and all above them, by path."""
    found: set[TouchUnit] = set()
    for code in {one.unit for one in shown}:
        unit: TouchUnit | None = units[code]
        while unit is not None and unit not in found:
            found.add(unit)
            unit = units.get(unit.parent) if unit.parent else None
    return sorted(found, key=lambda unit: unit.path)


def _unit(unit: TouchUnit) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.name, "tier": unit.tier, "parent": unit.parent}


def _catalogue_item(item: TouchItem) -> dict[str, Any]:
    return {"code": item.code, "name": item.name, "group": item.group, "tier": item.tier}


def _record(one: Candidate, file: TouchFile, initials: Mapping[str, str]) -> dict[str, Any]:
    window = one.window
    return {
        "version": one.version,
        "record": one.record,
        "unit": one.unit,
        "item": one.item or None,
        "title": one.title,
        "period": file.period or one.period,
        "published": milliseconds(one.published_at),
        "not_before": None if window.start is None else milliseconds(window.start),
        "not_after": None if window.end is None else milliseconds(window.end),
        "initials": initials.get(one.version, ""),
        "template": one.template,
        "fragment": file.fragment,
        "bytes": file.bytes,
        "link": file.link,
        "qr": file.qr,
    }
