"""What is owed: each state at its boundary, and every state against a day-by-day oracle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from disclosure import obligations
from disclosure.deadlines import Basis, limits_of, period_due_on
from disclosure.obligations import ALWAYS, EVERY, Item, Known
from disclosure.periods import parse
from disclosure.rules import DisclosureRules, changed_rules, read_rules, stored
from disclosure.timelimits import ByDate, Immediate, Periodic, Within
from disclosure.workdays import shipped, shipped_days

ZONE = ZoneInfo("Asia/Shanghai")
BASIS = Basis(DisclosureRules(), shipped(), ZONE)
QUARTERLY = Item("i", "accounts", "季度收支", "quarterly")
FIXED = Item("i", "roster", "领导分工", "fixed", applied_at=datetime(2026, 9, 28, 1, tzinfo=UTC))
PROMPT = Item("i", "notice", "通知公告", "prompt")


def local(text: str) -> datetime:
    """An instant of Shanghai's wall clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def quarter(at: str, published: str | None = None, exempt: frozenset[str] = frozenset()) -> str:
    """The state of 2026Q3 of the quarterly item, due on 10 October 2026."""
    now = local(at)
    known = {"2026Q3": Known("r", local(published), None)} if published else {}
    owed = obligations.slots(QUARTERLY, now - timedelta(days=400), now, BASIS)
    rows = obligations.periodic(owed, known, exempt, now)
    return next(row.state for row in rows if row.period == "2026Q3")


@pytest.mark.parametrize(
    ("at", "published", "state"),
    [
        ("2026-09-30T23:59:59", None, "not_due"),
        ("2026-10-01T00:00:00", None, "due"),
        ("2026-10-10T23:59:59", None, "due"),
        ("2026-10-11T00:00:00", None, "overdue"),
        ("2026-10-11T00:00:00", "2026-10-10T23:59:59", "published"),
        ("2026-10-11T00:00:00", "2026-10-11T00:00:00", "published_late"),
        ("2026-09-15T00:00:00", "2026-09-14T00:00:00", "published"),
        ("2027-01-10T23:59:59", "2026-10-08T00:00:00", "published"),
        ("2027-01-11T00:00:00", "2026-10-08T00:00:00", "stale"),
        ("2027-01-11T00:00:00", "2026-12-08T00:00:00", "stale"),
    ],
)
def test_a_quarter_passes_through_its_states(at, published, state) -> None:
    assert quarter(at, published) == state


@pytest.mark.parametrize("period", ["2026Q3", EVERY])
def test_an_exempt_unit_owes_nothing_whatever_the_day(period: str) -> None:
    assert quarter("2026-12-01T00:00:00", exempt=frozenset({period})) == "exempt"
    assert quarter("2026-12-01T00:00:00", exempt=frozenset({"2026Q2"})) == "overdue"


def test_only_the_newest_published_period_is_stale() -> None:
    now = local("2027-01-11T00:00:00")
    known = {
        period: Known(period, local(f"{day}T09:00:00"))
        for period, day in (("2026Q2", "2026-07-08"), ("2026Q3", "2026-10-08"))
    }
    owed = obligations.slots(QUARTERLY, now - timedelta(days=200), now, BASIS)
    states = {row.period: row.state for row in obligations.periodic(owed, known, set(), now)}
    assert states == {
        "2026Q2": "published",
        "2026Q3": "stale",
        "2026Q4": "overdue",
        "2027Q1": "not_due",
    }


def test_an_exempt_successor_leaves_the_published_period_standing() -> None:
    now = local("2027-01-11T00:00:00")
    known = {"2026Q3": Known("r", local("2026-10-08T09:00:00"))}
    owed = obligations.slots(QUARTERLY, now - timedelta(days=120), now, BASIS)
    rows = obligations.periodic(owed, known, {"2026Q4"}, now)
    assert [row.state for row in rows if row.period == "2026Q3"] == ["published"]


