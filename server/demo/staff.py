"""Who works in the county's offices, and what they may do."""

from dataclasses import dataclass

from accounts.actor import SYSTEM, Actor
from accounts.models import Person
from accounts.queries import actor_of
from accounts.service import create_person, create_unit, grant_role, update_unit
from disclosure.chains import Step
from server.demo.county import PLACES, ROOT, Place, of_tier, township_of
from server.demo.people import name

OFFICER, REVIEWER, OFFICE, OPERATOR = "shiqiao", "liuhe-review", "gongkaiban", "pingmu"
SUPERVISOR, HEAD = "shiqiao-finance", "shiqiao-head"
SECRECY, TOWN_HEAD = "liuhe-secrecy", "liuhe-head"
INSPECTOR, WATER = "jiancha", "zilaishui"
"""Logins that the demonstration hands out links for."""


@dataclass(frozen=True)
class Staff:
    """The people, ready to act.  ``holders``: by role and code of the unit they act for."""

    officers: dict[str, Actor]
    holders: dict[tuple[str, str], Actor]
    office: Actor
    operator: Actor
    inspector: Actor
    ids: dict[str, str]
    """Ids of persons by login."""

    def officer(self, place: Place) -> Actor:
        return self.officers[place.code]

    def taker(self, step: Step, place: Place) -> Actor:
        """Who takes that step for the place: its own people, or else its township's."""
        own = None if step.kind == "above" else self.holders.get((step.role, place.code))
        return own or self.holders[step.role, township_of(place).code]


async def settle() -> Staff:
    """Create the units and their people."""
    await _units()
    ids: dict[str, str] = {}
    officers: dict[str, Actor] = {}
    holders: dict[tuple[str, str], Actor] = {}
    for place in of_tier("department", "township", "village"):
        officers[place.code] = await _hire(ids, place.code, place.code, "officer", "officer")
        for role, suffix, key in _DUTIES[place.tier]:
            login = f"{place.code}-{suffix}"
            holders[role, place.code] = await _hire(ids, login, place.code, role, key)
    office = await _hire(ids, OFFICE, "zhengfuban", "office", "leader 2", over=ROOT)
    operator = await _hire(ids, OPERATOR, "zhengwu", "operator", "leader 3", over=ROOT)
    inspector = await _hire(ids, INSPECTOR, ROOT, "inspector", "inspector", over=ROOT)
    return Staff(officers, holders, office, operator, inspector, ids)


async def _units() -> None:
    """The tree, then who leads whom and the codes that stand in index numbers."""
    units = {
        place.code: await create_unit(
            SYSTEM,
            place.code,
            place.name,
            tier=place.tier,
            parent=place.parent,
            short_name=place.short,
            phone=place.phone,
            position=position,
            kind=place.kind,
        )
        for position, place in enumerate(PLACES)
    }
    for position, place in enumerate(PLACES):
        if place.tier in ("department", "township"):
            await update_unit(
                SYSTEM,
                units[place.code].id,
                name=place.name,
                short_name=place.short,
                phone=place.phone,
                lead=place.lead,
                index_code=f"{position:03}",
            )


_OFFICES = (
    ("secrecy", "secrecy", "secrecy"),
    ("reviewer", "review", "leader 1"),
    ("head", "head", "leader 0"),
)
_DUTIES = {
    "department": _OFFICES,
    "township": _OFFICES,
    "village": (("finance", "finance", "finance"), ("head", "head", "leader 0")),
}
"""By tier: role, end of the login, and whom it is; leaders are those of the unit's roster."""


async def _hire(
    ids: dict[str, str], login: str, unit: str, role: str, key: str, over: str = ""
) -> Actor:
    """A person of the unit, with a name made from ``key``."""
    named = name(f"{unit} {key}")
    person: Person = await create_person(SYSTEM, login, named, unit=unit)
    await grant_role(SYSTEM, person.id, role, over or unit)
    ids[login] = person.id
    return await actor_of(person.id)
