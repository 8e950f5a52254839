"""Who works in the county's offices, and what they may do."""

from dataclasses import dataclass

from accounts.actor import SYSTEM, Actor
from accounts.models import Person
from accounts.queries import actor_of
from accounts.service import create_person, create_unit, grant_role
from server.demo.county import PLACES, ROOT, Place, of_tier, township_of
from server.demo.people import name

OFFICER, REVIEWER, OFFICE, OPERATOR = "shiqiao", "liuhe-review", "gongkaiban", "pingmu"
"""Logins that the demonstration hands out links for."""


@dataclass(frozen=True)
class Staff:
    """The people, ready to act.  Keys are codes of units."""

    officers: dict[str, Actor]
    reviewers: dict[str, Actor]
    office: Actor
    operator: Actor
    ids: dict[str, str]
    """Ids of persons by login."""

    def officer(self, place: Place) -> Actor:
        return self.officers[place.code]

    def reviewer(self, place: Place) -> Actor:
        return self.reviewers[township_of(place).code]


async def settle() -> Staff:
    """Create the units and their people."""
    for position, place in enumerate(PLACES):
        await create_unit(
            SYSTEM,
            place.code,
            place.name,
            tier=place.tier,
            parent=place.parent,
            short_name=place.short,
            phone=place.phone,
            position=position,
        )
    ids: dict[str, str] = {}
    officers, reviewers = {}, {}
    for place in of_tier("department", "township", "village"):
        officers[place.code] = await _hire(ids, place.code, place.code, "officer")
    for place in of_tier("department", "township"):
        login = f"{place.code}-review"
        reviewers[place.code] = await _hire(ids, login, place.code, "reviewer", 1)
    office = await _hire(ids, OFFICE, "zhengfuban", "office", 2, over=ROOT)
    operator = await _hire(ids, OPERATOR, "zhengwu", "operator", 3, over=ROOT)
    return Staff(officers, reviewers, office, operator, ids)


async def _hire(
    ids: dict[str, str], login: str, unit: str, role: str, post: int | None = None, over: str = ""
) -> Actor:
    """A person of the unit; ``post``: the same person who stands there in its roster."""
    key = f"{unit} officer" if post is None else f"{unit} leader {post}"
    person: Person = await create_person(SYSTEM, login, name(key), unit=unit)
    await grant_role(SYSTEM, person.id, role, over or unit)
    ids[login] = person.id
    return await actor_of(person.id)
