"""The timeline against an oracle that asks at every instant of a coarse grid."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.windows import Window
from schedules.dayparts import Daypart
from schedules.playback import page_at
from schedules.timeline import (
    LEVELS,
    Entry,
    Frame,
    PageRef,
    Shown,
    Slot,
    compile_timeline,
    showing,
)
from tests.rounds import rounds
from tests.schedules.grid import END, SHANGHAI, START, STEP, STEPS, at, entry, slots, windows

MILLISECOND = timedelta(milliseconds=1)


def _open(slot: Slot, instant: datetime) -> bool:
    """By reading the wall clock, not by computing spans."""
    daypart, local = slot.daypart, instant.astimezone(slot.daypart.zone)
    minute = local.hour * 60 + local.minute
    today = daypart.days >> local.weekday() & 1
    yesterday = daypart.days >> (local.weekday() - 1) % 7 & 1
    opens, closes = daypart.from_minute, daypart.to_minute
    if closes > opens:
        return bool(today and opens <= minute < closes)
    return bool((today and minute >= opens) or (yesterday and minute < closes))


def _valid(given_slots: list[Slot], instant: datetime) -> dict[str, set[str]]:
    """Valid versions by level at an instant."""
    found: dict[str, set[str]] = {level: set() for level in LEVELS}
    for slot in given_slots:
        for one in slot.entries:
            if (
                _open(slot, instant)
                and slot.validity.contains(instant)
                and one.window.contains(instant)
                and one.pages
            ):
                found[slot.level].add(one.version)
    return found


def _expected(given_slots: list[Slot], instant: datetime) -> tuple[str, set[str]]:
    for level, versions in _valid(given_slots, instant).items():
        if versions:
            return level, versions
    return "fallback", set()


@given(slots())
@settings(max_examples=rounds(150), deadline=None)
def test_at_every_instant_the_highest_level_with_a_valid_entry_rotates_all_of_its_entries(given_):
    timeline = compile_timeline(given_, START, END)
    for step in range(STEPS):
        for instant in (at(step), at(step) + STEP - MILLISECOND):
            (segment,) = [s for s in timeline.segments if s.start <= instant < s.end]
            versions = {timeline.entries[frame.entry].version for frame in segment.rotation}
            assert (segment.level, versions) == _expected(given_, instant)


@given(slots())
@settings(max_examples=rounds(80), deadline=None)
def test_segments_touch_never_overlap_and_cover_the_whole_horizon(given_):
    segments = compile_timeline(given_, START, END).segments
    assert segments[0].start == START
    assert segments[-1].end == END
    assert all(one.end == other.start for one, other in pairwise(segments))
    assert all(one.start < one.end for one in segments)


@given(slots())
@settings(max_examples=rounds(80), deadline=None)
def test_two_segments_that_touch_differ_so_that_no_anchor_moves_without_a_cause(given_):
    segments = compile_timeline(given_, START, END).segments
    assert all(one.rotation != other.rotation for one, other in pairwise(segments))


@given(slots())
@settings(max_examples=rounds(80), deadline=None)
def test_e_no_frame_stands_at_any_instant_outside_its_entrys_window(given_):
    timeline = compile_timeline(given_, START, END)
    for segment in timeline.segments:
        for frame in segment.rotation:
            window = timeline.entries[frame.entry].window
            assert window.contains(segment.start)
            assert window.contains(segment.end - MILLISECOND)


@given(slots(), st.randoms(use_true_random=False))
@settings(max_examples=rounds(80), deadline=None)
def test_the_order_in_which_programmes_are_given_changes_nothing(given_, random):
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert compile_timeline(shuffled, START, END) == compile_timeline(given_, START, END)


@given(slots(), windows())
@settings(max_examples=rounds(80), deadline=None)
def test_a_horizon_within_the_horizon_shows_the_same_versions(given_, part):
    start, end = max(part.start or START, START), min(part.end or END, END)
    if start >= end:
        return
    whole, cut = compile_timeline(given_, START, END), compile_timeline(given_, start, end)

    def playing(timeline, instant):
        (segment,) = [s for s in timeline.segments if s.start <= instant < s.end]
        return [timeline.entries[frame.entry].version for frame in segment.rotation]

    for step in range(STEPS):
        if start <= at(step) < end:
            assert playing(whole, at(step)) == playing(cut, at(step))


@given(slots())
@settings(max_examples=rounds(80), deadline=None)
def test_exactly_the_entries_that_some_frame_shows_are_listed_once(given_):
    timeline = compile_timeline(given_, START, END)
    shown = {frame.entry for segment in timeline.segments for frame in segment.rotation}
    assert shown == set(range(len(timeline.entries)))
    assert len({one.version for one in timeline.entries}) == len(timeline.entries)


@given(slots())
@settings(max_examples=rounds(80), deadline=None)
def test_the_pages_of_an_entry_play_together_and_in_order(given_):
    timeline = compile_timeline(given_, START, END)
    for segment in timeline.segments:
        frames = list(segment.rotation)
        while frames:
            own = timeline.entries[frames[0].entry]
            turn, frames = frames[: len(own.pages)], frames[len(own.pages) :]
            assert turn == [
                Frame(turn[0].entry, page, ref.dwell_ms) for page, ref in enumerate(own.pages)
            ]


@given(slots())
@settings(max_examples=rounds(80), deadline=None)
def test_the_entries_of_one_programme_take_their_turns_in_the_order_given(given_):
    timeline = compile_timeline(given_, START, END)
    for segment in timeline.segments:
        for slot in given_:
            turns = [
                timeline.entries[frame.entry].version
                for frame in segment.rotation
                if frame.page == 0 and timeline.entries[frame.entry].programme == slot.programme
            ]
            once = [one.version for one in slot.entries if one.version in turns]
            assert turns == once * (len(turns) // max(1, len(once)))


@given(slots(), st.integers(-1, STEPS), st.integers(0, 40))
@settings(max_examples=rounds(120), deadline=None)
def test_until_is_exactly_the_next_instant_at_which_the_answer_may_change(given_, step, seconds):
    timeline = compile_timeline(given_, START, END)
    instant = at(step) + timedelta(seconds=seconds)
    now = showing(timeline, instant)
    if instant >= END:
        assert now == Shown(None, None)
        return
    assert now.until > instant
    assert now.until == _walk(timeline, instant)
    assert showing(timeline, now.until - MILLISECOND) == now


def _walk(timeline, instant):
    """The end of the present turn, found by laying turn after turn from the segment's start."""
    if instant < timeline.start:
        return timeline.start
    (segment,) = [s for s in timeline.segments if s.start <= instant < s.end]
    if not segment.rotation:
        return segment.end
    length = timedelta(milliseconds=sum(frame.dwell_ms for frame in segment.rotation))
    turn_end = segment.start + length * ((instant - segment.start) // length)
    frames = iter(segment.rotation)
    while turn_end <= instant:
        turn_end += timedelta(milliseconds=next(frames).dwell_ms)
    return min(turn_end, segment.end)


@given(slots(), st.integers(-1, STEPS), st.integers(0, 40_000))
@settings(max_examples=rounds(120), deadline=None)
def test_the_players_rule_on_the_plan_shows_what_the_timeline_says(given_, step, milliseconds):
    timeline = compile_timeline(given_, START, END)
    instant = at(step) + timedelta(milliseconds=milliseconds)
    playing, shown = page_at(_plan(timeline), _ms(instant)), showing(timeline, instant)
    assert (playing.item, playing.page) == (
        (shown.frame.entry, shown.frame.page) if shown.frame else (None, None)
    )
    assert playing.until == (None if shown.until is None else _ms(shown.until))


def _plan(timeline):
    rotations = [[list(frame) for frame in segment.rotation] for segment in timeline.segments]
    return {
        "start": _ms(timeline.start),
        "end": _ms(timeline.end),
        "items": [
            {
                "version": one.version,
                "not_before": one.window.start and _ms(one.window.start),
                "not_after": one.window.end and _ms(one.window.end),
                "evergreen": False,
            }
            for one in timeline.entries
        ],
        "rotations": rotations,
        "segments": [
            [_ms(segment.start), number, segment.level]
            for number, segment in enumerate(timeline.segments)
        ],
    }


def _ms(instant: datetime) -> int:
    return round(instant.timestamp() * 1000)


def _always(programme: str, level: str, *entries: Entry, weight: int = 1) -> Slot:
    return Slot(programme, level, Daypart(SHANGHAI), entries, weight=weight)


@pytest.mark.parametrize(("higher", "lower"), list(pairwise(LEVELS)))
def test_a_higher_level_takes_the_screen_and_gives_it_back(higher, lower):
    above = entry("a", 0, Window(at(2), at(4)))
    below = entry("b", 0, Window())
    timeline = compile_timeline(
        [_always("b", lower, below), _always("a", higher, above)], START, END
    )
    assert [(s.start, s.level) for s in timeline.segments] == [
        (START, lower),
        (at(2), higher),
        (at(4), lower),
    ]


def test_b_without_any_programme_the_fallback_stands_all_the_time():
    timeline = compile_timeline([], START, END)
    assert [(s.start, s.end, s.level, s.rotation) for s in timeline.segments] == [
        (START, END, "fallback", ())
    ]
    assert showing(timeline, START) == Shown(None, END)
    assert showing(timeline, START - MILLISECOND) == Shown(None, START)
    assert showing(timeline, END) == Shown(None, None)


def test_a_rotation_starts_anew_with_each_segment():
    first, second = entry("a", 0, Window()), entry("a", 1, Window(at(1), None))
    timeline = compile_timeline([_always("a", "regular", first, second)], START, END)
    assert showing(timeline, at(1)).frame == Frame(0, 0, 5_000)
    assert showing(timeline, at(1) + timedelta(seconds=5)).frame == Frame(1, 0, 6_000)
    assert showing(timeline, at(1) + timedelta(seconds=11)).frame == Frame(0, 0, 5_000)


def test_an_entry_that_ends_mid_page_ends_there():
    end = START + timedelta(seconds=12)
    leaving = Entry("x", "k", (PageRef("f", 10_000),), Window(None, end), "a")
    timeline = compile_timeline([_always("a", "regular", leaving)], START, END)
    assert showing(timeline, START + timedelta(seconds=10)) == Shown(Frame(0, 0, 10_000), end)
    assert showing(timeline, end) == Shown(None, END)


def test_programmes_share_a_level_by_weight_and_a_long_list_does_not_hold_the_screen():
    long = _always("a", "regular", *(entry("a", number, Window()) for number in range(12)))
    short = _always("b", "regular", entry("b", 0, Window()), weight=2)
    timeline = compile_timeline([long, short], START, END)
    (segment,) = timeline.segments
    owners = [timeline.entries[frame.entry].programme for frame in segment.rotation]
    assert Counter(owners) == {"a": 12, "b": 24}
    assert "aa" not in "".join(owners)


def test_a_lower_level_changing_under_a_higher_one_moves_nothing():
    above = _always("a", "timed", entry("a", 0, Window()))
    below = _always("b", "regular", entry("b", 0, Window(at(3), at(5))))
    assert len(compile_timeline([above, below], START, END).segments) == 1


def test_entries_are_listed_and_take_turns_in_the_order_of_level_programme_and_list():
    never = Window(None, START)
    sparse = [entry("a", number, Window() if number in (1, 8) else never) for number in range(9)]
    timeline = compile_timeline([_always("a", "regular", *sparse)], START, END)
    assert [one.version for one in timeline.entries] == ["av1", "av8"]
    assert [frame.entry for frame in timeline.segments[0].rotation] == [0, 1]


def test_a_slot_weighs_one_unless_it_says_otherwise():
    assert Slot("a", "regular", Daypart(SHANGHAI), ()).weight == 1
