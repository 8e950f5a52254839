"""What a person has to do, and how far a version's pages are drawn."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Literal

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import may, paths
from core import clock, messages
from core.settings import Settings
from disclosure.models import Version
from disclosure.queries import inbox, postings, sheet_of
from disclosure.queries.sources import failing_versions
from media.models import PageSet
from media.profiles import PROFILES, Profile
from media.queries import PageFile, page_sets, pages_of
from media.sheet import Sheet, page_key
from signage.models import Screen

MOST_FAILED = 50
USUAL = ("wall-1920x1080-3m", "kiosk-1080x1920", "strip-512x16-red")
"""Previewed where no screen is set up yet."""


@dataclass(frozen=True)
class Waiting:
    """Lines of the inbox of one kind (a key of console.words.WAITING), the oldest first."""

    kind: str
    versions: Sequence[Version]


@dataclass(frozen=True)
class Drawn:
    """The pages of one version for one screen profile; ``pages`` only when drawn."""

    profile: Profile
    state: Literal["missing", "waiting", "drawn", "failed"]
    pages: tuple[PageFile, ...] = ()
    problem: str = ""


async def waiting(actor: Actor, settings: Settings) -> list[Waiting]:
    """What this person can do something about; record, unit and author are loaded."""
    box = await inbox(actor, clock.now())
    kinds = (
        ("submitted", box.to_review),
        ("approved", box.to_publish),
        ("ground", box.grounds),
        ("posting", await _short_postings(actor, settings)),
        ("returned", box.returned),
        ("failed", await _failed(actor, settings)),
        ("draft", box.drafts),
        ("check", box.checks_due),
        ("official", await failing_versions(actor)),
    )
    return [Waiting(kind, rows) for kind, rows in kinds if rows]


async def _short_postings(actor: Actor, settings: Settings) -> list[Version]:
    """Running postings of the person's units with days for which nobody can vouch."""
    found = await postings(actor, settings, clock.now())
    return [
        one.version
        for one in found
        if one.alarm and may(actor, "record.write", one.version.record.unit.path)
    ]


async def waiting_count(actor: Actor) -> int:
    """How many lines the inbox has, failed drawings aside."""
    return (await inbox(actor, clock.now())).total


async def preview_profiles(template: str) -> list[Profile]:
    """The profiles on which this template will be seen: those of the screens there are."""
    used = {screen.profile for screen in await Screen.all().only("id", "profile")} or set(USUAL)
    strip = template == "strip"
    fitting = [known for known in PROFILES if (known.kind == "strip") == strip]
    chosen = [known for known in fitting if known.code in used]
    return chosen or [known for known in fitting if known.code in USUAL]


async def drawn(version: Version, settings: Settings) -> list[Drawn]:
    """How far the version is drawn, for each profile on which it will be seen."""
    sheet = await sheet_of(version, settings)
    profiles = await preview_profiles(version.template)
    keys = {known.code: page_key(sheet, known.code) for known in profiles}
    sets = await page_sets(keys.values())
    return [_drawn(known, sets.get(keys[known.code])) for known in profiles]


def _drawn(known: Profile, found: PageSet | None) -> Drawn:
    if found is None:
        return Drawn(known, "missing")
    if found.state == "drawn":
        return Drawn(known, "drawn", pages_of(found))
    if found.state == "failed":
        return Drawn(known, "failed", problem=_sentence(found.problem))
    return Drawn(known, "waiting")


def _sentence(stored: str) -> str:
    problem = json.loads(stored)
    return messages.text(problem["message"], **problem.get("data", {}))


async def _failed(actor: Actor, settings: Settings) -> list[Version]:
    """Versions of units the person writes for, of which a page could not be drawn."""
    writing = paths(actor, "record.write")
    if not writing:
        return []
    sets = await PageSet.filter(state="failed").order_by("-created_at").limit(MOST_FAILED)
    titles = {Sheet.model_validate_json(row.sheet).title for row in sets}
    if not titles:
        return []
    inside = reduce(or_, (Q(record__unit__path__startswith=path) for path in writing))
    rows = (
        await Version.filter(inside, title__in=list(titles), newest=True)
        .exclude(state__in=("discarded", "superseded", "withdrawn"))
        .select_related("record__unit", "record__item", "author")
    )
    return [row for row in rows if await _is_among(sets, row, settings)]


async def _is_among(sets: Sequence[PageSet], version: Version, settings: Settings) -> bool:
    sheet = await sheet_of(version, settings)
    return any(page_key(sheet, row.profile) == row.key for row in sets)
