"""The timeline of a screen-day, and what a reconciling pass costs for one plan."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.row import Row
from core.windows import Window
from schedules.dayparts import Daypart, is_open
from schedules.timeline import LEVELS, Entry, PageRef, Slot, Timeline, compile_timeline

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 19, 16, tzinfo=UTC)
DAY = timedelta(days=1)
ROUNDS = 15
PROGRAMMES = (
    ("regular", Daypart(ZONE)),
    ("regular", Daypart(ZONE, 0b0011111, 510, 1050)),
    ("regular", Daypart(ZONE, 0b1111111, 1080, 480)),
    ("timed", Daypart(ZONE, 0b1111111, 720, 780)),
    ("insert", Daypart(ZONE, 0b1111111, 600, 610)),
    ("fallback", Daypart(ZONE)),
)


def rows() -> list[Row]:
    large, small = slots(200), slots(45)
    timeline = compile_timeline(large, START, START + DAY)
    instants = [bound for slot in large for one in slot.entries for bound in one.window.bounds()]
    return [
        Row(
            f"timeline, screen-day, 200 candidates, {len(timeline.segments)} segments",
            _milliseconds(lambda: compile_timeline(large, START, START + DAY)),
            "ms",
            "asking at each of its change points (brute force)",
            _milliseconds(lambda: brute_force(large, timeline)),
            "ms",
            "≤ 5 ms",
        ),
        Row(
            "timeline, two days, 45 candidates",
            _milliseconds(lambda: compile_timeline(small, START, START + 2 * DAY)),
            "ms",
            f"sorting the {len(instants)} ends of 200 windows",
            _milliseconds(lambda: sorted(instants)),
            "ms",
            "≤ 1 ms",
        ),
    ]


def slots(candidates: int) -> list[Slot]:
    """Six programmes that share the candidates; a third of the windows end within the day."""
    return [
        Slot(
            f"p{number}",
            level,
            daypart,
            tuple(_entry(number, index) for index in range(number, candidates, len(PROGRAMMES))),
            weight=1 + number % 2,
        )
        for number, (level, daypart) in enumerate(PROGRAMMES)
    ]


def _entry(programme: int, index: int) -> Entry:
    minutes = index * 7 % 1440
    begin = START + timedelta(minutes=minutes) if index % 4 == 1 else None
    end = START + timedelta(minutes=minutes + 300) if index % 3 == 0 else None
    pages = tuple(PageRef(f"{index}-{page}", 12_000) for page in range(1 + index % 3))
    return Entry(f"v{index}", f"k{index}", pages, Window(begin, end), f"p{programme}")


def brute_force(given: list[Slot], timeline: Timeline) -> list[list[str]]:
    """Who wins at the start of each segment, by asking every entry at every level."""
    return [_winners(given, segment.start) for segment in timeline.segments]


def _winners(given: list[Slot], at: datetime) -> list[str]:
    for level in LEVELS:
        found = [
            one.version
            for slot in given
            if slot.level == level
            for one in slot.entries
            if slot.validity.contains(at) and one.window.contains(at) and is_open(slot.daypart, at)
        ]
        if found:
            return found
    return []


def _milliseconds(work: Callable[[], object]) -> float:
    """CPU time of one run, the median of several."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append((time.process_time() - began) * 1000)
    return sorted(taken)[ROUNDS // 2]
