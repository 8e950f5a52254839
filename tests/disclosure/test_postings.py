"""Posting periods: the window against an oracle that steps through days and knows nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from disclosure.coverage import coverage
from disclosure.postings import Posting, counted, may_extend, posting_days, posting_of
from disclosure.windows import Facts, is_evergreen, planned, record_window
from disclosure.workdays import NamedDay, Workdays, of_days, shipped
from tests.disclosure.world import at
from tests.rounds import rounds

SHANGHAI = ZoneInfo("Asia/Shanghai")
PARIS = ZoneInfo("Europe/Paris")
ZONES = st.sampled_from([SHANGHAI, PARIS, ZoneInfo("Asia/Beirut")])
ORIGIN = datetime(2026, 12, 26, tzinfo=UTC)
ONE = timedelta(days=1)

# Around the end of a year, of which the next is covered or not, and dense: bounds collide often.
instants = st.integers(0, 16 * 24 * 2).map(lambda half: ORIGIN + half * timedelta(minutes=30))
named = st.lists(
    st.builds(
        NamedDay,
        st.dates(date(2026, 12, 24), date(2027, 1, 20)),
        st.sampled_from(["work", "rest"]),
    ),
    max_size=12,
    unique_by=lambda one: one.day,
)
calendars = named.map(of_days)
postings = st.builds(
    Posting, st.integers(1, 6), st.sampled_from(["working_day", "calendar_day"]), st.integers(0, 3)
)
facts = st.builds(
    Facts,
    published_at=st.none() | instants,
    starts_at=st.none() | instants,
    effective_on=st.none() | st.dates(date(2026, 12, 26), date(2027, 1, 6)),
    abolished_on=st.none() | st.dates(date(2026, 12, 28), date(2027, 1, 15)),
    ends_at=st.none() | instants,
    withdrawn_at=st.none() | instants,
    posting=st.none() | postings,
    audience=st.sampled_from(["public", "group", "staff"]),
)


def works(calendar: Workdays, day: date) -> bool:
    """Said again, by hand: a named day as the notice has it, any other by its weekday."""
    return calendar.days[day] if day in calendar.days else day.isoweekday() <= 5


def began(made: Facts, instant: datetime, zone: ZoneInfo) -> bool:
    today = instant.astimezone(zone).date()
    return not (
        (made.published_at is not None and instant < made.published_at)
        or (made.starts_at is not None and instant < made.starts_at)
        or (made.effective_on is not None and today < made.effective_on)
    )


def first_day(made: Facts, zone: ZoneInfo) -> date | None:
    """The local day on which it first hangs: steps by half hours until nothing forbids it."""
    if made.published_at is None and made.starts_at is None and made.effective_on is None:
        return None
    instant = ORIGIN - 10 * ONE
    while not began(made, instant, zone):
        instant += timedelta(minutes=30)
    return instant.astimezone(zone).date()


def oracle(made: Facts, instant: datetime, zone: ZoneInfo, calendar: Workdays) -> bool:
    """Whether it may be shown at that instant: every rule asked for itself, day by day."""
    today = instant.astimezone(zone).date()
    if not began(made, instant, zone):
        return False
    if any(end is not None and instant >= end for end in (made.ends_at, made.withdrawn_at)):
        return False
    if made.abolished_on is not None and today >= made.abolished_on:
        return False
    since = first_day(made, zone)
    if made.posting is None or since is None:
        return True
    gone, day = 0, since
    while day + ONE < today:
        day += ONE
        gone += made.posting.unit == "calendar_day" or works(calendar, day)
    return gone < made.posting.days + made.posting.extended


@settings(max_examples=rounds(500))
@given(facts, instants, ZONES, calendars)
@example(
    Facts(published_at=ORIGIN, posting=Posting(1, "calendar_day")),
    at("2026-12-27T15:59:59.999999+00:00"),
    SHANGHAI,
    Workdays(),
)
@example(
    Facts(published_at=ORIGIN, posting=Posting(1, "calendar_day")),
    at("2026-12-27T16:00:00+00:00"),
    SHANGHAI,
    Workdays(),
)
def test_the_window_holds_exactly_while_no_rule_forbids_it(made, instant, zone, calendar):
    window = record_window(made, zone, calendar).window
    assert window.contains(instant) == oracle(made, instant, zone, calendar)


@settings(max_examples=rounds(300))
@given(facts, ZONES, calendars)
def test_the_answer_changes_exactly_at_the_bounds(made, zone, calendar):
    window = record_window(made, zone, calendar).window
    for bound in () if window.empty else window.bounds():
        before = bound - timedelta(microseconds=1)
        assert oracle(made, bound, zone, calendar) != oracle(made, before, zone, calendar)


@given(postings, st.dates(date(2026, 12, 24), date(2027, 1, 10)), calendars)
def test_every_day_that_counts_is_counted_once_and_none_on_the_day_it_was_put_up(
    posting, since, calendar
):
    days = list(counted(posting, since, calendar))
    run = posting_days(posting, since, calendar)
    assert len(days) == posting.days + posting.extended
    assert days == sorted(set(days))
    assert since < days[0] == run.first
    assert days[-1] == run.last
    between = [since + n * ONE for n in range(1, (run.last - since).days + 1)]
    if posting.unit == "working_day":
        assert days == [day for day in between if works(calendar, day)]
    else:
        assert days == between


@given(postings, st.dates(date(2026, 12, 20), date(2027, 1, 10)), calendars)
def test_an_end_is_provisional_exactly_when_an_unknown_year_was_counted(posting, since, calendar):
    run = posting_days(posting, since, calendar)
    passed = {(since + n * ONE).year for n in range(1, (run.last - since).days + 1)}
    unknown = posting.unit == "working_day" and not passed <= calendar.covered
    assert run.provisional == unknown


@given(facts, ZONES, calendars, st.integers(1, 5))
def test_longer_is_never_shorter_and_moves_nothing_but_the_posting(made, zone, calendar, more):
    span = record_window(made, zone, calendar)
    if made.posting is None or span.posted is None:
        return
    longer = replace(made, posting=replace(made.posting, extended=made.posting.extended + more))
    after = record_window(longer, zone, calendar)
    assert after.posted is not None
    assert after.posted.end > span.posted.end
    assert after.window.start == span.window.start
    if span.rule != "posting":
        assert after.window.end == span.window.end


def test_a_posting_says_its_days_and_comes_down_at_the_end_of_the_last():
    made = Facts(published_at=at("2026-11-20T01:00:00+00:00"), posting=Posting(5, "working_day"))
    span = record_window(made, SHANGHAI, shipped())
    assert span.rule == "posting"
    assert span.window.end == at("2026-11-28T00:00:00+08:00")
    assert str(span.because) == (
        "公示期5个工作日，自2026年11月20日起至2026年11月27日止（自次日起算）"
    )
    assert not span.provisional
    assert span.refusal(at("2026-11-28T00:00:00+08:00")) == ("posting", span.because)


def test_a_year_without_its_notice_is_said_to_be_provisional_and_recomputed_when_it_comes():
    made = Facts(published_at=at("2026-12-30T01:00:00+00:00"), posting=Posting(3, "working_day"))
    before = record_window(made, SHANGHAI, shipped())
    assert before.provisional
    assert "节假日安排公布后重新推算" in str(before.because)
    assert before.posted is not None
    assert before.posted.last == date(2027, 1, 4)
    days = [NamedDay(date(2026, 1, 1), "rest"), NamedDay(date(2027, 1, 1), "rest")]
    after = record_window(made, SHANGHAI, of_days(days))
    assert not after.provisional
    assert after.posted is not None
    assert after.posted.last == date(2027, 1, 5)


def test_an_extension_is_said_and_counted_in_the_same_unit():
    made = Facts(
        published_at=at("2026-11-20T01:00:00+00:00"), posting=Posting(7, "calendar_day", 3)
    )
    span = record_window(made, SHANGHAI)
    assert str(span.because).startswith("公示期7日并延长3日，自2026年11月20日起至2026年11月30日止")
    assert not span.provisional


def test_what_is_released_early_waits_for_its_scheduled_start_and_counts_from_there():
    made = Facts(
        published_at=at("2026-11-16T01:00:00+00:00"),
        starts_at=at("2026-11-20T09:00:00+08:00"),
        posting=Posting(2, "working_day"),
    )
    span = record_window(made, SHANGHAI, shipped())
    assert span.window.start == made.starts_at
    refused = span.refusal(at("2026-11-20T08:59:00+08:00"))
    assert refused is not None
    assert refused[0] == "not_effective"
    assert str(refused[1]) == "定于2026年11月20日09:00开始展示"
    assert span.posted is not None
    assert span.posted.last == date(2026, 11, 24)


def test_what_is_released_late_counts_from_its_release():
    made = Facts(
        published_at=at("2026-11-23T01:00:00+00:00"),
        starts_at=at("2026-11-20T01:00:00+00:00"),
        posting=Posting(2, "calendar_day"),
    )
    span = record_window(made, SHANGHAI)
    assert span.posted is not None
    assert (span.posted.since, span.posted.last) == (date(2026, 11, 23), date(2026, 11, 25))


def test_what_begins_with_its_publication_needs_no_reason():
    midnight = at("2026-11-20T00:00:00+08:00")
    same = Facts(published_at=midnight, starts_at=midnight, effective_on=date(2026, 11, 20))
    assert record_window(same, SHANGHAI).opening is None


def test_a_mandatory_end_before_the_last_day_wins_and_is_named():
    made = Facts(
        published_at=ORIGIN, posting=Posting(5, "calendar_day"), ends_at=ORIGIN + timedelta(days=2)
    )
    assert record_window(made, SHANGHAI).rule == "ended"


@pytest.mark.parametrize("audience", ["group", "staff"])
def test_what_is_not_for_everybody_never_outlasts_its_lease(audience):
    assert is_evergreen(Facts("fixed"), SHANGHAI)
    assert not is_evergreen(Facts("fixed", audience=audience), SHANGHAI)


def test_a_page_says_the_whole_posting_with_its_extension():
    made = Facts(published_at=ORIGIN, posting=Posting(5, "calendar_day", 2), withdrawn_at=ORIGIN)
    assert planned(made).posting == made.posting
    assert planned(made).withdrawn_at is None


def test_no_days_are_no_posting():
    assert posting_of(None, "working_day") is None
    assert posting_of(0, "calendar_day") is None
    assert posting_of(7, "working_day") == Posting(7, "working_day", 0)
    assert posting_of(7, "", 2) == Posting(7, "calendar_day", 2)


@pytest.mark.parametrize(
    ("days", "allowed"), [(-1, False), (0, False), (1, True), (355, True), (356, False)]
)
def test_a_posting_grows_by_a_day_at_least_and_to_a_year_at_most(days, allowed):
    assert may_extend(Posting(7, "calendar_day", 3), days) is allowed


@given(
    st.lists(st.integers(0, 12), unique=True, max_size=10).map(sorted),
    st.sets(st.integers(0, 12)),
    st.sets(st.integers(0, 12)),
    st.integers(-1, 13),
)
def test_a_day_is_missing_only_once_it_is_over_and_nobody_vouches_for_it(days, shown, plan, now):
    day = {n: date(2026, 11, 1) + n * ONE for n in range(-1, 14)}
    found = coverage(
        [day[n] for n in days], {day[n] for n in shown}, {day[n] for n in plan}, day[now]
    )
    assert [one.day for one in found.days] == [day[n] for n in days]
    for one, n in zip(found.days, days, strict=True):
        expected = (
            "covered"
            if n in shown
            else "ahead"
            if n >= now
            else "planned"
            if n in plan
            else "missing"
        )
        assert one.state == expected
    short = {one.day for one in found.days if one.state in ("planned", "missing")}
    assert set(found.short) == short
