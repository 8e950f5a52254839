"""Whom a screen has before it, and what may therefore play there: the one rule for every way onto
a screen, by query, by hand, at whatever level.

* For everybody: anywhere.
* For a named group (特定群体): inside the group's area alone, on screens of its villages and halls;
  never outdoors, never in a lobby of the county.
* For the office (内部): on screens that only staff see.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages import marked, text
from disclosure.audiences import GROUP, PUBLIC, STAFF
from disclosure.candidates import Candidate
from schedules.timeline import Place

RULE = "audience"
PLACES = {
    "village": marked("村级场所"),
    "hall": marked("办事大厅"),
    "outdoor": marked("室外"),
    "staff": marked("内部办公区"),
}
"""Place classes (场所) of screens."""
_INDOORS = ("village", "hall")


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why a version may not be seen at a place: a message key with its data."""

    key: str
    data: Mapping[str, object]

    def __str__(self) -> str:
        return text(self.key, **self.data)


def unseen(candidate: Candidate, place: Place) -> Unseen | None:
    """Why ``candidate`` may not be seen by those who stand at ``place``; None if it may."""
    if candidate.audience == PUBLIC or admitted(candidate.audience, candidate.area, place):
        return None
    if candidate.audience != GROUP:
        return Unseen(marked("受众限于内部人员，本屏设在{here}"), {"here": where(place)})
    return Unseen(
        marked("受众限于{area}范围内的{group}，本屏设在{here}"),
        {
            "group": candidate.group or text("特定群体"),
            "area": candidate.area_name or candidate.unit_name,
            "here": where(place),
        },
    )


def admitted(audience: str, area: str, place: Place) -> bool:
    """Whether a version for ``audience`` in ``area`` may be seen at ``place``."""
    if audience == PUBLIC:
        return True
    if audience == STAFF:
        return place.place_class == "staff"
    return (
        audience == GROUP
        and area != ""
        and place.unit_path.startswith(area)
        and place.place_class in _INDOORS
        and place.tier != "county"
    )


def where(place: Place) -> str:
    """Where a screen stands, in words: 柳河镇办事大厅."""
    name = text(PLACES.get(place.place_class, place.place_class))
    return text("{unit}{place}", unit=place.unit_name, place=name)
