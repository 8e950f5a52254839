"""The plan file: one timeline as the immutable JSON that every player reads.

Equal inputs give equal bytes on every machine, and the bytes' SHA-256 is the plan's name.  The
horizon begins at local midnight and is one lease and one day long, so nothing in a plan depends
on the moment at which it was made: unchanged rows give the same bytes all day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.canonical import canonical
from media.profiles import Profile
from schedules.compilation import Compiled, Considered, DrawnPage
from schedules.timeline import Frame
from signage.pointer import milliseconds

FORMAT = "hallboard-plan/1"
MAX_PLAN_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TouchIndex:
    """The search and browse index of a kiosk, a stored file."""

    file: str
    bytes: int


def horizon(at: datetime, lease: timedelta, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[local midnight of ``at``, one lease and one day later), in UTC: the same all day."""
    start = datetime.combine(at.astimezone(zone).date(), time(), zone).astimezone(UTC)
    return start, start + lease + timedelta(days=1)


def next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The first local midnight after ``at``, in UTC: when every plan's horizon moves on."""
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def build_plan(
    compiled: Compiled,
    *,
    profile: Profile,
    zone: str,
    fallback: DrawnPage,
    touch: TouchIndex | None = None,
) -> dict[str, Any]:
    """The plan of a compiled timeline."""
    rotations: dict[tuple[Frame, ...], int] = {}
    segments = [
        [
            milliseconds(segment.start),
            rotations.setdefault(segment.rotation, len(rotations)),
            segment.level,
        ]
        for segment in compiled.timeline.segments
    ]
    return {
        "format": FORMAT,
        "profile": profile.code,
        "kind": profile.kind,
        "width": profile.width,
        "height": profile.height,
        "zone": zone,
        "start": milliseconds(compiled.timeline.start),
        "end": milliseconds(compiled.timeline.end),
        "items": [_item(one) for one in compiled.entries],
        "rotations": [[list(frame) for frame in rotation] for rotation in rotations],
        "segments": segments,
        "fallback": page_json(fallback),
        "touch": None if touch is None else {"index": touch.file, "bytes": touch.bytes},
    }


def plan_bytes(plan: Mapping[str, Any]) -> bytes:
    """The canonical bytes; their SHA-256 is the plan's name."""
    return canonical(plan)


def files_of(plan: Mapping[str, Any]) -> frozenset[str]:
    """Hashes of all files that a player of this plan may ask for, without a kiosk's fragments."""
    index = {plan["touch"]["index"]} if plan["touch"] else set()
    return frozenset(page["file"] for page in _pages(plan)) | index


def types_of(plan: Mapping[str, Any]) -> dict[str, str]:
    """Media types of the pictures of a plan, by hash."""
    return {page["file"]: page["type"] for page in _pages(plan)}


def page_json(page: DrawnPage) -> dict[str, object]:
    return {
        "file": page.file,
        "bytes": page.bytes,
        "type": page.type,
        "width": page.width,
        "height": page.height,
        "alt": page.alt,
    }


def _pages(plan: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*(page for item in plan["items"] for page in item["pages"]), plan["fallback"]]


def _item(one: Considered) -> dict[str, object]:
    candidate, window = one.candidate, one.candidate.window
    return {
        "version": candidate.version,
        "record": candidate.record,
        "code": candidate.code,
        "title": candidate.title,
        "unit": candidate.unit_name,
        "programme": one.programme.name,
        "level": one.programme.level,
        "not_before": _instant(window.start),
        "not_after": _instant(window.end),
        "evergreen": candidate.evergreen,
        "pages": [page_json(page) for page in one.pages],
    }


def _instant(instant: datetime | None) -> int | None:
    return None if instant is None else milliseconds(instant)
