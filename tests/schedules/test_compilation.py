"""From rows to a screen's timeline: what enters, what does not and why."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.windows import Window
from media.sheet import page_key
from schedules.compilation import Library, PageState, compile_place, wanted_keys, whole_milliseconds
from schedules.playback import page_at
from schedules.selection import Selection, chosen
from schedules.timeline import LEVELS
from tests.rounds import rounds
from tests.schedules.county import (
    KIOSK,
    STRIP,
    WALL,
    candidate,
    compiled,
    drawn,
    programme,
    titles,
)
from tests.schedules.grid import END, START, at, dayparts, windows

PLACES = {"kiosk": KIOSK, "wall": WALL, "strip": STRIP}


def _only_rule(one):
    (rejected,) = one.rejected
    assert rejected.reason is not None
    return rejected.reason.rule


def test_b_nothing_enters_before_its_pages_exist_and_they_are_asked_for_once():
    one = candidate("账目")
    result = compiled([programme("a"), programme("b")], [one], states={})
    assert result.timeline.entries == ()
    assert {lost.reason.rule for lost in result.rejected} == {"pages_queued"}
    assert dict(result.missing) == {page_key(one.sheet, WALL.profile): one.sheet}


def test_pages_that_are_being_drawn_are_not_asked_for_again():
    one = candidate("账目")
    for state in ("queued", "drawing"):
        states = {page_key(one.sheet, WALL.profile): PageState(state)}
        result = compiled([programme()], [one], states=states)
        assert _only_rule(result) == "pages_queued"
        assert not result.missing


def test_pages_that_could_not_be_drawn_give_their_problem_as_the_reason():
    one = candidate("账目")
    problem = PageState("failed", problem="第 {row} 行太长", data={"row": 3})
    result = compiled([programme()], [one], states={page_key(one.sheet, WALL.profile): problem})
    assert _only_rule(result) == "pages_failed"
    assert str(result.rejected[0].reason) == "第 3 行太长"
    assert not result.missing


@pytest.mark.parametrize(
    "window", [Window(None, START), Window(END, None), Window(at(4), at(4))], ids=str
)
def test_pages_are_not_drawn_for_what_cannot_play_within_the_horizon(window):
    assert not compiled([programme()], [candidate("旧", window=window)], states={}).missing
    own = programme(validity=window)
    assert not compiled([own], [candidate("新")], states={}).missing
    assert not compiled([programme(enabled=False)], [candidate("新")], states={}).missing


@pytest.mark.parametrize(
    ("kind", "carrier", "template"),
    [("kiosk", "kiosk", "notice"), ("wall", "screen", "table"), ("strip", "strip", "strip")],
)
def test_each_kind_of_screen_plays_what_is_meant_for_its_carrier(kind, carrier, template):
    meant = candidate("本屏", carriers=frozenset({carrier}), template=template)
    others = frozenset({"website", "kiosk", "screen", "strip", "paper"}) - {carrier}
    other = candidate("他屏", carriers=others, template=template)
    result = compiled([programme()], [meant, other], place=PLACES[kind])
    assert titles(result) == ["本屏"]
    assert _only_rule(result) == "carrier"


@pytest.mark.parametrize(("kind", "template"), [("wall", "strip"), ("strip", "notice")])
def test_strips_play_strip_texts_and_nothing_else_does(kind, template):
    result = compiled([programme()], [candidate("x", template=template)], place=PLACES[kind])
    assert _only_rule(result) == "template"


@pytest.mark.parametrize("audience", ["group", "staff"])
def test_a_what_is_not_for_everybody_plays_on_no_screen(audience):
    one = candidate("名单", audience=audience)
    for place in PLACES.values():
        result = compiled([programme()], [one], place=place)
        assert result.timeline.entries == ()
        assert _only_rule(result) == "audience"
        assert not wanted_keys(Library([programme()], [one]), place)


def test_a_programme_that_is_switched_off_plays_nothing_and_says_so():
    result = compiled([programme(enabled=False)], [candidate("x")])
    assert result.timeline.entries == ()
    assert _only_rule(result) == "programme_disabled"


def test_what_no_programme_of_the_screen_selects_is_not_spoken_of():
    elsewhere = programme(targets=" hall:OTHER ")
    narrow = programme("b", selection=Selection(items=("rosters",)))
    result = compiled([elsewhere, narrow], [candidate("x")])
    assert result.considered == ()


def test_each_page_stands_as_long_as_its_programme_says():
    one = candidate("长")
    result = compiled([programme(dwell_ms=9_000)], [one], states=drawn(one, WALL, pages=3))
    assert [frame.dwell_ms for frame in result.timeline.segments[0].rotation] == [9_000] * 3


def test_a_village_screen_shows_its_own_unit_by_one_programme_for_all():
    here = programme(selection=Selection(here=True))
    own = candidate("本村")
    other = candidate("外乡", unit="he", unit_path="/qingxi/heping/")
    assert titles(compiled([here], [own, other])) == ["本村"]
    library = Library([here], [own, other])
    elsewhere = replace(WALL, unit_path="/qingxi/heping/")
    states = drawn(own, WALL) | drawn(other, WALL)
    for place, title in ((WALL, "本村"), (elsewhere, "外乡"), (WALL, "本村")):
        assert titles(compile_place(library, place, states, START, END)) == [title]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(units=("liuhe",)),
        Selection(units=("liuhe",), subtree=False),
        Selection(units=("shiqiao", "heping")),
        Selection(units=("nowhere",)),
        Selection(here=True),
        Selection(here=True, subtree=False),
        Selection(here=True, units=("shiqiao",)),
        Selection(records=("r-heping", "r-shiqiao"), units=("liuhe",), here=True),
    ],
    ids=str,
)
@pytest.mark.parametrize("here", ["/qingxi/", "/qingxi/liuhe/", "/qingxi/liuhe/shiqiao/", "/x/"])
def test_a_library_finds_by_unit_exactly_what_the_selection_chooses_of_all(selection, here):
    paths = ("/qingxi/", "/qingxi/liuhe/", "/qingxi/liuhe/shiqiao/", "/qingxi/heping/")
    rows = [
        candidate(path.split("/")[-2], unit=path.split("/")[-2], unit_path=path) for path in paths
    ]
    library = Library([programme(selection=selection)], rows)
    ((_, found),) = library.selected(replace(WALL, unit_path=here))
    assert found == chosen(selection, rows, here)


def test_windows_are_narrowed_to_whole_milliseconds_and_never_widened():
    early, late = at(1) + timedelta(microseconds=1), at(2) - timedelta(microseconds=1)
    narrowed = whole_milliseconds(Window(early, late))
    assert narrowed == Window(at(1) + timedelta(milliseconds=1), at(2) - timedelta(milliseconds=1))
    assert whole_milliseconds(narrowed) == narrowed
    assert whole_milliseconds(Window()) == Window()
    result = compiled(
        [programme(validity=Window(at(0), late))], [candidate("x", window=Window(early, None))]
    )
    assert [segment.start for segment in result.timeline.segments] == [
        START,
        narrowed.start,
        narrowed.end,
    ]


grid_candidates = st.lists(windows(), max_size=5).map(
    lambda found: [
        candidate(f"c{number}", window=window, evergreen=bool(number % 2))
        for number, window in enumerate(found)
    ]
)
grid_programmes = st.lists(
    st.tuples(st.sampled_from(LEVELS), dayparts(), windows(), st.integers(1, 3), st.booleans()),
    max_size=4,
).map(
    lambda found: [
        programme(f"p{n}", level=level, daypart=part, validity=window, weight=w, enabled=enabled)
        for n, (level, part, window, w, enabled) in enumerate(found)
    ]
)


@given(grid_programmes, grid_candidates)
@settings(max_examples=rounds(150), deadline=None)
def test_e_for_any_rows_no_frame_of_the_timeline_stands_outside_its_records_window(
    programmes, candidates
):
    result = compiled(programmes, candidates)
    for segment in result.timeline.segments:
        for frame in segment.rotation:
            one = result.entries[frame.entry]
            last = segment.end - timedelta(microseconds=1)
            assert one.candidate.window.contains(segment.start)
            assert one.candidate.window.contains(last)
            assert one.programme.validity.contains(last)
            assert one.programme.enabled


@given(grid_programmes, grid_candidates, st.integers(-3_600, 190_000), st.randoms())
@settings(max_examples=rounds(150), deadline=None)
def test_e_for_any_rows_no_player_shows_a_record_outside_its_window(
    programmes, candidates, second, random
):
    """Even a player whose plan's segments were all moved: its own window check holds."""
    result = compiled(programmes, candidates)
    plan = _plan(result, shift=random.randrange(-20_000, 20_000) * 1000)
    instant = START + timedelta(seconds=second)
    showing = page_at(plan, round(instant.timestamp() * 1000))
    if showing.item is not None:
        assert result.entries[showing.item].candidate.window.contains(instant)


def _plan(result, shift):
    def ms(instant):
        return None if instant is None else round(instant.timestamp() * 1000)

    timeline = result.timeline
    return {
        "start": ms(timeline.start) + shift,
        "end": ms(timeline.end) + shift,
        "items": [
            {
                "version": one.version,
                "not_before": ms(one.window.start),
                "not_after": ms(one.window.end),
                "evergreen": False,
            }
            for one in timeline.entries
        ],
        "rotations": [[list(frame) for frame in s.rotation] for s in timeline.segments],
        "segments": [
            [ms(s.start) + shift, number, s.level] for number, s in enumerate(timeline.segments)
        ],
    }


@given(grid_programmes, grid_candidates, st.randoms(use_true_random=False))
@settings(max_examples=rounds(100), deadline=None)
def test_equal_rows_in_any_order_compile_to_the_same(programmes, candidates, random):
    result = compiled(programmes, candidates)
    shuffled, others = list(programmes), list(candidates)
    random.shuffle(shuffled)
    random.shuffle(others)
    assert compiled(shuffled, others) == result
