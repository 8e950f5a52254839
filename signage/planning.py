"""Which screens share a plan, and the making of one plan: no database, no clock."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from media.profiles import profile
from media.sheet import Sheet
from media.store import Store
from schedules.compilation import DrawnPage, Library, PageState, compile_place
from schedules.programme import ProgrammeRule
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


def groups(stands: Iterable[Stand], programmes: Iterable[ProgrammeRule]) -> list[Group]:
    """The screens by what can make their plans differ, in a fixed order.

    That is hall, profile and lease; a screen's own code only where a programme names it.
    """
    named = {
        part.removeprefix("screen:")
        for programme in programmes
        for word in programme.targets.split()
        for part in word.split("+")
        if part.startswith("screen:")
    }
    found: dict[tuple[object, ...], list[Stand]] = {}
    for stand in stands:
        place = stand.place
        own = place.screen if place.screen in named else ""
        found.setdefault((place.hall, place.profile, stand.lease, own), []).append(stand)
    return [Group(tuple(members)) for members in found.values()]


def make_plan(
    store: Store,
    library: Library,
    group: Group,
    states: Mapping[str, PageState],
    span: tuple[datetime, datetime],
    zone: str,
    fallback: DrawnPage | None,
    touch: TouchIndex | None,
) -> Made:
    """Compile the group's plan and put its bytes into the store; blocks.

    Without a fallback page there is no plan (``size`` 0), only what is missing.
    """
    compiled = compile_place(library, group.place, states, *span)
    if fallback is None:
        return Made("", 0, compiled.missing)
    plan = build_plan(
        compiled, profile=profile(group.place.profile), zone=zone, fallback=fallback, touch=touch
    )
    data = plan_bytes(plan)
    return Made(store.put(data), len(data), compiled.missing)


def stored_fallback(store: Store, plan: str) -> DrawnPage:
    """The fallback page of a plan in the store; blocks."""
    return DrawnPage(**json.loads(store.read(plan))["fallback"])
