"""The window of a version, against an oracle that asks every single instant by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from disclosure.periods import midnight
from disclosure.timelimits import read_time_limit
from disclosure.windows import Facts, is_evergreen, planned, record_window
from tests.disclosure.world import at
from tests.rounds import rounds

SHANGHAI = ZoneInfo("Asia/Shanghai")
PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from([SHANGHAI, PARIS, ZoneInfo("Asia/Beirut")])
MINUTE = timedelta(minutes=1)

# Everything happens within a few days around the end of March 2027, where clocks change in
# Europe and the quarter ends, so that bounds collide often.
ORIGIN = datetime(2027, 3, 25, tzinfo=UTC)
instants = st.integers(0, 20 * 24 * 2).map(
    lambda half_hours: ORIGIN + half_hours * timedelta(minutes=30)
)
days = st.dates(date(2027, 3, 25), date(2027, 4, 13))
maybe = st.none() | instants
PERIODIC = ["quarterly", "monthly", "half_yearly", "yearly"]
facts = st.builds(
    Facts,
    cadence=st.sampled_from(["", "fixed", *PERIODIC, "prompt", "permanent"]),
    period=st.sampled_from([None, "2026Q4", "2027-01", "2027-02", "2026H1", "2026", "2025"]),
    due_day=st.integers(1, 12),
    published_at=maybe,
    effective_on=st.none() | days,
    abolished_on=st.none() | days,
    ends_at=maybe,
    superseded_at=maybe,
    withdrawn_at=maybe,
).filter(lambda made: made.period is None or _fits(made))


def _fits(made: Facts) -> bool:
    shape = {"quarterly": "Q", "monthly": "-", "half_yearly": "H"}.get(made.cadence)
    if made.cadence == "yearly":
        return len(made.period) == 4
    return shape is not None and shape in made.period


def _due_month(made: Facts) -> tuple[int, int]:
    """Year and month in which the successor of ``made.period`` is due, worked out by hand."""
    return {
        "2026Q4": (2027, 4),
        "2027-01": (2027, 3),
        "2027-02": (2027, 4),
        "2026H1": (2027, 1),
        "2026": (2028, 1),
        "2025": (2027, 1),
    }[made.period]


def oracle(made: Facts, instant: datetime, zone: ZoneInfo) -> bool:
    """Whether it may be shown at that instant: each rule asked for itself, by the local date."""
    today = instant.astimezone(zone).date()
    if made.published_at is not None and instant < made.published_at:
        return False
    if made.effective_on is not None and today < made.effective_on:
        return False
    if made.abolished_on is not None and today >= made.abolished_on:
        return False
    if any(
        bound is not None and instant >= bound
        for bound in (made.ends_at, made.superseded_at, made.withdrawn_at)
    ):
        return False
    if made.period is not None:
        return (today.year, today.month, today.day) <= (*_due_month(made), made.due_day)
    return True


@settings(max_examples=rounds(400))
@given(facts, instants, ZONES)
@example(Facts("quarterly", "2026Q4"), at("2027-04-10T15:59:59.999999+00:00"), SHANGHAI)
@example(Facts("quarterly", "2026Q4"), at("2027-04-10T16:00:00+00:00"), SHANGHAI)
def test_the_window_contains_exactly_the_instants_at_which_no_rule_forbids_it(made, instant, zone):
    assert record_window(made, zone).window.contains(instant) == oracle(made, instant, zone)


@settings(max_examples=rounds(300))
@given(facts, ZONES)
def test_the_answer_changes_exactly_at_the_bounds(made, zone):
    window = record_window(made, zone).window
    for bound in () if window.empty else window.bounds():
        assert oracle(made, bound, zone) != oracle(made, bound - timedelta(microseconds=1), zone)


@settings(max_examples=rounds(300))
@given(facts, instants, ZONES)
def test_a_refusal_names_a_rule_that_holds_when_asked_alone(made, instant, zone):
    refusal = record_window(made, zone).refusal(instant)
    assert (refusal is None) == oracle(made, instant, zone)
    if refusal is None:
        return
    rule, because = refusal
    assert str(because)
    if rule == "not_effective":
        assert instant < (record_window(made, zone).window.start or instant)
        return
    alone = {
        "stale": Facts(made.cadence, made.period, made.due_day),
        "abolished": Facts(abolished_on=made.abolished_on),
        "ended": Facts(ends_at=made.ends_at),
        "superseded": Facts(superseded_at=made.superseded_at),
        "withdrawn": Facts(withdrawn_at=made.withdrawn_at),
    }[rule]
    end = record_window(alone, zone).window.end
    assert end is not None
    assert end == record_window(made, zone).window.end


@given(facts, ZONES)
def test_the_earliest_rule_wins(made, zone):
    whole = record_window(made, zone)
    for name in ("abolished_on", "ends_at", "superseded_at", "withdrawn_at", "period"):
        without = record_window(replace(made, **{name: None}), zone).window.end
        if whole.window.end is not None:
            assert without is None or whole.window.end <= without


@given(facts, ZONES)
def test_what_a_page_says_of_its_end_does_not_change_after_publication(made, zone):
    later = replace(made, superseded_at=ORIGIN, withdrawn_at=ORIGIN)
    assert planned(later) == planned(made)


def test_the_third_quarter_ends_with_the_tenth_of_january_and_says_why():
    span = record_window(Facts("quarterly", "2026Q3"), SHANGHAI)
    assert span.window.end == at("2027-01-10T16:00:00+00:00")
    assert span.rule == "stale"
    assert str(span.because) == ("2026年第四季度信息应于2027年1月10日前公开，本期信息届时过期")


def test_the_first_half_ends_with_the_tenth_of_january_and_says_why():
    span = record_window(Facts("half_yearly", "2026H1"), SHANGHAI)
    assert span.window.end == at("2027-01-10T16:00:00+00:00")
    assert str(span.because) == "2026年下半年信息应于2027年1月10日前公开，本期信息届时过期"


def test_a_day_of_abolition_is_the_first_day_on_which_it_is_not_shown():
    span = record_window(Facts(abolished_on=date(2027, 1, 1)), SHANGHAI)
    assert span.window.end == at("2027-01-01T00:00+08:00")
    assert str(span.because) == "自2027年1月1日起废止"


def test_local_days_follow_the_clocks_of_the_zone():
    span = record_window(Facts(abolished_on=date(2027, 3, 28)), PARIS)
    assert span.window.end == at("2027-03-27T23:00+00:00")
    span = record_window(Facts(abolished_on=date(2027, 3, 29)), PARIS)
    assert span.window.end == at("2027-03-28T22:00+00:00")


def test_before_its_day_a_version_waits_and_says_so():
    span = record_window(
        Facts(effective_on=date(2027, 1, 1), published_at=ORIGIN - 200 * 24 * 60 * MINUTE), SHANGHAI
    )
    assert span.refusal(at("2026-12-31T15:59:59+00:00")) == ("not_effective", span.opening)
    assert str(span.opening) == "自2027年1月1日起施行"
    assert span.refusal(at("2026-12-31T16:00:00+00:00")) is None


def test_fixed_content_stays_until_it_changes():
    span = record_window(Facts("fixed", published_at=ORIGIN), SHANGHAI)
    assert span.rule == "until_changed"
    assert span.window.end is None


@pytest.mark.parametrize(
    ("made", "lasting"),
    [
        (Facts("fixed"), True),
        (Facts("permanent"), True),
        (Facts("prompt"), False),
        (Facts("quarterly", "2026Q3"), False),
        (Facts("fixed", ends_at=ORIGIN), False),
        (Facts("permanent", abolished_on=date(2027, 1, 1)), False),
        (Facts("fixed", superseded_at=ORIGIN), True),
    ],
)
def test_only_content_meant_to_stay_is_evergreen(made, lasting):
    assert is_evergreen(made, SHANGHAI) is lasting


def test_when_two_rules_end_at_once_the_deed_is_named_before_the_calendar():
    end = at("2027-01-10T16:00:00+00:00")
    made = Facts("quarterly", "2026Q3", superseded_at=end, withdrawn_at=end)
    assert record_window(made, SHANGHAI).rule == "withdrawn"
    assert record_window(replace(made, withdrawn_at=None), SHANGHAI).rule == "superseded"


def test_what_was_withdrawn_before_it_took_effect_is_withdrawn_not_waiting():
    made = Facts(effective_on=date(2027, 3, 31), withdrawn_at=ORIGIN, published_at=ORIGIN)
    refusal = record_window(made, SHANGHAI).refusal(ORIGIN)
    assert refusal is not None
    assert refusal[0] == "withdrawn"


@pytest.mark.parametrize(
    ("cadence", "period", "limit", "last_day"),
    [
        ("quarterly", "2026Q3", "每季度首月20日前公开", date(2027, 1, 20)),
        ("yearly", "2025", "每年3月31日前公开", date(2027, 3, 31)),
        ("half_yearly", "2026H1", "每半年首月15日前公开", date(2027, 1, 15)),
        ("half_yearly", "2025H2", "每年1月、7月20日前公布", date(2026, 7, 20)),
        ("monthly", "2026-10", "每月5日前公开上月情况", date(2026, 12, 5)),
        ("quarterly", "2026Q3", "", date(2027, 1, 10)),
    ],
)
def test_a_record_leaves_screens_on_the_day_that_its_time_limit_names(
    cadence: str, period: str, limit: str, last_day: date
) -> None:
    """The same day as its successor's deadline: the board and the screens agree.  The item keeps
    the day, the time limit says in which month."""
    facts = Facts(cadence, period, last_day.day, limits=read_time_limit(limit).rules)
    span = record_window(facts, SHANGHAI)
    assert span.rule == "stale"
    assert span.window.end == midnight(last_day + timedelta(days=1), SHANGHAI)
    assert str(last_day.day) in str(span.because)
