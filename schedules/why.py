"""Why a screen shows what it shows: the answer of ``hallboard why`` and of the console."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from core.messages import marked, text
from disclosure.candidates import Candidate
from schedules.compilation import Compiled, Considered, DrawnPage, Reason
from schedules.dayparts import is_open
from schedules.programme import ProgrammeRule
from schedules.timeline import Frame, Segment, segment_at, showing

LEVEL_NAMES = {
    "emergency": marked("紧急"),
    "insert": marked("插播"),
    "timed": marked("定时"),
    "regular": marked("常规"),
    "fallback": marked("兜底"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a rotation, in its turn."""

    page: DrawnPage
    number: int
    """Which page of the version, from 1."""
    considered: Considered
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A version that some programme selects for this screen and that does not show now."""

    considered: Considered
    reason: Reason


@dataclass(frozen=True, slots=True)
class Why:
    """The answer for one instant; all instants in UTC."""

    screen: str
    at: datetime
    level: str
    shown: tuple[Part, ...]
    """The pages of the rotation from the one that stands now on, each once; empty: the
    fallback page."""
    rejected: tuple[Rejected, ...]
    next_page: datetime
    """Until when the present page stands."""
    next_change: datetime | None
    """When the rotation becomes another; None: not within the horizon."""


def why(compiled: Compiled, at: datetime) -> Why:
    """The answer at ``at``.  Raises ValueError outside the compiled horizon."""
    timeline = compiled.timeline
    if not timeline.start <= at < timeline.end:
        raise ValueError(f"{at} is outside the compiled horizon")
    segment, now = segment_at(timeline, at), showing(timeline, at)
    frames = list(dict.fromkeys(_from(segment, now.frame)))
    playing = {compiled.entries[frame.entry].candidate.version for frame in frames}
    return Why(
        screen=compiled.place.screen,
        at=at,
        level=segment.level,
        shown=tuple(part_of(compiled, frame) for frame in frames),
        rejected=tuple(_rejections(compiled, playing, segment.level, at)),
        next_page=now.until or segment.end,
        next_change=segment.end if segment.end < timeline.end else None,
    )


def part_of(compiled: Compiled, frame: Frame) -> Part:
    """What a frame of the compiled timeline shows."""
    considered = compiled.entries[frame.entry]
    return Part(considered.pages[frame.page], frame.page + 1, considered, frame.dwell_ms)


def _from(segment: Segment, frame: Frame | None) -> tuple[Frame, ...]:
    if frame is None:
        return ()
    first = segment.rotation.index(frame)
    return segment.rotation[first:] + segment.rotation[:first]


def _rejections(
    compiled: Compiled, playing: set[str], level: str, at: datetime
) -> Iterator[Rejected]:
    """One for each version that does not play, in the words of the programme that comes nearest
    to playing it: the last of the checks that something fails says most."""
    lost = [one for one in compiled.considered if one.candidate.version not in playing]
    lost.sort(key=lambda one: one.candidate.version)
    for _, group in groupby(lost, key=lambda one: one.candidate.version):
        reasons = [(_reason(one, level, at), one) for one in group]
        (_, reason), one = max(reasons, key=lambda pair: pair[0][0])
        yield Rejected(one, reason)


def _reason(one: Considered, level: str, at: datetime) -> tuple[int, Reason]:
    """The first check that fails, with its place in their order."""
    checks = (
        _window(one.candidate, at),
        one.reason,
        _validity(one.programme, at),
        _hours(one.programme, at),
    )
    for place, reason in enumerate(checks):
        if reason is not None:
            return place, reason
    return len(checks), Reason(
        "lower_level",
        marked("此时播放更高级别“{level}”的内容，本条级别为“{own}”"),
        {"level": text(LEVEL_NAMES[level]), "own": text(LEVEL_NAMES[one.programme.level])},
    )


def _window(candidate: Candidate, at: datetime) -> Reason | None:
    refusal = candidate.refusal(at)
    return None if refusal is None else Reason(*refusal)


def _validity(programme: ProgrammeRule, at: datetime) -> Reason | None:
    validity, zone = programme.validity, programme.daypart.zone
    if validity.start is not None and at < validity.start:
        return Reason(
            "programme_not_begun",
            marked("轮播单“{programme}”{year}年{month}月{day}日{time}才开始"),
            {"programme": programme.name, **_moment(validity.start, zone)},
        )
    if validity.end is not None and at >= validity.end:
        return Reason(
            "programme_over",
            marked("轮播单“{programme}”已于{year}年{month}月{day}日{time}结束"),
            {"programme": programme.name, **_moment(validity.end, zone)},
        )
    return None


def _hours(programme: ProgrammeRule, at: datetime) -> Reason | None:
    daypart = programme.daypart
    if is_open(daypart, at):
        return None
    return Reason(
        "daypart_closed",
        marked("此时不在轮播单“{programme}”的播放时段内（{opens}—{closes}）"),
        {
            "programme": programme.name,
            "opens": clock_face(daypart.from_minute),
            "closes": clock_face(daypart.to_minute),
        },
    )


def clock_face(minute: int) -> str:
    """Minutes after midnight as ``8:30``; the day's end is ``24:00``."""
    return f"{minute // 60}:{minute % 60:02}"


def _moment(instant: datetime, zone: ZoneInfo) -> dict[str, object]:
    local = instant.astimezone(zone)
    return {
        "year": local.year,
        "month": local.month,
        "day": local.day,
        "time": f"{local:%H:%M}",
    }
