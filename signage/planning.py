"""Which screens share a plan, and the making of one plan: no database, no clock."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from media.profiles import profile
from media.sheet import Sheet
from media.store import Store
from schedules.compilation import (
    DrawnPage,
    Library,
    PageRow,
    PageState,
    Part,
    compile_parts,
    parts,
)
from schedules.programme import ProgrammeRule
from schedules.targets import named_screens
from schedules.timeline import Place
from signage.plan import TouchIndex, build_plan, plan_bytes


@dataclass(frozen=True, slots=True)
class Stand:
    """A screen as planning sees it."""

    id: str
    token_hash: str
    place: Place
    lease: timedelta
    hall: str
    """The hall's name."""
    hours: str


@dataclass(frozen=True, slots=True)
class Group:
    """Screens that show the same: one plan for all of them."""

    stands: tuple[Stand, ...]

    @property
    def place(self) -> Place:
        return self.stands[0].place

    @property
    def lease(self) -> timedelta:
        return self.stands[0].lease


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that lies in the store, and what could be on it but is not drawn yet."""

    sha256: str
    size: int
    missing: Mapping[str, Sheet]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that enters a group's plan: equal recipes give equal bytes."""

    place: Place
    parts: tuple[Part, ...]
    rows: tuple[PageRow | None, ...]
    """The page sets behind the parts' keys, in their order."""
    span: tuple[datetime, datetime]
    zone: str
    fallback: DrawnPage | None
    touch: TouchIndex | None


def groups(stands: Iterable[Stand], programmes: Iterable[ProgrammeRule]) -> list[Group]:
    """The screens by what can make their plans differ, in a fixed order.

    That is hall, profile and lease; a screen's own code only where a programme names it.
    """
    named = {code for one in programmes for code in named_screens(one.targets)}
    found: dict[tuple[object, ...], list[Stand]] = {}
    for stand in stands:
        place = stand.place
        own = place.screen if place.screen in named else ""
        found.setdefault((place.hall, place.profile, stand.lease, own), []).append(stand)
    return [Group(tuple(members)) for members in found.values()]


def recipe(
    library: Library,
    group: Group,
    rows: Mapping[str, PageRow],
    span: tuple[datetime, datetime],
    zone: str,
    fallback: DrawnPage | None,
    touch: TouchIndex | None,
) -> Recipe:
    """What the group's plan is made of, of all that ``library`` and ``rows`` hold."""
    made_of = parts(library, group.place)
    behind = tuple(rows.get(key) for part in made_of for key in part.keys)
    return Recipe(group.place, made_of, behind, span, zone, fallback, touch)


def make_plan(store: Store, one: Recipe) -> Made:
    """Compile the plan and put its bytes into the store; blocks.

    Without a fallback page there is no plan (``size`` 0), only what is missing.
    """
    keys = [key for part in one.parts for key in part.keys]
    states = {
        key: PageState.read(row) for key, row in zip(keys, one.rows, strict=True) if row is not None
    }
    compiled = compile_parts(one.parts, one.place, states, *one.span)
    if one.fallback is None:
        return Made("", 0, compiled.missing)
    plan = build_plan(
        compiled,
        profile=profile(one.place.profile),
        zone=one.zone,
        fallback=one.fallback,
        touch=one.touch,
    )
    data = plan_bytes(plan)
    return Made(store.put(data), len(data), compiled.missing)


def stored_fallback(store: Store, plan: str) -> DrawnPage:
    """The fallback page of a plan in the store; blocks."""
    return DrawnPage(**json.loads(store.read(plan))["fallback"])
