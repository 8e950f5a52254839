"""The player's rule: which page of a plan stands on the screen at an instant.

The one rule of every client.  The browser's player implements it again in JavaScript; both are
held to ``tests/vectors/timeline.json``.  All instants are integer milliseconds UTC.

1. Before the plan's ``start`` and from its ``end`` on: the fallback.
2. The *segment* is the last one that starts at or before ``at``; it ends where the next one
   starts, the last one at the plan's end.  An empty rotation: the fallback.
3. The rotation runs round from the segment's start.  With L the sum of its dwells and
   ``offset = (at - segment start) mod L``, the *slot* is the frame whose stretch of [0, L)
   contains the offset.  Dwells are positive.
4. An item's *span* is [not_before, not_after), and, unless it is evergreen, not beyond
   ``lease_until``.  The span of a withdrawn version is empty, and so is one that ends before it
   begins.
5. Shown is the first frame, from the slot's own on and round the rotation once, whose item's
   span contains ``at``; the frames before it are *skipped*.  Skipping moves no other slot.  If
   there is none: the fallback.
6. What may change the answer: both ends of the segment; both ends of the slot (not while the
   fallback stands: another slot would find nothing either); both ends of the non-empty spans of
   the skipped frames and of the shown one.  ``since`` is the latest of these up to ``at``,
   ``until`` the earliest after it.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Plan = Mapping[str, Any]
"""A plan file, parsed: format hallboard-plan/1."""
_Span = tuple[int | None, int | None]
_NEVER: _Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Showing:
    """What stands on the screen in [since, until).

    ``item`` and ``page`` are indices into the plan; None for the fallback.  ``since`` is None
    before the plan's start, ``until`` from its end on.
    """

    item: int | None
    page: int | None
    since: int | None
    until: int | None


def page_at(
    plan: Plan, at: int, withdrawn: Collection[str] = (), lease_until: int | None = None
) -> Showing:
    """The page of ``plan`` at ``at``, by the rule above.

    ``withdrawn``: version ids of the pointer's overlay.  ``lease_until`` None: no lease applies,
    as in a preview.
    """
    if at < plan["start"]:
        return Showing(None, None, None, plan["start"])
    if at >= plan["end"]:
        return Showing(None, None, plan["end"], None)
    start, end, rotation = _segment(plan, at)
    if not rotation:
        return Showing(None, None, start, end)
    first, slot_start, slot_end = _slot(rotation, start, at)
    examined: list[_Span] = []
    for item, page, _ in [*rotation[first:], *rotation[:first]]:
        span = _span(plan["items"][item], withdrawn, lease_until)
        examined.append(span)
        if _contains(span, at):
            return _shown(item, page, at, [start, end, slot_start, slot_end, *_ends(examined)])
    return _shown(None, None, at, [start, end, *_ends(examined)])


def _segment(plan: Plan, at: int) -> tuple[int, int, Sequence[tuple[int, int, int]]]:
    segments = plan["segments"]
    after = bisect_right(segments, at, key=lambda segment: int(segment[0]))
    start, rotation, _ = segments[after - 1]
    end = segments[after][0] if after < len(segments) else plan["end"]
    return start, end, plan["rotations"][rotation]


def _slot(rotation: Sequence[tuple[int, int, int]], anchor: int, at: int) -> tuple[int, int, int]:
    """Index, start and end of the frame whose turn it is."""
    bounds = list(accumulate((dwell for _, _, dwell in rotation), initial=0))
    offset = (at - anchor) % bounds[-1]
    index = bisect_right(bounds, offset) - 1
    return index, at - offset + bounds[index], at - offset + bounds[index + 1]


def _span(item: Mapping[str, Any], withdrawn: Collection[str], lease_until: int | None) -> _Span:
    if item["version"] in withdrawn:
        return _NEVER
    start, end = item["not_before"], item["not_after"]
    if lease_until is not None and not item["evergreen"]:
        end = lease_until if end is None else min(end, lease_until)
    if start is not None and end is not None and start >= end:
        return _NEVER
    return start, end


def _contains(span: _Span, at: int) -> bool:
    start, end = span
    return (start is None or start <= at) and (end is None or at < end)


def _ends(spans: Sequence[_Span]) -> Iterator[int]:
    for span in spans:
        if span != _NEVER:
            yield from (end for end in span if end is not None)


def _shown(item: int | None, page: int | None, at: int, changes: Sequence[int]) -> Showing:
    return Showing(
        item,
        page,
        max(change for change in changes if change <= at),
        min(change for change in changes if change > at),
    )
