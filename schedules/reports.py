"""The JSON of ``hallboard why`` and ``hallboard timeline``: names that scripts rely on.

Instants are ISO 8601 in UTC.
"""

from datetime import datetime

from schedules.compilation import Compiled
from schedules.why import Part, Why, part_of


def why_json(answer: Why) -> dict[str, object]:
    """``{"screen", "at", "level", "shown", "rejected", "next_page", "next_change"}``."""
    return {
        "screen": answer.screen,
        "at": answer.at.isoformat(),
        "level": answer.level,
        "shown": [_part(part) for part in answer.shown],
        "rejected": [
            {
                "record": lost.considered.candidate.record,
                "version": lost.considered.candidate.version,
                "title": lost.considered.candidate.title,
                "programme": lost.considered.programme.name,
                "rule": lost.reason.rule,
                "because": str(lost.reason),
            }
            for lost in answer.rejected
        ],
        "next_page": answer.next_page.isoformat(),
        "next_change": _instant(answer.next_change),
    }


def timeline_json(compiled: Compiled) -> dict[str, object]:
    """``{"screen", "from", "to", "segments"}``; a segment's pages are one rotation in order."""
    timeline = compiled.timeline
    return {
        "screen": compiled.place.screen,
        "from": timeline.start.isoformat(),
        "to": timeline.end.isoformat(),
        "segments": [
            {
                "start": segment.start.isoformat(),
                "end": segment.end.isoformat(),
                "level": segment.level,
                "pages": [
                    _part(part_of(compiled, frame)) | {"dwell_ms": frame.dwell_ms}
                    for frame in segment.rotation
                ],
            }
            for segment in timeline.segments
        ],
    }


def _part(part: Part) -> dict[str, object]:
    candidate = part.considered.candidate
    return {
        "page": part.page.file,
        "number": part.number,
        "pages": len(part.considered.pages),
        "record": candidate.record,
        "version": candidate.version,
        "code": candidate.code,
        "title": candidate.title,
        "unit": candidate.unit_name,
        "programme": part.considered.programme.name,
        "not_after": _instant(candidate.window.end),
        "rule": candidate.rule,
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
