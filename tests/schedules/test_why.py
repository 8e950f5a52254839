"""Why a screen shows what it shows: the rule that won, those that lost, and the next change."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.windows import Window
from schedules.compilation import PageState
from schedules.dayparts import Daypart
from schedules.reports import timeline_json, why_json
from schedules.selection import Selection
from schedules.why import why
from tests.rounds import rounds
from tests.schedules.county import WALL, candidate, compiled, drawn, programme
from tests.schedules.grid import SHANGHAI, START, STEP, STEPS, at
from tests.schedules.test_compilation import grid_candidates, grid_programmes

MIDNIGHT = datetime(2027, 1, 10, 16, tzinfo=UTC)
"""The end of 10 January 2027 in Shanghai."""


def _accounts():
    return candidate(
        "2026年第三季度收支情况",
        period="2026Q3",
        window=Window(None, MIDNIGHT),
        rule="stale",
        because="2026年第4季度信息应于2027年1月10日前公开，本期信息届时过期",
    )


def _around_midnight():
    start = MIDNIGHT - timedelta(days=1)
    rows = [_accounts(), candidate("干部名单", item="rosters")]
    return compiled([programme()], rows, start=start, end=start + timedelta(days=2))


def test_e_the_rule_that_takes_the_third_quarter_down_is_named_from_midnight_on():
    result = _around_midnight()
    before = why(result, MIDNIGHT - timedelta(milliseconds=1))
    assert {part.considered.candidate.period for part in before.shown} == {"2026Q3", None}
    assert before.rejected == ()
    assert before.next_change == MIDNIGHT
    assert before.next_page == MIDNIGHT
    after = why(result, MIDNIGHT)
    assert [part.considered.candidate.title for part in after.shown] == ["干部名单"]
    (lost,) = after.rejected
    assert lost.reason.rule == "stale"
    assert "2027年1月10日前公开" in str(lost.reason)
    assert after.next_change is None


def test_the_page_that_stands_now_comes_first_and_each_page_once():
    rows = [candidate("a"), candidate("b")]
    states = drawn(rows[0], WALL, pages=2) | drawn(rows[1], WALL)
    result = compiled([programme(weight=5)], rows, states=states)
    answer = why(result, START + timedelta(seconds=13))
    assert [(part.considered.candidate.title, part.number) for part in answer.shown] == [
        ("a", 2),
        ("b", 1),
        ("a", 1),
    ]
    assert answer.next_page == START + timedelta(seconds=24)


def _rule(result, instant=START):
    (lost,) = why(result, instant).rejected
    return lost.reason.rule, str(lost.reason)


def test_what_is_not_yet_effective_says_so():
    one = candidate("新", window=Window(at(2), None), opening="自2026年11月21日起施行")
    assert _rule(compiled([programme()], [one])) == ("not_effective", "自2026年11月21日起施行")


def test_a_closed_daypart_names_the_programme_and_its_hours():
    hours = programme("早晚", daypart=Daypart(SHANGHAI, 127, 8 * 60 + 30, 17 * 60))
    assert _rule(compiled([hours], [candidate("x")])) == (
        "daypart_closed",
        "此时不在轮播单“轮播 早晚”的播放时段内（8:30—17:00）",
    )


def test_a_programme_before_and_after_its_validity_says_so():
    early = programme(validity=Window(at(2), None))
    assert _rule(compiled([early], [candidate("x")])) == (
        "programme_not_begun",
        "轮播单“轮播 p”2026年11月20日06:00才开始",
    )
    late = programme(validity=Window(None, at(2)))
    assert _rule(compiled([late], [candidate("x")]), at(2)) == (
        "programme_over",
        "轮播单“轮播 p”已于2026年11月20日06:00结束",
    )


def test_a_lower_level_loses_to_the_higher_one_and_both_are_named():
    above = programme("a", level="insert", selection=Selection(records=("r-x",)))
    below = programme("b", level="regular", selection=Selection(records=("r-y",)))
    assert _rule(compiled([above, below], [candidate("x"), candidate("y")])) == (
        "lower_level",
        "此时播放更高级别“插播”的内容，本条级别为“常规”",
    )


def test_what_has_ended_says_so_even_where_its_pages_were_never_drawn():
    result = compiled([programme()], [_accounts()], states={}, start=MIDNIGHT, end=MIDNIGHT + STEP)
    assert _rule(result, MIDNIGHT)[0] == "stale"


def test_a_version_that_one_programme_plays_is_not_told_as_lost_by_another():
    off = programme("b", enabled=False)
    assert why(compiled([programme("a"), off], [candidate("x")]), START).rejected == ()


def test_of_several_programmes_the_one_that_comes_nearest_gives_the_reason():
    off = programme("a", enabled=False)
    closed = programme("b", daypart=Daypart(SHANGHAI, 127, 60, 120))
    for order in ([off, closed], [closed, off]):
        assert _rule(compiled(order, [candidate("x")]))[0] == "daypart_closed"


def test_b_with_nothing_to_show_the_answer_is_the_fallback_and_when_that_ends():
    answer = why(compiled([programme()], [candidate("x", window=Window(at(3), None))]), START)
    assert (answer.level, answer.shown, answer.next_change) == ("fallback", (), at(3))


def test_an_instant_outside_the_horizon_is_refused():
    with pytest.raises(ValueError, match="horizon"):
        why(compiled([], []), START - STEP)


@given(grid_programmes, grid_candidates, st.integers(0, STEPS - 1))
@settings(max_examples=rounds(150), deadline=None)
def test_every_version_that_some_programme_selects_is_either_shown_or_told_why_not(
    programmes, candidates, step
):
    result = compiled(programmes, candidates)
    answer = why(result, at(step))
    shown = {part.considered.candidate.version for part in answer.shown}
    lost = {one.considered.candidate.version for one in answer.rejected}
    assert not shown & lost
    assert len(lost) == len(answer.rejected)
    assert shown | lost == {one.candidate.version for one in result.considered}
    for one in answer.rejected:
        assert str(one.reason)
        window = one.considered.candidate.window
        assert (one.reason.rule in {"until_changed", "not_effective"}) != window.contains(at(step))


def test_the_json_of_why_has_the_names_that_scripts_read():
    answer = why_json(why(_around_midnight(), MIDNIGHT))
    assert answer.keys() >= {"screen", "at", "level", "shown", "rejected", "next_change"}
    assert answer["screen"] == "LH-WALL"
    assert answer["at"] == "2027-01-10T16:00:00+00:00"
    (shown,) = answer["shown"]
    assert shown.keys() >= {"page", "record", "version", "title", "programme", "not_after"}
    assert (shown["record"], shown["not_after"]) == ("r-干部名单", None)
    (lost,) = answer["rejected"]
    assert lost.keys() >= {"record", "version", "rule", "because"}
    assert lost["rule"] == "stale"
    assert answer["next_change"] is None


def test_the_json_of_a_timeline_has_segments_that_touch_with_their_pages():
    answer = timeline_json(_around_midnight())
    assert answer["from"] == "2027-01-09T16:00:00+00:00"
    first, second = answer["segments"]
    assert first["end"] == second["start"] == "2027-01-10T16:00:00+00:00"
    assert second["end"] == answer["to"]
    assert first["level"] == "regular"
    assert [page["title"] for page in second["pages"]] == ["干部名单"]
    ends = {page["record"]: page["not_after"] for page in first["pages"]}
    assert ends["r-2026年第三季度收支情况"] == "2027-01-10T16:00:00+00:00"


def test_pages_in_the_queue_are_the_reason_while_they_are_being_drawn():
    one = candidate("x")
    (key,) = drawn(one, WALL)
    result = compiled([programme()], [one], states={key: PageState("queued")})
    assert _rule(result) == ("pages_queued", "页面正在生成，生成后自动上屏")