@pytest.mark.parametrize(
    ("limits", "cadence", "period", "due_on"),
    [
        ((), "quarterly", "2026Q3", date(2026, 10, 20)),
        ((Periodic("quarterly", 20, 1),), "quarterly", "2026Q3", date(2026, 10, 20)),
        ((Periodic("quarterly", 10, 1),), "quarterly", "2026Q3", date(2026, 10, 20)),
        ((Periodic("quarterly", 25, 3),), "quarterly", "2026Q3", date(2026, 12, 20)),
        ((), "half_yearly", "2026H1", date(2026, 7, 20)),
        ((Periodic("half_yearly", 20, 1),), "half_yearly", "2026H2", date(2027, 1, 20)),
        ((Periodic("half_yearly", 20, 3),), "half_yearly", "2026H1", date(2026, 9, 20)),
        ((Periodic("half_yearly", None, 2),), "half_yearly", "2026H1", date(2026, 8, 31)),
        ((Periodic("half_yearly", 20, 7),), "half_yearly", "2026H1", date(2026, 7, 20)),
        ((Periodic("quarterly", 20, 3),), "half_yearly", "2026H1", date(2026, 7, 20)),
        ((ByDate(7, 1),), "half_yearly", "2026H1", date(2026, 7, 20)),
        ((Periodic("monthly", 5),), "quarterly", "2026Q3", date(2026, 10, 20)),
        ((Periodic("monthly", 31),), "monthly", "2026-10", date(2026, 11, 20)),
        ((Periodic("yearly", 31, 3),), "yearly", "2026", date(2027, 3, 20)),
        ((Periodic("yearly", None, 2),), "yearly", "2026", date(2027, 2, 28)),
        ((Periodic("yearly"),), "yearly", "2026", date(2027, 1, 20)),
        ((ByDate(7, 1),), "yearly", "2026", date(2027, 7, 1)),
        ((ByDate(7, 1, 2026),), "yearly", "2026", date(2027, 1, 20)),
        ((Periodic("quarterly", 10, 4),), "quarterly", "2026Q3", date(2026, 10, 20)),
    ],
)
def test_the_due_day_lies_in_the_month_that_the_time_limit_names(
    limits, cadence, period, due_on
) -> None:
    assert period_due_on(parse(period), 20, limits) == due_on


def test_a_due_day_that_its_month_has_not_is_the_last() -> None:
    assert period_due_on(parse("2026-01"), 31) == date(2026, 2, 28)
    assert period_due_on(parse("2026"), 31, [Periodic("yearly", 31, 6)]) == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("at", "known", "state"),
    [
        ("2026-09-27T00:00:00", None, "not_due"),
        ("2026-09-28T09:00:00", None, "due"),
        # twenty working days after 28 September: the holiday does not count, 10 October does
        ("2026-10-30T23:59:59", None, "due"),
        ("2026-10-31T00:00:00", None, "overdue"),
        ("2026-10-31T00:00:00", "2026-10-30T23:59:59", "published"),
        ("2026-11-04T00:00:00", "2026-10-31T00:00:00", "published_late"),
        ("2027-10-19T23:59:59", "2026-10-20T00:00:00", "published"),
        ("2027-10-20T00:00:00", "2026-10-20T00:00:00", "stale"),
    ],
)
def test_fixed_content_is_due_once_and_confirmed_yearly(at, known, state) -> None:
    published = local(known) if known else None
    row = _fixed(FIXED, Known("r", published, published), local(at))
    assert row is not None
    assert row.state == state


def test_confirming_without_change_makes_fixed_content_current_again() -> None:
    known = Known("r", local("2026-10-20T00:00:00"), local("2027-10-20T00:00:00"))
    row = _fixed(FIXED, known, local("2027-11-02T00:00:00"))
    assert row is not None
    assert (row.state, row.check_due_at) == ("published", local("2028-10-19T00:00:00"))


def test_what_was_always_owed_is_overdue_but_never_late() -> None:
    always = FIXED._replace(applied_at=None)
    unpublished = _fixed(always, None, local("2026-11-02T00:00:00"))
    published = _fixed(
        always, Known("r", local("2026-11-01T00:00:00")), local("2026-11-02T00:00:00")
    )
    assert unpublished is not None
    assert published is not None
    assert (unpublished.state, unpublished.due_at) == ("overdue", ALWAYS)
    assert published.state == "published"


def test_permanent_content_needs_no_yearly_check() -> None:
    known = Known("r", local("2026-10-01T00:00:00"), local("2026-10-01T00:00:00"))
    row = _fixed(FIXED._replace(cadence="permanent"), known, local("2036-11-01T00:00:00"))
    assert row is not None
    assert (row.state, row.check_due_at) == ("published", None)


def test_a_deadline_in_an_uncovered_year_is_provisional() -> None:
    late = FIXED._replace(applied_at=local("2026-12-21T09:00:00"))
    row = _fixed(late, None, local("2026-12-22T00:00:00"))
    assert row is not None
    assert row.provisional
    assert row.due_at == local("2027-01-19T00:00:00")  # by weekdays alone


def test_a_retired_item_owes_nothing_that_ends_later() -> None:
    now = local("2027-02-01T00:00:00")
    retired = QUARTERLY._replace(retired_at=local("2026-10-01T00:00:00"))
    periods = [
        one.period for one in obligations.slots(retired, local("2026-06-01T00:00:00"), now, BASIS)
    ]
    assert periods == ["2026Q2", "2026Q3"]
    gone = FIXED._replace(retired_at=local("2026-12-01T00:00:00"))
    assert _fixed(gone, None, local("2026-11-30T23:59:59")) is not None
    assert _fixed(gone, None, local("2026-12-01T00:00:00")) is None


