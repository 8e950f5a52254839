"""Which screens share a plan, and the making of one plan: no database, no clock."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from disclosure.audiences import PUBLIC
from disclosure.candidates import Candidate
from media.profiles import profile
from media.store import Store
from schedules.audiences import admitted
from schedules.compilation import (
    DRAWN,
    DrawnPage,
    PageRow,
    PageState,
    Part,
    compile_parts,
    needed,
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
class Recipe:
    """Everything that enters a group's plan: equal recipes give equal bytes."""

    place: Place
    parts: tuple[Part, ...]
    """With what is drawn only."""
    rows: tuple[PageRow, ...]
    """The page sets behind the parts' keys, in their order."""
    span: tuple[datetime, datetime]
    zone: str
    fallback: DrawnPage
    touch: TouchIndex | None


def groups(stands: Iterable[Stand], programmes: Iterable[ProgrammeRule]) -> list[Group]:
    """The screens by what can make their plans differ, in a fixed order.

    That is hall, place class, profile and lease; a screen's own code only where a programme
    names it.
    """
    named = {code for one in programmes for code in named_screens(one.targets)}
    found: dict[tuple[object, ...], list[Stand]] = {}
    for stand in stands:
        place = stand.place
        own = place.screen if place.screen in named else ""
        key = place.hall, place.place_class, place.profile, stand.lease, own
        found.setdefault(key, []).append(stand)
    return [Group(tuple(members)) for members in found.values()]


def recipe(
    made_of: Iterable[Part],
    place: Place,
    pages: Mapping[str, PageRow],
    span: tuple[datetime, datetime],
    zone: str,
    fallback: DrawnPage,
    touch: TouchIndex | None,
) -> Recipe:
    """What the plan of a place is made of; what has no pages yet cannot make a difference.

    Who may be before the screen was asked when programmes picked, and is asked again here: a
    list of persons is in no plan of any other place, whatever chose it.
    """
    drawn = tuple(_drawn(part, pages, place) for part in made_of)
    rows = tuple(pages[key] for part in drawn for key in part.keys)
    return Recipe(place, drawn, rows, span, zone, fallback, touch)


def missing(
    made_of: Iterable[Part], pages: Mapping[str, PageRow], span: tuple[datetime, datetime]
) -> dict[str, Candidate]:
    """By page key what could play if its pages were there: nobody has asked for them yet."""
    return {
        key: one
        for part in made_of
        for one, key in zip(part.candidates, part.keys, strict=True)
        if key and key not in pages and needed(part.programme, one, *span)
    }


def _drawn(part: Part, pages: Mapping[str, PageRow], place: Place) -> Part:
    found = [
        (one, key)
        for one, key in zip(part.candidates, part.keys, strict=True)
        if key in pages and pages[key][0] == DRAWN and admitted(one.audience, one.area, place)
    ]
    return Part(part.programme, tuple(one for one, _ in found), tuple(key for _, key in found))


def narrow_files(one: Recipe) -> dict[str, set[str]]:
    """By version that is not for everybody the pictures of its pages in the plan."""
    rows = iter(one.rows)
    found: dict[str, set[str]] = {}
    for part in one.parts:
        for candidate in part.candidates:
            row = next(rows)
            if candidate.audience != PUBLIC:
                pages = PageState.read(row).pages
                found.setdefault(candidate.version, set()).update(page.file for page in pages)
    return found


def make_plan(one: Recipe) -> bytes:
    """The plan file."""
    keys = [key for part in one.parts for key in part.keys]
    states = {key: PageState.read(row) for key, row in zip(keys, one.rows, strict=True)}
    plan = build_plan(
        compile_parts(one.parts, one.place, states, *one.span),
        profile=profile(one.place.profile),
        zone=one.zone,
        fallback=one.fallback,
        touch=one.touch,
    )
    return plan_bytes(plan)


def stored_fallback(store: Store, plan: str) -> DrawnPage:
    """The fallback page of a plan in the store; blocks."""
    return DrawnPage(**json.loads(store.read(plan))["fallback"])
