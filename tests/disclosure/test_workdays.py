"""Working days: official days count, the first day does not, uncovered years are provisional."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import queries as accounts
from accounts.models import AuditEntry
from core.errors import Invalid, Refused
from disclosure.models import OfficialDay, OfficialYear
from disclosure.notices import read_notice
from disclosure.queries import covered_years, workdays
from disclosure.service import import_days
from disclosure.workdays import NamedDay, Workdays, of_days, shipped, shipped_days
from tests.disclosure.world import World

NOTICE = """日期,类型,说明
2027-01-01,放假,元旦
2027-01-02,放假,元旦
2027-01-03,上班,元旦调休上班
2027/2/5,休,春节
2027年2月8日,休,春节
"""
DAYS = st.dates(date(2025, 11, 1), date(2027, 3, 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 10, 1), False),  # a Thursday, National Day
        (date(2026, 10, 7), False),  # a Wednesday, its last day
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2026, 9, 20), True),  # a Sunday worked in exchange
        (date(2026, 10, 11), False),
        (date(2026, 2, 16), False),  # a Monday, Spring Festival
    ],
)
def test_the_notice_of_2026_is_known(day: date, worked: bool) -> None:
    assert shipped().is_workday(day) is worked


@pytest.mark.parametrize(
    ("start", "count", "reached"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the whole holiday
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the third is the Saturday in exchange
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # the first day is not counted
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, count, reached) -> None:
    assert shipped().add(start, count).day == reached
    assert not shipped().add(start, count).provisional


def test_a_span_into_a_year_without_its_notice_is_provisional() -> None:
    known = shipped()
    assert known.add(date(2026, 12, 28), 3).provisional is False  # 31 December
    reached = known.add(date(2026, 12, 28), 4)
    assert (reached.day, reached.provisional) == (date(2027, 1, 1), True)
    assert known.provisional(date(2026, 12, 31), date(2027, 1, 1))
    assert not known.provisional(date(2026, 12, 31), date(2026, 1, 1))


def test_a_deadline_moves_when_the_notice_of_its_year_arrives() -> None:
    later = of_days([*shipped_days(), *read_notice(NOTICE, 2027)])
    reached = later.add(date(2026, 12, 28), 4)
    assert (reached.day, reached.provisional) == (date(2027, 1, 3), False)


@given(DAYS, st.integers(-60, 60))
def test_counting_agrees_with_going_day_by_day(start: date, count: int) -> None:
    known = shipped()
    sign = 1 if count > 0 else -1
    later = [start + timedelta(days=sign * number) for number in range(1, 200)]
    worked = [day for day in later if _worked(day)]
    expected = worked[abs(count) - 1] if count else start
    assert known.add(start, count).day == expected
    passed = {day.year for day in later if count and (day - expected).days * sign <= 0}
    assert known.add(start, count).provisional is (2027 in passed)


@given(DAYS, DAYS)
def test_between_counts_what_add_steps_over(start: date, end: date) -> None:
    known = shipped()
    first, last = sorted((start, end))
    expected = sum(
        _worked(first + timedelta(days=number)) for number in range(1, (last - first).days + 1)
    )
    assert known.between(first, last) == expected
    assert known.between(last, first) == -expected


@given(DAYS, st.integers(0, 40))
def test_as_many_days_lie_between_as_were_added(start: date, count: int) -> None:
    known = shipped()
    assert known.between(start, known.add(start, count).day) == count


def test_without_any_notice_weekdays_count_and_all_is_provisional() -> None:
    reached = Workdays().add(date(2026, 9, 30), 1)
    assert (reached.day, reached.provisional) == (date(2026, 10, 1), True)


def test_a_notice_is_read_in_the_ways_it_is_written() -> None:
    found = read_notice(NOTICE, 2027)
    assert found[0] == NamedDay(date(2027, 1, 1), "rest", "元旦")
    assert [one.kind for one in found] == ["rest", "rest", "work", "rest", "rest"]
    assert read_notice(NOTICE.replace(",", "\t"), 2027) == found
    assert read_notice("\ufeff" + NOTICE.replace("\n", "\r\n"), 2027) == found


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2027-13-01,放假", "第 3 行：没有 2027-13-01 这一天"),
        ("2026-05-01,放假", "第 3 行：2026-05-01 不在 2027 年"),
        ("五一,放假", "第 3 行：“五一”不是日期"),
        ("2027-05-01,也许", "第 3 行：“也许”应写作“放假”或“上班”"),
        ("2027-01-01,放假", "第 3 行：日期 2027-01-01 重复"),
        ("2027-05-03,上班", "第 3 行：2027-05-03 是周一至周五"),
        ("2027-05-01,放假," + "长" * 81, "第 3 行：说明最多 80 个字"),
    ],
)
def test_a_bad_row_is_named_by_its_number(row: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_notice(f"日期,类型\n2027-01-01,放假\n{row}\n", 2027)
    assert said in str(refused.value)


def test_every_bad_row_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_notice("一,放假\n二,放假\n2027-01-01,放假\n", 2027)
    assert "有 2 行不能使用" in str(refused.value)
    assert "第 1 行" in str(refused.value)
    assert "第 2 行" in str(refused.value)


@pytest.mark.parametrize("content", ["", "日期,类型\n", "2027-01-03,上班\n"])
def test_a_notice_without_holidays_is_refused(content: str) -> None:
    with pytest.raises(Invalid, match="没有 2027 年的放假日"):
        read_notice(content, 2027)


@pytest.mark.parametrize(
    ("content", "said"),
    [('"2027-01-01,放假\n', "第 1 行不是完整的 CSV"), ("2027-01-01,休\n" * 500, "不会超过 400 行")],
)
def test_a_file_that_is_no_calendar_is_refused(content: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_notice(content, 2027)


@given(st.text(max_size=200))
def test_no_file_without_a_holiday_is_taken_and_none_breaks_the_reader(content: str) -> None:
    with pytest.raises(Invalid):
        read_notice("#" + content, 2027)


async def test_an_imported_year_takes_the_place_of_the_shipped_one(world: World) -> None:
    office = await _office()
    assert (await workdays()).is_workday(date(2026, 10, 1)) is False
    assert await import_days(office, "2026-05-01,放假,劳动节\n", 2026, source="更正通知") == 1
    known = await workdays()
    assert known.is_workday(date(2026, 10, 1)) is True
    assert known.is_workday(date(2026, 5, 1)) is False
    assert known.is_workday(date(2025, 10, 1)) is False
    newest = (await covered_years())[0]
    assert (newest.year, newest.source, newest.by) == (2026, "更正通知", office.id)


async def test_importing_again_replaces_the_year_and_writes_one_entry_each(world: World) -> None:
    office = await _office()
    await import_days(office, NOTICE, 2027)
    await import_days(office, "2027-10-01,放假,国庆节\n", 2027)
    assert [row.day for row in await OfficialDay.all()] == [date(2027, 10, 1)]
    assert await AuditEntry.filter(action="calendar.import").count() == 2
    assert (await workdays()).covered >= {2026, 2027}


async def test_a_bad_notice_stores_nothing(world: World) -> None:
    office = await _office()
    await import_days(office, NOTICE, 2027)
    with pytest.raises(Invalid):
        await import_days(office, "2027-10-01,放假\n坏的,放假\n", 2027)
    assert await OfficialDay.all().count() == 5
    assert await AuditEntry.filter(action="calendar.import").count() == 1


async def test_only_who_keeps_the_catalogue_imports_days(world: World) -> None:
    with pytest.raises(Refused):
        await import_days(world.officer, NOTICE, 2027)
    assert not await OfficialYear.all().exists()


async def _office():
    from tests.disclosure.world import _person

    top = await accounts.root()
    assert top is not None
    return await _person("office", "郑公开", top, "office")


NAMED = {one.day: one.kind for one in shipped_days()}


def _worked(day: date) -> bool:
    """An oracle of its own: the named days, else Monday to Friday."""
    return NAMED.get(day, "rest" if day.isoweekday() in (6, 7) else "work") == "work"
