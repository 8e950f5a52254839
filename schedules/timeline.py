"""The timeline of one screen: change points, and between them one rotation.

Slots in, segments out; pure and total.  Everything that says what a screen shows - plans, the
console's preview, ``why``, the LED gateway - comes from here.

* An entry is *valid* while its own window, its slot's daypart and its slot's validity all hold.
  All windows are half-open.
* The highest level that has a valid entry wins; the valid entries of all its slots rotate
  together, shared by weight (schedules/rotation.py), the pages of one entry together in order.
* A segment is the longest stretch with one and the same set of winning entries.  Its rotation
  runs round from the segment's start, its *anchor*.
* Where nothing is valid the rotation is empty: the fallback page stands.

The order of slots does not matter, the order of a slot's entries does.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, groupby
from typing import NamedTuple

from core.windows import ALWAYS, Window
from schedules.dayparts import Daypart, open_spans
from schedules.rotation import interleave

LEVELS = ("emergency", "insert", "timed", "regular", "fallback")
"""The fixed ladder, highest first."""
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a screen stands: codes of screen and hall, the path of the hall's unit."""

    screen: str
    hall: str
    unit_path: str
    kind: str
    """kiosk, wall or strip."""
    profile: str
    """A code of media.profiles."""
    place_class: str = "outdoor"
    """Where it stands (场所): village, hall, outdoor or staff.  Unsaid: where no list of persons
    plays."""
    tier: str = "county"
    """Of the hall's unit."""
    unit_name: str = ""
    """Of the hall's unit, for sentences."""


@dataclass(frozen=True, slots=True)
class PageRef:
    """One drawn page and how long it stands, in milliseconds, at least 1."""

    file: str
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One version on one screen: its pages, and when it may be shown."""

    version: str
    page_key: str
    pages: tuple[PageRef, ...]
    """Without pages it is never valid."""
    window: Window
    programme: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A programme as this screen sees it: its entries in order, and when it runs."""

    programme: str
    """Its id, unique among the slots of a screen."""
    level: str
    daypart: Daypart
    entries: tuple[Entry, ...]
    validity: Window = ALWAYS
    weight: int = 1


class Frame(NamedTuple):
    """One turn of a rotation: indices of the timeline's entry and of its page."""

    entry: int
    page: int
    dwell_ms: int


@dataclass(frozen=True, slots=True)
class Segment:
    """[start, end): one level, one rotation; an empty one means the fallback page."""

    start: datetime
    end: datetime
    level: str
    rotation: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Segments that touch and cover [start, end); entries are those that some frame shows."""

    start: datetime
    end: datetime
    entries: tuple[Entry, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """``frame`` stands up to ``until``, the next instant at which the answer may change.

    ``frame`` is None for the fallback page, ``until`` None after the timeline's end.
    """

    frame: Frame | None
    until: datetime | None


def compile_timeline(slots: Iterable[Slot], start: datetime, end: datetime) -> Timeline:
    """The timeline of ``slots`` over [start, end), both in UTC, start before end."""
    ordered = sorted(slots, key=lambda slot: (LEVELS.index(slot.level), slot.programme))
    owners = [slot for slot in ordered for _ in slot.entries]
    entries = [entry for slot in ordered for entry in slot.entries]
    winners = list(_winners(_changes(ordered, start, end), owners, start, end))
    used = sorted({number for _, numbers in winners for number in numbers})
    place = {number: index for index, number in enumerate(used)}
    frames = {number: _frames(place[number], entries[number]) for number in used}
    ends = [*(since for since, _ in winners[1:]), end]
    segments = [
        Segment(
            since,
            until,
            owners[numbers[0]].level if numbers else LEVELS[-1],
            tuple(frame for turn in _turns(numbers, owners) for frame in frames[turn]),
        )
        for (since, numbers), until in zip(winners, ends, strict=True)
    ]
    return Timeline(start, end, tuple(entries[number] for number in used), tuple(segments))


def showing(timeline: Timeline, at: datetime) -> Shown:
    """What ``timeline`` shows at ``at``."""
    if at < timeline.start:
        return Shown(None, timeline.start)
    if at >= timeline.end:
        return Shown(None, None)
    segment = segment_at(timeline, at)
    if not segment.rotation:
        return Shown(None, segment.end)
    bounds = list(accumulate((frame.dwell_ms for frame in segment.rotation), initial=0))
    offset = (at - segment.start) % (bounds[-1] * _MILLISECOND)
    index = bisect_right(bounds, offset // _MILLISECOND) - 1
    turn_ends = at - offset + bounds[index + 1] * _MILLISECOND
    return Shown(segment.rotation[index], min(turn_ends, segment.end))


def segment_at(timeline: Timeline, at: datetime) -> Segment:
    """The segment that contains ``at``, which lies within the timeline."""
    after = bisect_right(timeline.segments, at, key=lambda segment: segment.start)
    return timeline.segments[after - 1]


_Changes = dict[datetime, list[tuple[int, bool]]]
"""At each instant: numbers of entries, each with whether it becomes valid or ceases to be."""


def _changes(slots: Sequence[Slot], start: datetime, end: datetime) -> _Changes:
    changes: _Changes = defaultdict(list)
    number = 0
    for slot in slots:
        spans = [
            span
            for opening in open_spans(slot.daypart, start, end)
            if (span := _within(slot.validity, *opening))
        ]
        for entry in slot.entries:
            for span in spans if entry.pages else ():
                if valid := _within(entry.window, *span):
                    changes[valid[0]].append((number, True))
                    changes[valid[1]].append((number, False))
            number += 1
    return changes


def _within(window: Window, start: datetime, end: datetime) -> tuple[datetime, datetime] | None:
    """What of [start, end) lies in the window; None if nothing does."""
    if window.start is not None and window.start > start:
        start = window.start
    if window.end is not None and window.end < end:
        end = window.end
    return (start, end) if start < end else None


def _winners(
    changes: _Changes, owners: Sequence[Slot], start: datetime, end: datetime
) -> Iterator[tuple[datetime, tuple[int, ...]]]:
    """From when on which entries win, in order; the first from ``start``, none twice running."""
    valid: dict[str, set[int]] = {level: set() for level in LEVELS}
    last: tuple[int, ...] | None = None
    for instant in sorted({start, *changes} - {end}):
        for number, begins in changes.get(instant, ()):
            level = valid[owners[number].level]
            level.add(number) if begins else level.discard(number)
        numbers = tuple(sorted(next(filter(None, valid.values()), ())))
        if numbers != last:
            yield instant, numbers
        last = numbers


def _turns(numbers: Sequence[int], owners: Sequence[Slot]) -> list[int]:
    """One rotation of the winning entries, each as often as its slot's weight gives it."""
    lists = [(slot, list(own)) for slot, own in groupby(numbers, key=lambda n: owners[n])]
    return interleave([own for _, own in lists], [slot.weight for slot, _ in lists])


def _frames(index: int, entry: Entry) -> tuple[Frame, ...]:
    return tuple(Frame(index, page, ref.dwell_ms) for page, ref in enumerate(entry.pages))
