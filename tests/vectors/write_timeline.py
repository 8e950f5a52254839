"""Write timeline.json: plans with instants and what stands on the screen then.

    PYTHONPATH=. .venv/bin/python -m tests.vectors.write_timeline

The expected answers come from schedules.playback, which its own tests hold to an oracle that
asks instant by instant; the browser's player must give the same.  Nothing here is random: the
invented plans come from a fixed multiplicative generator, so that every run writes equal bytes.

Shape: ``{"format", "plans": [{"name", "plan", "cases": [case…]}]}`` with case
``{"at", "withdrawn", "lease_until", "expect": {"item", "page", "since", "until"}}``; instants are
milliseconds UTC, ``item`` and ``page`` null for the fallback, ``lease_until`` null for no lease.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from schedules.playback import page_at

FILE = Path(__file__).with_name("timeline.json")
MIDNIGHT = 1_799_510_400_000
"""2027-01-09T16:00:00Z: local midnight of 10 January 2027 in Shanghai."""
HOUR = 3_600_000
DAY = 24 * HOUR


def vectors() -> dict[str, Any]:
    """All plans with their cases."""
    return {
        "format": "hallboard-timeline-vectors/1",
        "plans": [_with_cases(*named) for named in [*_told(), *_invented()]],
    }


def text() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=None, separators=(",", ":")) + "\n"


Told = tuple[str, dict[str, Any], list[str], list[int | None]]


def _told() -> Iterator[Told]:
    """Plans that tell one story each: name, plan, withdrawn versions, leases."""
    three = [_item(0, 1), _item(1, 2), _item(2, 1)]
    round_trip = [[0, 0, 10_000], [1, 0, 12_000], [1, 1, 12_000], [2, 0, 10_000]]
    whole = [[MIDNIGHT, 0, "regular"]]
    yield "one rotation runs round", _plan(three, [round_trip], whole), [], [None]
    yield "no rotation: the fallback", _plan([], [[]], [[MIDNIGHT, 0, "fallback"]]), [], [None]
    yield (
        "the 2026Q3 accounts end at midnight, mid-page",
        _plan(
            [_item(0, 2, after=MIDNIGHT + DAY), _item(1, 1)],
            [[[0, 0, 7_000], [0, 1, 7_000], [1, 0, 7_000]]],
            whole,
        ),
        [],
        [None, MIDNIGHT + 2 * DAY],
    )
    yield (
        "the only item ends: the fallback, never blank",
        _plan([_item(0, 1, after=MIDNIGHT + HOUR)], [[[0, 0, 9_000]]], whole),
        [],
        [None],
    )
    yield (
        "an item begins while it is skipped",
        _plan(
            [_item(0, 1, before=MIDNIGHT + 4_000), _item(1, 1, before=MIDNIGHT + 2_000)],
            [[[0, 0, 10_000], [1, 0, 10_000]]],
            whole,
        ),
        [],
        [None],
    )
    yield "a withdrawn version is skipped", _plan(three, [round_trip], whole), ["v1"], [None]
    yield (
        "everything is withdrawn",
        _plan(three, [round_trip], whole),
        ["v0", "v1", "v2"],
        [None],
    )
    yield (
        "after the lease only evergreen items",
        _plan([_item(0, 1), _item(1, 1, evergreen=True)], [[[0, 0, 8_000], [1, 0, 8_000]]], whole),
        [],
        [MIDNIGHT + 20_001, MIDNIGHT - 1, MIDNIGHT + 16_000],
    )
    yield (
        "after the lease nothing: the fallback",
        _plan(three, [round_trip], whole),
        [],
        [MIDNIGHT + 30_000],
    )
    yield (
        "levels change: a rotation starts anew with its segment",
        _plan(
            three,
            [round_trip, [[2, 0, 5_000], [0, 0, 5_000]], []],
            [
                [MIDNIGHT, 0, "regular"],
                [MIDNIGHT + HOUR + 1, 1, "timed"],
                [MIDNIGHT + 2 * HOUR, 2, "fallback"],
                [MIDNIGHT + 3 * HOUR, 0, "regular"],
            ],
        ),
        [],
        [None],
    )
    yield (
        "an item whose window is empty is never shown",
        _plan(
            [_item(0, 1, before=MIDNIGHT + 5, after=MIDNIGHT + 5), _item(1, 1)],
            [[[0, 0, 8_000], [1, 0, 8_000]]],
            whole,
        ),
        [],
        [None],
    )


def _invented(count: int = 24) -> Iterator[Told]:
    """Small dense plans: windows, slots, segments and leases that touch and tie."""
    draw = _generator(20270110)
    for number in range(count):
        items = [_invented_item(index, draw) for index in range(1 + draw(4))]
        rotations = [
            [[item, page, 1 + draw(4)] for item in range(len(items)) if draw(3) for page in (0,)]
            for _ in range(3)
        ]
        starts = sorted({0, *(1 + draw(23) for _ in range(draw(4)))})
        segments = [[start, draw(3), "regular"] for start in starts]
        plan = _plan(items, rotations, segments) | {"start": 0, "end": 24}
        withdrawn = [f"v{index}" for index in range(len(items)) if not draw(5)]
        yield f"invented {number}", plan, withdrawn, [None if draw(2) else draw(26)]


def _invented_item(index: int, draw: Callable[[int], int]) -> dict[str, Any]:
    before = draw(20) if draw(2) else None
    after = draw(25) if draw(2) else None
    return _item(index, 1, before=before, after=after, evergreen=not draw(3))


def _generator(seed: int) -> Callable[[int], int]:
    """Numbers below a bound, the same on every machine and version (Park and Miller)."""
    state = seed

    def draw(bound: int) -> int:
        nonlocal state
        state = state * 48_271 % 2_147_483_647
        return (state >> 8) % bound

    return draw


def _item(
    index: int,
    pages: int,
    *,
    before: int | None = None,
    after: int | None = None,
    evergreen: bool = False,
) -> dict[str, Any]:
    return {
        "version": f"v{index}",
        "record": f"r{index}",
        "code": f"CODE00000{index}",
        "title": f"第{index + 1}项",
        "unit": "青溪县",
        "programme": "p0",
        "level": "regular",
        "not_before": before,
        "not_after": after,
        "evergreen": evergreen,
        "pages": [_page(f"{index}{page}") for page in range(pages)],
    }


def _page(name: str) -> dict[str, Any]:
    return {
        "file": name.rjust(64, "0"),
        "bytes": 1000,
        "type": "image/webp",
        "width": 1920,
        "height": 1080,
        "alt": name,
    }


def _plan(
    items: list[dict[str, Any]],
    rotations: list[list[list[int]]],
    segments: list[list[Any]],
) -> dict[str, Any]:
    return {
        "format": "hallboard-plan/1",
        "profile": "wall-1920x1080-3m",
        "kind": "wall",
        "width": 1920,
        "height": 1080,
        "zone": "Asia/Shanghai",
        "start": MIDNIGHT,
        "end": MIDNIGHT + 2 * DAY,
        "items": items,
        "rotations": rotations,
        "segments": segments,
        "fallback": _page("f"),
        "touch": None,
    }


def _with_cases(
    name: str, plan: dict[str, Any], withdrawn: list[str], leases: list[int | None]
) -> dict[str, Any]:
    cases = [
        {
            "at": at,
            "withdrawn": withdrawn,
            "lease_until": lease,
            "expect": asdict(page_at(plan, at, withdrawn, lease)),
        }
        for lease in leases
        for at in _instants(plan, lease)
    ]
    return {"name": name, "plan": plan, "cases": cases}


def _instants(plan: dict[str, Any], lease: int | None) -> list[int]:
    """Every change that can be and both its neighbours; of long rotations the first rounds."""
    bounds = [item[end] for item in plan["items"] for end in ("not_before", "not_after")]
    corners = {plan["start"], plan["end"], lease, *bounds, *(row[0] for row in plan["segments"])}
    if plan["end"] - plan["start"] < 100:
        corners |= set(range(plan["start"], plan["end"]))
    else:
        dwells = [dwell for rotation in plan["rotations"][:1] for _, _, dwell in rotation]
        for at in (plan["start"], plan["end"] - DAY - 14_000):
            for dwell in dwells * 2:
                corners |= {at, at + dwell // 2}
                at += dwell
    known = {corner for corner in corners if corner is not None}
    return sorted({corner + by for corner in known for by in (-1, 0, 1)})


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
