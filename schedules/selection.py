"""What a programme selects: by query, or records by hand in order."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from disclosure.candidates import Candidate
from media.sheet import Template


class Selection(BaseModel):
    """Stored as JSON in Programme.selection.  An empty field does not narrow.

    With ``records`` the selection is by hand: exactly these records, in this order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: tuple[str, ...] = ()
    """Record ids."""
    units: tuple[str, ...] = ()
    """Unit codes."""
    here: bool = False
    """The unit in whose hall the screen stands, whichever that is."""
    subtree: bool = True
    """Whether the units below belong too."""
    items: tuple[str, ...] = ()
    """Codes of catalogue items."""
    carriers: tuple[Literal["website", "kiosk", "screen", "strip", "paper"], ...] = ()
    """Meant for at least one of these."""
    audience: Literal["", "public", "group", "staff"] = ""
    templates: tuple[Template, ...] = ()


def selects(selection: Selection, candidate: Candidate, here: str) -> bool:
    """Whether ``candidate`` is selected for a screen in a hall of the unit with path ``here``."""
    if selection.records:
        return candidate.record in selection.records
    return (
        _of_units(selection, candidate)
        and _is_here(selection, candidate, here)
        and (not selection.items or candidate.item in selection.items)
        and (not selection.carriers or not candidate.carriers.isdisjoint(selection.carriers))
        and selection.audience in ("", candidate.audience)
        and (not selection.templates or candidate.template in selection.templates)
    )


def chosen(selection: Selection, candidates: Iterable[Candidate], here: str) -> list[Candidate]:
    """The selected candidates in the order of play: by hand as listed, else by unit and item,
    the newest first.  The order of ``candidates`` does not matter."""
    found = [candidate for candidate in candidates if selects(selection, candidate, here)]
    found.sort(key=lambda one: one.version)
    found.sort(key=lambda one: (one.period or "", one.published_at), reverse=True)
    if selection.records:
        places = {record: place for place, record in enumerate(reversed(selection.records))}
        found.sort(key=lambda one: places[one.record], reverse=True)
    else:
        found.sort(key=lambda one: (one.unit_path, one.item))
    return found


def _of_units(selection: Selection, candidate: Candidate) -> bool:
    if not selection.units:
        return True
    if selection.subtree:
        return any(f"/{code}/" in candidate.unit_path for code in selection.units)
    return candidate.unit in selection.units


def _is_here(selection: Selection, candidate: Candidate, here: str) -> bool:
    if not selection.here:
        return True
    return (
        candidate.unit_path.startswith(here) if selection.subtree else candidate.unit_path == here
    )
