"""Whom reminders reach: the nearest people who answer for a unit, and those of its lead unit."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Grant, Unit

_LEADING = ("office", "head", "reviewer")


@dataclass(frozen=True)
class Recipients:
    """Active people by role and the path of the unit over which they hold it."""

    units: Mapping[str, Unit]
    """By code."""
    by_id: Mapping[str, Unit]
    held: Mapping[tuple[str, str], tuple[str, ...]]

    def nearest(self, unit: Unit, role: str) -> tuple[str, ...]:
        """Ids of those who hold the role over the unit, the nearest ones only: a village without an
        officer of its own has the township's."""
        path = unit.path
        while path != "/":
            if people := self.held.get((role, path)):
                return people
            path = path.rstrip("/").rpartition("/")[0] + "/"
        return ()

    def of_unit(self, unit: Unit) -> tuple[str, ...]:
        """The officers and the head."""
        people = self.nearest(unit, "officer") + self.nearest(unit, "head")
        return tuple(dict.fromkeys(people))

    def of_lead(self, unit: Unit) -> tuple[str, ...]:
        """Those who answer for the lead unit: the one that is named, else the unit above."""
        lead_id: str | None = unit.lead_id  # type: ignore[attr-defined]  # set by Tortoise
        parent_id: str | None = unit.parent_id  # type: ignore[attr-defined]  # set by Tortoise
        lead = self.by_id.get(lead_id or parent_id or "")
        if lead is None:
            return ()
        for role in _LEADING:
            if people := self.held.get((role, lead.path)):
                return people
        return self.nearest(lead, "office")


async def recipients() -> Recipients:
    """As the grants stand."""
    units = await Unit.all()
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = await Grant.filter(person__active=True).values_list("role", "unit__path", "person_id")
    for role, path, person in sorted(rows):
        held[(str(role), str(path))].append(str(person))
    return Recipients(
        {unit.code: unit for unit in units},
        {unit.id: unit for unit in units},
        {key: tuple(people) for key, people in held.items()},
    )
