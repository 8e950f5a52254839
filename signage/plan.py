"""The plan file: one timeline as the immutable JSON that every player reads.

Equal inputs give equal bytes on every machine, and the bytes' SHA-256 is the plan's name.  The
horizon begins at local midnight and is one lease and one day long, so nothing in a plan depends
on the moment at which it was made: unchanged rows give the same bytes all day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.canonical import canonical
from media.profiles import Profile
from schedules.timeline import Entry, Frame, Timeline
from signage.pointer import milliseconds

FORMAT = "hallboard-plan/1"
MAX_PLAN_BYTES = 16 * 1024 * 1024
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Page:
    """One picture, as a plan names it."""

    file: str
    bytes: int
    type: str
    width: int
    height: int
    alt: str

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file,
            "bytes": self.bytes,
            "type": self.type,
            "width": self.width,
            "height": self.height,
            "alt": self.alt,
        }


@dataclass(frozen=True, slots=True)
class About:
    """What a plan says of a version besides its pages and its window."""

    record: str
    code: str
    title: str
    unit: str
    evergreen: bool


@dataclass(frozen=True, slots=True)
class TouchIndex:
    """The search and browse index of a kiosk, a stored file."""

    file: str
    bytes: int


def local_date(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def horizon(at: datetime, lease: timedelta, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[start, end) in UTC: from the local midnight at or before ``at``, lease + 1 day long."""
    start = midnight(local_date(at, zone), zone)
    return start, start + lease + _DAY


def next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The first local midnight after ``at``, in UTC."""
    return midnight(local_date(at, zone) + _DAY, zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def build_plan(
    timeline: Timeline,
    *,
    profile: Profile,
    zone: str,
    about: Mapping[str, About],
    levels: Mapping[str, str],
    pages: Mapping[str, Sequence[Page]],
    fallback: Page,
    touch: TouchIndex | None = None,
) -> dict[str, Any]:
    """The plan of ``timeline``.

    ``about``: by version; ``levels``: by programme; ``pages``: by page key.
    """
    rotations: dict[tuple[Frame, ...], int] = {}
    segments = [
        [
            milliseconds(segment.start),
            rotations.setdefault(segment.rotation, len(rotations)),
            segment.level,
        ]
        for segment in timeline.segments
    ]
    return {
        "format": FORMAT,
        "profile": profile.code,
        "kind": profile.kind,
        "width": profile.width,
        "height": profile.height,
        "zone": zone,
        "start": milliseconds(timeline.start),
        "end": milliseconds(timeline.end),
        "items": [
            _item(entry, about[entry.version], levels[entry.programme], pages[entry.page_key])
            for entry in timeline.entries
        ],
        "rotations": [[list(frame) for frame in rotation] for rotation in rotations],
        "segments": segments,
        "fallback": fallback.as_json(),
        "touch": None if touch is None else {"index": touch.file, "bytes": touch.bytes},
    }


def plan_bytes(plan: Mapping[str, Any]) -> bytes:
    """The canonical bytes; their SHA-256 is the plan's name."""
    return canonical(plan)


def files_of(plan: Mapping[str, Any]) -> frozenset[str]:
    """Hashes of all files that a player of this plan may ask for, without a kiosk's fragments."""
    pictures = {page["file"] for item in plan["items"] for page in item["pages"]}
    index = {plan["touch"]["index"]} if plan["touch"] else set()
    return frozenset(pictures | index | {plan["fallback"]["file"]})


def _item(entry: Entry, about: About, level: str, pages: Sequence[Page]) -> dict[str, object]:
    return {
        "version": entry.version,
        "record": about.record,
        "code": about.code,
        "title": about.title,
        "unit": about.unit,
        "programme": entry.programme,
        "level": level,
        "not_before": _instant(entry.window.start),
        "not_after": _instant(entry.window.end),
        "evergreen": about.evergreen,
        "pages": [page.as_json() for page in pages],
    }


def _instant(instant: datetime | None) -> int | None:
    return None if instant is None else milliseconds(instant)
