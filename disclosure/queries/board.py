"""Reads for the board of what is due: the units it lists, and what is under way."""

from accounts.models import Unit
from disclosure.models import Version
from disclosure.review import OPEN


async def tree_below(top: Unit) -> list[Unit]:
    """The unit and all below it, each after its parent, brothers by position and code."""
    units = await Unit.filter(path__startswith=top.path)
    placed = {unit.code: (unit.position, unit.code) for unit in units}

    def rank(unit: Unit) -> list[tuple[int, str]]:
        return [placed.get(code, (0, code)) for code in unit.path.strip("/").split("/")]

    return sorted(units, key=rank)


async def under_way(unit_path: str) -> dict[str, str]:
    """By record id, the state of its open version: draft, submitted or approved."""
    rows = await Version.filter(
        record__unit__path__startswith=unit_path, newest=True, state__in=OPEN
    ).values_list("record_id", "state")
    return {str(record): str(state) for record, state in rows}
