"""Reads: programmes, how far pages are drawn, one screen compiled."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from core.errors import NotFound
from core.settings import Settings
from core.windows import Window
from disclosure.queries import candidates
from media.models import PageSet
from schedules.compilation import (
    Compiled,
    Library,
    PageRow,
    PageState,
    compile_place,
    wanted_keys,
)
from schedules.dayparts import Daypart
from schedules.models import Programme
from schedules.programme import ProgrammeRule
from schedules.selection import Selection
from schedules.timeline import Place

_SLICE = 200
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
    return {key: PageState.read(row) for key, row in (await page_rows(keys)).items()}


async def page_rows(keys: Collection[str]) -> dict[str, PageRow]:
    """The same as plain texts, read in slices that the event loop can bear."""
    found: dict[str, PageRow] = {}
    rest = iter(keys)
    while some := list(islice(rest, _SLICE)):
        rows = PageSet.filter(key__in=some)
        for key, state, pages, problem in await rows.values_list(
            "key", "state", "pages", "problem"
        ):
            found[key] = state, pages, problem
    return found


async def compiled(settings: Settings, place: Place, start: datetime, end: datetime) -> Compiled:
    """One screen over [start, end), in UTC; what ended shortly before is known too, so that an
    answer can say why it is gone."""
    shared = await library(settings, start - RECENT)
    states = await page_states(wanted_keys(shared, place))
    return compile_place(shared, place, states, start, end)
