"""Small worlds for property tests: instants on a grid so coarse that windows touch and tie."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from core.windows import Window
from schedules.dayparts import Daypart
from schedules.timeline import LEVELS, Entry, PageRef, Slot

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = tuple(map(ZoneInfo, ("Asia/Shanghai", "Europe/Paris", "America/New_York")))
START = datetime(2026, 11, 19, 16, tzinfo=UTC)
"""A midnight in Shanghai."""
STEP = timedelta(hours=3)
STEPS = 16
END = START + STEP * STEPS


def at(step: int) -> datetime:
    return START + step * STEP


def windows() -> st.SearchStrategy[Window]:
    """Windows with ends on the grid or none; some are empty, some lie outside."""
    bound = st.none() | st.integers(-2, STEPS + 2).map(at)
    return st.builds(Window, bound, bound)


def dayparts() -> st.SearchStrategy[Daypart]:
    minute = st.integers(0, 8).map(lambda step: step * 180)
    return st.builds(
        Daypart,
        st.just(SHANGHAI),
        st.just(127) | st.integers(1, 127),
        minute.filter(lambda value: value < 1440),
        minute,
    )


@st.composite
def slots(draw: st.DrawFn) -> list[Slot]:
    """A few programmes whose entries overlap, tie and compete."""
    return [_slot(draw, f"p{number}") for number in range(draw(st.integers(0, 4)))]


def _slot(draw: st.DrawFn, programme: str) -> Slot:
    return Slot(
        programme=programme,
        level=draw(st.sampled_from(LEVELS[1:4])),
        daypart=draw(st.just(Daypart(SHANGHAI)) | dayparts()),
        entries=tuple(
            entry(programme, number, draw(windows()), draw(st.integers(0, 2)))
            for number in range(draw(st.integers(0, 3)))
        ),
        validity=draw(st.just(Window()) | windows()),
        weight=draw(st.integers(1, 3)),
    )


def entry(programme: str, number: int, window: Window, pages: int = 1, **more: Any) -> Entry:
    version = f"{programme}v{number}"
    dwell = 5_000 + 1_000 * number
    refs = tuple(PageRef(f"{version}-{page}", dwell) for page in range(pages))
    return Entry(version, f"key-{version}", refs, window, programme, **more)