def test_an_item_owes_no_period_that_ended_before_it_applied() -> None:
    now = local("2027-02-01T00:00:00")
    new = QUARTERLY._replace(applied_at=local("2026-10-01T00:00:00"))
    periods = [
        one.period for one in obligations.slots(new, local("2026-06-01T00:00:00"), now, BASIS)
    ]
    assert periods == ["2026Q4", "2027Q1"]


@pytest.mark.parametrize(
    ("limits", "due_at"),
    [
        ((), "2026-10-10T00:00:00"),  # 1 + 2 working days over the holiday: 30 Sep, 8 and 9 Oct
        ((Immediate(),), "2026-10-10T00:00:00"),
        ((Within(20),), "2026-11-03T00:00:00"),
        ((Immediate(), Within(20)), "2026-10-10T00:00:00"),
        ((Within(7, "calendar_day"),), "2026-10-07T00:00:00"),
        ((Within(24, "hour"),), "2026-10-01T00:00:00"),
    ],
)
def test_what_arises_is_due_by_its_own_limit_or_by_report_and_publication(limits, due_at) -> None:
    item = PROMPT._replace(limits=limits)
    deadline = obligations.prompt_deadline(item, date(2026, 9, 29), BASIS)
    assert deadline.at == local(due_at)
    unpublished = Known("r")
    assert obligations.prompt(unpublished, deadline, False, deadline.at).state == "overdue"
    before = deadline.at - timedelta(seconds=1)
    assert obligations.prompt(unpublished, deadline, False, before).state == "due"
    assert obligations.prompt(Known("r", before), deadline, False, deadline.at).state == "published"
    assert obligations.prompt(unpublished, deadline, True, deadline.at).state == "exempt"


# ---- the oracle: goes through the days one by one and knows nothing of the code above ----

DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 31))
SHIFTS = st.sampled_from([timedelta(0), timedelta(seconds=-1), timedelta(hours=12)])
INSTANTS = st.builds(
    lambda day, shift: datetime.combine(day, time(), ZONE).astimezone(UTC) + shift, DAYS, SHIFTS
)
BOUNDS = st.sampled_from(
    [local(f"{year}-{month:02}-{day:02}T00:00:00") for year in (2025, 2026)
     for month in (1, 4, 7, 10) for day in (1, 11, 21)]
)  # fmt: skip
MOMENTS = st.one_of(INSTANTS, BOUNDS, BOUNDS)
CODES = {
    "quarterly": [f"{year}Q{number}" for year in (2024, 2025, 2026) for number in (1, 2, 3, 4)],
    "half_yearly": [f"{year}H{number}" for year in (2024, 2025, 2026) for number in (1, 2)],
}
PLACES = st.integers(0, 11)


@given(
    cadence=st.sampled_from(sorted(CODES)),
    at=MOMENTS,
    due_day=st.sampled_from([1, 10, 20, 31]),
    places=st.dictionaries(PLACES, MOMENTS, max_size=8),
    spared=st.sets(PLACES, max_size=2),
    applied=st.one_of(st.none(), MOMENTS),
    retired=st.one_of(st.none(), MOMENTS),
)
def test_periods_agree_with_an_oracle_that_steps_through_the_days(
    cadence, at, due_day, places, spared, applied, retired
) -> None:
    item = QUARTERLY._replace(
        cadence=cadence, due_day=due_day, applied_at=applied, retired_at=retired
    )
    codes = CODES[cadence]
    published = {codes[place % len(codes)]: instant for place, instant in places.items()}
    exempt = {codes[place % len(codes)] for place in spared}
    done = {period: instant for period, instant in published.items() if instant <= at}
    known = {period: Known(period, instant) for period, instant in done.items()}
    owed = obligations.slots(item, local("2025-01-01T00:00:00"), at, BASIS)
    rows = obligations.periodic(owed, known, exempt, at)
    assert {(row.period, row.state) for row in rows} == _oracle(
        cadence, at, due_day, done, exempt, applied, retired
    )


