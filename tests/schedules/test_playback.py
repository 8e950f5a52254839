"""The player's rule against an oracle that asks millisecond by millisecond."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.playback import Showing, page_at
from tests.rounds import rounds
from tests.vectors import write_timeline

END = 24
bounds = st.none() | st.integers(0, END)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Plans on a grid so small that windows, slots and segments touch and tie all the time."""
    items = [
        {"version": f"v{n}", "not_before": a, "not_after": b, "evergreen": e, "pages": [{}, {}]}
        for n, (a, b, e) in enumerate(
            draw(st.lists(st.tuples(bounds, bounds, st.booleans()), min_size=1, max_size=4))
        )
    ]
    frame = st.tuples(st.integers(0, len(items) - 1), st.integers(0, 1), st.integers(1, 4))
    rotations = draw(st.lists(st.lists(frame, max_size=5), min_size=1, max_size=3))
    starts = sorted({0, *draw(st.lists(st.integers(1, END - 1), max_size=4))})
    segments = [[start, draw(st.integers(0, len(rotations) - 1)), "regular"] for start in starts]
    return {"start": 0, "end": END, "items": items, "rotations": rotations, "segments": segments}


leases = st.none() | st.integers(-1, END + 1)
overlays = st.frozensets(st.sampled_from(["v0", "v1", "v2", "v3"]), max_size=2)


def _playing(plan: dict[str, Any], at: int, withdrawn: frozenset[str], lease: int | None) -> Any:
    """What tells one answer from the next, and the page: found by walking from the segment's
    start, one millisecond at a time."""
    if at < 0 or at >= END:
        return ("outside", at >= END), None
    number = max(n for n, row in enumerate(plan["segments"]) if row[0] <= at)
    start, index, _ = plan["segments"][number]
    rotation = plan["rotations"][index]
    turn = _turn(rotation, start, at) if rotation else (0, 0)
    for skipped in range(len(rotation)):
        shown = (turn[1] + skipped) % len(rotation)
        item, page, _ = rotation[shown]
        if _valid(plan["items"][item], at, withdrawn, lease):
            return (number, turn, shown), (item, page)
    return (number, "fallback"), None


def _turn(rotation: list[Any], start: int, at: int) -> tuple[int, int]:
    """When the present turn began, and whose it is."""
    since, slot = start, 0
    for instant in range(start, at + 1):
        if instant - since == rotation[slot][2]:
            since, slot = instant, (slot + 1) % len(rotation)
    return since, slot


def _valid(item: dict[str, Any], at: int, withdrawn: frozenset[str], lease: int | None) -> bool:
    return (
        item["version"] not in withdrawn
        and (item["not_before"] is None or at >= item["not_before"])
        and (item["not_after"] is None or at < item["not_after"])
        and (item["evergreen"] or lease is None or at < lease)
    )


@given(plans(), overlays, leases)
@settings(max_examples=rounds(300), deadline=None)
def test_the_page_and_both_its_ends_are_those_of_asking_at_every_instant(plan, withdrawn, lease):
    answers = [_playing(plan, at, withdrawn, lease) for at in range(-2, END + 2)]
    for at in range(-1, END + 1):
        key, page = answers[at + 2]
        same = [other - 2 for other, (theirs, _) in enumerate(answers) if theirs == key]
        got = page_at(plan, at, withdrawn, lease)
        assert (got.item, got.page) == (page or (None, None))
        stretch = _stretch_around(at, same)
        assert got.since == (None if at < 0 else stretch[0])
        assert got.until == (None if at >= END else stretch[1])


def _stretch_around(at: int, same: list[int]) -> tuple[int, int]:
    first = last = at
    while first - 1 in same:
        first -= 1
    while last + 1 in same:
        last += 1
    return first, last + 1


@given(plans(), overlays, leases)
@settings(deadline=None)
def test_e_no_page_stands_outside_its_items_window_nor_a_after_its_withdrawal(
    plan, withdrawn, lease
):
    for at in range(-1, END + 1):
        got = page_at(plan, at, withdrawn, lease)
        if got.item is not None:
            item = plan["items"][got.item]
            assert _valid(item, at, withdrawn, lease)
            assert got.until is not None
            assert _valid(item, got.until - 1, withdrawn, lease)


@given(plans(), leases)
@settings(deadline=None)
def test_b_the_fallback_stands_only_when_no_item_of_the_rotation_may_be_shown(plan, lease):
    for at in range(END):
        if page_at(plan, at, (), lease).item is None:
            row = [row for row in plan["segments"] if row[0] <= at][-1]
            rotation = plan["rotations"][row[1]]
            assert not any(
                _valid(plan["items"][item], at, frozenset(), lease) for item, _, _ in rotation
            )


def test_an_item_that_ends_mid_page_gives_way_at_that_instant_and_not_after():
    plan = {
        "start": 0,
        "end": 100,
        "items": [
            {"version": "a", "not_before": None, "not_after": 15, "evergreen": False},
            {"version": "b", "not_before": None, "not_after": None, "evergreen": False},
        ],
        "rotations": [[[0, 0, 10], [1, 0, 2]]],
        "segments": [[0, 0, "regular"]],
    }
    assert page_at(plan, 14) == Showing(item=0, page=0, since=12, until=15)
    assert page_at(plan, 15) == Showing(item=1, page=0, since=15, until=22)


def test_the_vectors_that_the_browsers_player_is_held_to_are_up_to_date():
    assert write_timeline.FILE.read_text("utf-8") == write_timeline.text(), (
        "run PYTHONPATH=. python -m tests.vectors.write_timeline"
    )


def test_the_vectors_cover_every_kind_of_answer():
    cases = [
        case
        for plan in json.loads(write_timeline.FILE.read_text("utf-8"))["plans"]
        for case in plan["cases"]
    ]
    assert any(case["expect"]["item"] is None for case in cases)
    assert any(case["expect"]["page"] == 1 for case in cases)
    assert any(case["withdrawn"] and case["expect"]["item"] is not None for case in cases)
    assert any(
        case["lease_until"] is not None
        and case["at"] >= case["lease_until"]
        and case["expect"]["item"] is not None
        for case in cases
    )
