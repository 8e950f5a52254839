"""Dayparts against the wall clock, minute by minute, across both kinds of jump."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schedules.dayparts import Daypart, instant_of, is_open, open_spans
from tests.rounds import rounds
from tests.schedules.grid import SHANGHAI, ZONES

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""Paris: 02:00 becomes 03:00; 03:00 becomes 02:00."""
DAYS = (SPRING, AUTUMN, date(2026, 3, 8), date(2026, 11, 1), date(2026, 11, 20))
HOUR = timedelta(hours=1)


@cache
def _first(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """By trying every minute from the day before on."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 - a wall clock's reading
    instant = wall.replace(tzinfo=UTC) - timedelta(hours=15)
    while instant.astimezone(zone).replace(tzinfo=None) < wall:
        instant += timedelta(minutes=5)
    return instant


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_wall_clock_time_is_the_first_instant_at_which_the_clock_has_reached_it(day, zone):
    for minute in range(0, 2881, 15):
        assert instant_of(day, minute, zone) == _first(day, minute, zone)


def test_a_time_that_spring_leaves_out_is_the_instant_of_the_jump():
    jump = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert instant_of(SPRING, 120, PARIS) == jump
    assert instant_of(SPRING, 150, PARIS) == jump
    assert instant_of(SPRING, 180, PARIS) == jump
    assert instant_of(SPRING, 181, PARIS) == jump + timedelta(minutes=1)


def test_a_time_that_autumn_repeats_is_its_first_occurrence():
    assert instant_of(AUTUMN, 150, PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant_of(AUTUMN, 180, PARIS) == datetime(2026, 10, 25, 2, tzinfo=UTC)


moments = st.builds(
    lambda day, hours: datetime(day.year, day.month, day.day, tzinfo=UTC) + hours * HOUR / 2,
    st.sampled_from(DAYS),
    st.integers(-48, 96),
)
dayparts = st.builds(
    Daypart,
    st.sampled_from(ZONES),
    st.just(127) | st.integers(0, 127),
    st.integers(0, 47).map(lambda half: half * 30),
    st.integers(0, 48).map(lambda half: half * 30),
)


@given(dayparts, moments, st.integers(1, 72))
@settings(max_examples=rounds(100), deadline=None)
def test_spans_are_ordered_disjoint_within_the_horizon_and_say_when_it_is_open(
    daypart, start, halves
):
    end = start + halves * HOUR / 2
    spans = open_spans(daypart, start, end)
    assert all(start <= since < until <= end for since, until in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    instant = start
    while instant < end:
        inside = any(since <= instant < until for since, until in spans)
        assert inside == is_open(daypart, instant) == _by_days(daypart, instant)
        instant += HOUR / 2


def _by_days(daypart: Daypart, instant: datetime) -> bool:
    """Asks every day of the weeks around, whether its own stretch holds the instant."""
    length = (daypart.to_minute - daypart.from_minute - 1) % 1440 + 1
    middle = instant.astimezone(daypart.zone).date()
    for day in (middle + timedelta(days=by) for by in range(-4, 5)):
        if daypart.days >> day.weekday() & 1:
            since = _first(day, daypart.from_minute, daypart.zone)
            until = _first(day, daypart.from_minute + length, daypart.zone)
            if since <= instant < until:
                return True
    return False


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_dayparts_that_touch_on_the_wall_clock_leave_no_hole_on_any_day(day, zone):
    start = instant_of(day - timedelta(days=1), 0, zone)
    end = instant_of(day + timedelta(days=2), 0, zone)
    for minute in range(0, 1440, 30):
        spans = sorted(
            open_spans(Daypart(zone, 127, 0, minute or 1440), start, end)
            + (open_spans(Daypart(zone, 127, minute, 1440), start, end) if minute else ())
        )
        assert spans[0][0] == start
        assert spans[-1][1] == end
        assert all(one[1] == other[0] for one, other in pairwise(spans))


def test_a_whole_day_is_one_span_however_many_midnights_it_crosses():
    start = datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert open_spans(Daypart(SHANGHAI), start, start + 50 * HOUR) == ((start, start + 50 * HOUR),)


def test_over_midnight_it_belongs_to_the_weekday_on_which_it_begins():
    friday = Daypart(SHANGHAI, 1 << 4, 22 * 60, 6 * 60)
    start = datetime(2026, 11, 19, 16, tzinfo=UTC)  # the midnight that begins a Friday
    opens = start + 22 * HOUR
    assert open_spans(friday, start, start + 72 * HOUR) == ((opens, opens + 8 * HOUR),)
    assert open_spans(friday, opens + HOUR, opens + 2 * HOUR) == ((opens + HOUR, opens + 2 * HOUR),)
    assert open_spans(friday, opens + 3 * HOUR, start + 72 * HOUR) == (
        (opens + 3 * HOUR, opens + 8 * HOUR),
    )


def test_new_york_keeps_its_hours_through_both_changes_of_the_clock():
    hours = Daypart(NEW_YORK, 127, 9 * 60, 17 * 60)
    before = open_spans(hours, *_day(date(2026, 3, 7)))
    after = open_spans(hours, *_day(date(2026, 3, 9)))
    assert before[0][0].hour == 14
    assert after[0][0].hour == 13


def _day(day: date) -> tuple[datetime, datetime]:
    return instant_of(day, 0, NEW_YORK), instant_of(day + timedelta(days=1), 0, NEW_YORK)


def test_a_daypart_that_ends_where_the_horizon_begins_leaves_no_empty_span():
    start = datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert not open_spans(Daypart(SHANGHAI, 127, 22 * 60, 0), start, start + HOUR)