def _oracle(cadence, at, due_day, done, exempt, applied, retired) -> set[tuple[str, str]]:
    """Steps from day to day; keeps the period that runs and those that wait for their due day."""
    states: dict[str, str] = {}
    deadlines: dict[str, datetime] = {}
    day, order = date(2024, 7, 1), []
    running = _name(cadence, at.astimezone(ZONE).date())
    while _begin(day) <= at or _name(cadence, day) == running:
        name, tomorrow = _name(cadence, day), day + timedelta(days=1)
        if name not in states:
            states[name] = "not_due"
            order.append(name)
        if _name(cadence, tomorrow) != name:
            due = tomorrow
            while due.day != due_day and (due + timedelta(days=1)).month == due.month:
                due += timedelta(days=1)
            deadlines[name] = _begin(due + timedelta(days=1))
            ended = _begin(tomorrow)
            if (applied and ended <= applied) or (retired and ended > retired):
                order.remove(name)
            elif at >= deadlines[name]:
                states[name] = "overdue"
            elif at >= ended:
                states[name] = "due"
        day = tomorrow
    for name in order:
        if name in done:
            states[name] = "published" if done[name] < deadlines[name] else "published_late"
        if name in exempt:
            states[name] = "exempt"
    public = [name for name in order if name in done]
    later = order[order.index(public[-1]) :] if public else []
    if any(states[name] == "overdue" for name in later) and public[-1] not in exempt:
        states[public[-1]] = "stale"
    shown = [name for name in order if deadlines[name] > local("2025-01-01T00:00:00")]
    return {(name, states[name]) for name in shown}


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def _name(cadence: str, day: date) -> str:
    if cadence == "half_yearly":
        return f"{day.year}H{1 if day.month < 7 else 2}"
    return (
        f"{day.year}Q{1 if day.month < 4 else 2 if day.month < 7 else 3 if day.month < 10 else 4}"
    )


@given(
    at=MOMENTS,
    applied=MOMENTS,
    published=st.one_of(st.none(), MOMENTS),
    checked=st.one_of(st.none(), MOMENTS),
    count=st.integers(0, 25),
)
def test_fixed_content_agrees_with_an_oracle_that_steps_through_the_days(
    at, applied, published, checked, count
) -> None:
    item = FIXED._replace(applied_at=applied, limits=(Within(count),))
    first = published if published and published <= at else None
    confirmed = checked if first and checked and first <= checked <= at else first
    row = _fixed(item, Known("r", first, confirmed), at)
    day, left = applied.astimezone(ZONE).date(), count
    while left:
        day += timedelta(days=1)
        left -= _worked(day)
    deadline = _begin(day + timedelta(days=1))
    if first is None:
        expected = "not_due" if at < applied else "due" if at < deadline else "overdue"
    elif (at - confirmed).days >= 365:
        expected = "stale"
    else:
        expected = "published" if first < deadline else "published_late"
    assert row is not None
    assert row.state == expected


NAMED = {one.day: one.kind for one in shipped_days()}


def _worked(day: date) -> bool:
    return NAMED.get(day, "rest" if day.isoweekday() > 5 else "work") == "work"


def _fixed(item: Item, known: Known | None, at: datetime):
    deadline = obligations.fixed_deadline(item, BASIS)
    return obligations.fixed(item, deadline, known, False, at, BASIS)


# ---- the county's figures ----


def test_rules_come_back_as_they_were_stored() -> None:
    rules = DisclosureRules(quarterly_due_day=20, reminder_workdays=(7, 1))
    assert read_rules(stored(rules)) == rules
    assert read_rules("{}") == DisclosureRules()
    assert read_rules('{"gone": 1, "latest_workdays": 15}').latest_workdays == 15


def test_figures_are_read_as_people_write_them() -> None:
    made = changed_rules(
        DisclosureRules(),
        {"reminder_workdays": "0，3、 10", "escalation_workdays": "5,1", "report_workdays": " 2 "},
    )
    assert made.reminder_workdays == (10, 3, 0)
    assert made.escalation_workdays == (1, 5)
    assert made.report_workdays == 2
    assert made.monthly_minimum == 2


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("latest_workdays", "21", "1 到 20"),
        ("latest_workdays", "", "1 到 20"),
        ("quarterly_due_day", "32", "1 到 31"),
        ("monthly_minimum", "-1", "0 到 99"),
        ("monthly_minimum", "二", "0 到 99"),
        ("monthly_minimum", "²", "0 到 99"),
        ("reminder_workdays", "5,x", "0 到 30"),
        ("reminder_workdays", "1,2,3,4,5,6,7", "最多写 6 个数"),
        ("publish_workdays", "20", "不能超过"),
    ],
)
def test_a_figure_out_of_its_range_is_refused_by_name(name, written, said) -> None:
    with pytest.raises(Invalid) as refused:
        changed_rules(DisclosureRules(), {name: written})
    assert said in str(refused.value)
    assert refused.value.data["field"] == name


@pytest.mark.parametrize("kept", ["", '[{"kind":"immediate"}]', '{"rules":[{"kind":"immediate"}]}'])
def test_limits_are_read_from_either_shape_that_is_kept(kept: str) -> None:
    assert limits_of(kept) == ((Immediate(),) if kept else ())
