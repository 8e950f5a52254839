"""公开主体 in words to units of the tree: named ones, or all of a kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.cataloguing.wording import key

_PARTS = re.compile(r"[、,;\n/]|和|及(?!其)|与")
_EVERY = re.compile(r"^(?:各|县直|区直|市直|全县|全区|全市|所有|本级各)")
_LEAD = re.compile(r"\(?(?:牵头)\)?")
_SHORTEST = 3


@dataclass(frozen=True)
class Place:
    """A unit, as far as names go."""

    id: str
    name: str
    short_name: str
    tier: str
    path: str


@dataclass(frozen=True)
class Assignment:
    """Ids of units.  ``unknown``: bodies are named, and none of them is a unit here."""

    responsible: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    unknown: bool = False


def unit_assignment(text: str, tier: str, places: Sequence[Place]) -> Assignment:
    """Who of ``places`` a cell names.

    ``各部门`` and, for townships and villages, their kind alone (``镇人民政府``) name all of the
    tier: then nobody is named and nothing is unknown.
    """
    plain = key(text)
    if not plain or _EVERY.match(plain):
        return Assignment()
    fitting = [one for one in places if _fits(one.tier, tier)]
    responsible: dict[str, None] = {}
    lead: dict[str, None] = {}
    unknown = False
    for part in filter(None, _PARTS.split(plain)):
        name = re.sub(r"\(.*?\)", "", _LEAD.sub("", part))
        found = _named(name, fitting)
        if found is None:
            unknown = unknown or bool(name)
        else:
            responsible[found] = None
            if "牵头" in part:
                lead[found] = None
    return Assignment(tuple(responsible), tuple(lead), unknown and not responsible)


def _named(name: str, places: Sequence[Place]) -> str | None:
    """By its full or short name, or by the end of its full name where only one ends so."""
    exact = [one.id for one in places if name in (key(one.name), key(one.short_name))]
    if exact:
        return exact[0]
    bare = re.sub(r"^[县区市本]", "", name)
    if len(bare) < _SHORTEST or re.fullmatch(r"(?:镇|乡|街道|村|乡镇|村民|居民).{0,6}", name):
        return None
    ends = [one.id for one in places if key(one.name).endswith((name, bare))]
    return ends[0] if len(ends) == 1 else None


def _fits(unit_tier: str, item_tier: str) -> bool:
    if item_tier in ("county", "department"):
        return unit_tier in ("county", "department")
    return unit_tier == item_tier
