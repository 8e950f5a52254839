from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from disclosure import periods
from tests.disclosure.world import at

SHANGHAI = ZoneInfo("Asia/Shanghai")
KINDS = st.sampled_from(sorted(periods.MONTHS))
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(KINDS, DAYS)
def test_every_day_lies_in_exactly_one_period_of_a_kind(kind, day):
    period = periods.period_of(kind, day)
    assert period.first_day <= day <= period.last_day
    assert period.next().first_day > day > period.previous().last_day


@given(KINDS, DAYS)
def test_periods_follow_each_other_without_a_gap(kind, day):
    period = periods.period_of(kind, day)
    assert (period.next().first_day - period.last_day).days == 1
    assert period.next().previous() == period
    assert period < period.next()


@given(KINDS, DAYS)
def test_a_period_reads_as_it_is_written(kind, day):
    period = periods.period_of(kind, day)
    assert periods.parse(str(period)) == period


@pytest.mark.parametrize(
    "bad",
    [
        "2026Q5",
        "2026Q0",
        "2026H0",
        "2026H3",
        "2026h1",
        "2026-13",
        "2026-1",
        "26",
        "",
        "2026q3",
        "0000",
    ],
)
def test_what_is_no_period_is_refused(bad):
    with pytest.raises(Invalid) as problem:
        periods.parse(bad)
    assert problem.value.code == "period-bad"


@pytest.mark.parametrize(
    ("code", "name", "stamp"),
    [
        ("2026Q3", "2026年第三季度", "2026年7—9月"),
        ("2026-10", "2026年10月", "2026年10月"),
        ("2026H1", "2026年上半年", "2026年1—6月"),
        ("2026H2", "2026年下半年", "2026年7—12月"),
        ("2026", "2026年度", "2026年度"),
    ],
)
def test_periods_are_named_as_officials_write_them(code, name, stamp):
    assert (periods.parse(code).name(), periods.parse(code).stamp()) == (name, stamp)


@pytest.mark.parametrize(
    ("code", "due_day", "due"),
    [
        ("2026Q3", 10, "2026-10-10T16:00Z"),
        ("2026Q4", 10, "2027-01-10T16:00Z"),
        ("2026-12", 5, "2027-01-05T16:00Z"),
        ("2026H1", 10, "2026-07-10T16:00Z"),
        ("2026H2", 31, "2027-01-31T16:00Z"),
        ("2026", 31, "2027-01-31T16:00Z"),
        ("2027-01", 31, "2027-02-28T16:00Z"),
    ],
)
def test_a_record_is_on_time_until_the_end_of_its_due_day(code, due_day, due):
    period = periods.parse(code)
    assert periods.due_at(period, due_day, SHANGHAI) == at(due.replace("Z", "+00:00"))


@pytest.mark.parametrize(
    ("code", "first", "last", "before", "after"),
    [
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30), "2025H2", "2026H2"),
        ("2026H2", date(2026, 7, 1), date(2026, 12, 31), "2026H1", "2027H1"),
    ],
)
def test_a_half_year_has_six_months_and_its_neighbours(code, first, last, before, after):
    half = periods.parse(code)
    assert (half.first_day, half.last_day) == (first, last)
    assert (str(half.previous()), str(half.next())) == (before, after)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("2026Q3", "2026年第三季度尚未结束，本条信息自2026年10月1日起方可提交审核"),
        ("2026-12", "2026年12月尚未结束，本条信息自2027年1月1日起方可提交审核"),
        ("2026H1", "2026年上半年尚未结束，本条信息自2026年7月1日起方可提交审核"),
    ],
)
def test_a_report_on_a_period_that_runs_is_told_from_when_it_can_be_submitted(code, sentence):
    period = periods.parse(code)
    with pytest.raises(Invalid) as refused:
        periods.check_over(period, at(f"{period.last_day}T23:59:59+08:00"), SHANGHAI)
    assert (refused.value.code, refused.value.data["field"]) == ("period-runs", "period")
    assert sentence in str(refused.value)
    periods.check_over(period, at(f"{period.next().first_day}T00:00:00+08:00"), SHANGHAI)


@given(KINDS, DAYS, DAYS)
def test_only_years_are_reported_on_before_they_are_over(kind, day, today):
    period = periods.period_of(kind, day)
    noon = periods.midnight(today, SHANGHAI) + periods.timedelta(hours=12)
    runs = today <= period.last_day
    if not runs or kind == "year":
        periods.check_over(period, noon, SHANGHAI)
        return
    with pytest.raises(Invalid):
        periods.check_over(period, noon, SHANGHAI)


@given(DAYS, st.sampled_from(["Asia/Shanghai", "Europe/Paris", "Asia/Beirut", "America/Havana"]))
def test_midnight_is_the_first_instant_of_the_day(day, name):
    zone = ZoneInfo(name)
    first = periods.midnight(day, zone)
    before = first.timestamp() - 1
    assert first.astimezone(zone).date() == day
    assert periods.datetime.fromtimestamp(before, zone).date() < day
