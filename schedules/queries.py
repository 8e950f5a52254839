"""Reads: programmes, how far pages are drawn, one screen compiled."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import NotFound
from core.settings import Settings
from core.windows import Window
from disclosure.queries import candidates
from media.queries import page_sets, pages_of
from schedules.compilation import (
    Compiled,
    DrawnPage,
    Library,
    PageState,
    compile_place,
    wanted_keys,
)
from schedules.dayparts import Daypart
from schedules.models import Programme
from schedules.programme import ProgrammeRule
from schedules.selection import Selection
from schedules.timeline import Place

RECENT = timedelta(days=92)
"""A quarter: for how long an answer still names what left a screen."""


async def programmes() -> list[ProgrammeRule]:
    """All programmes, the disabled ones too, by name."""
    return [rule_of(row) for row in await Programme.all().order_by("name", "id")]


async def programme(programme_id: str) -> ProgrammeRule:
    """Raises NotFound."""
    return rule_of(await programme_row(programme_id))


async def programme_row(programme_id: str) -> Programme:
    """Raises NotFound."""
    row = await Programme.get_or_none(id=programme_id)
    if row is None:
        raise NotFound("programme-unknown", "没有这个轮播单。")
    return row


def rule_of(row: Programme) -> ProgrammeRule:
    """The row as plain data."""
    return ProgrammeRule(
        id=row.id,
        name=row.name,
        level=row.level,
        selection=Selection.model_validate_json(row.selection),
        targets=row.targets,
        daypart=Daypart(ZoneInfo(row.zone), row.days, row.from_minute, row.to_minute),
        validity=Window(row.valid_from, row.valid_until),
        dwell_ms=row.dwell_ms,
        weight=row.weight,
        enabled=row.enabled,
    )


async def library(settings: Settings, since: datetime) -> Library:
    """What all screens share in one pass; without what ended before the local day of ``since``."""
    return Library(await programmes(), await candidates(settings, since))


async def page_states(keys: Collection[str]) -> dict[str, PageState]:
    """How far the page sets of those keys are; none for keys that nobody asked for."""
    states = {}
    for key, row in (await page_sets(keys)).items():
        problem = json.loads(row.problem) if row.state == "failed" and row.problem else {}
        states[key] = PageState(
            state=row.state,
            pages=tuple(
                DrawnPage(page.file, page.bytes, page.type, page.width, page.height, page.alt)
                for page in pages_of(row)
            ),
            problem=str(problem.get("message", "")),
            data=problem.get("data", {}),
        )
    return states


async def compiled(settings: Settings, place: Place, start: datetime, end: datetime) -> Compiled:
    """One screen over [start, end), in UTC; what ended shortly before is known too, so that an
    answer can say why it is gone."""
    shared = await library(settings, start - RECENT)
    states = await page_states(wanted_keys(shared, place))
    return compile_place(shared, place, states, start, end)
