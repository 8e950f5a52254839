"""Reminders: the right people, at the right stage, once."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.actor import Actor
from accounts.models import AuditEntry, Grant, Person, Unit
from core import clock
from core.clock import FixedClock
from core.errors import NotFound
from core.settings import Settings
from disclosure import service
from disclosure.deadlines import Basis
from disclosure.models import CatalogueItem, Delivery, Reminder
from disclosure.obligations import ALWAYS
from disclosure.periods import midnight
from disclosure.reminder_texts import sentence
from disclosure.reminding import Short, asked, calls, stage_at, standing
from disclosure.rules import DisclosureRules
from disclosure.service.reminding import Letter, claim, read_reminders, remind, settle
from disclosure.workdays import Workdays
from tests.disclosure.chains import hire
from tests.disclosure.world import World, at

ZONE = ZoneInfo("Asia/Shanghai")
NATIONAL_DAY = {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True}
BASIS = Basis(DisclosureRules(), Workdays(NATIONAL_DAY, frozenset({2026})), ZONE)
DUE = date(2026, 10, 10)
DUE_AT = midnight(DUE + timedelta(days=1), ZONE)


@dataclass(frozen=True)
class Row:
    state: str = "due"
    unit_code: str = "shiqiao"
    item_code: str = "village-accounts"
    item_name: str = "季度财务收支"
    period: str | None = "2026Q3"
    due_at: datetime = DUE_AT
    provisional: bool = False
    record_id: str | None = None
    check_due_at: datetime | None = None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # 10月1日至7日放假，10月10日（周六）上班：9月30日离截止还有 8、9、10 日三个工作日
        (date(2026, 9, 25), None),
        (date(2026, 9, 28), ("ahead", 5)),
        (date(2026, 9, 30), ("ahead", 5)),
        (date(2026, 10, 8), ("ahead", 2)),
        (date(2026, 10, 9), ("ahead", 2)),
        (date(2026, 10, 10), ("ahead", 0)),
        (date(2026, 10, 11), None),
        (date(2026, 10, 12), ("overdue", 1)),
        (date(2026, 10, 15), ("overdue", 1)),
        (date(2026, 10, 16), ("escalated", 5)),
        (date(2026, 12, 1), ("escalated", 5)),
    ],
)
def test_stages_count_working_days_over_the_holiday(
    today: date, expected: tuple[str, int] | None
) -> None:
    assert stage_at(DUE, today, BASIS) == expected


@pytest.mark.parametrize("state", ["published", "published_late", "stale", "exempt"])
def test_nobody_is_reminded_of_what_is_public_or_exempt(state: str) -> None:
    assert calls([Row(state)], at("2026-10-10T02:00:00+00:00"), BASIS) == []


def test_a_deadline_that_moves_is_a_new_call() -> None:
    later = Row(due_at=midnight(date(2026, 10, 13), ZONE))
    now = at("2026-10-10T02:00:00+00:00")
    keys = {call.key for call in calls([Row(), later], now, BASIS)}
    assert len(keys) == 2


def test_of_what_was_always_owed_the_unit_hears_once_and_no_day_is_made_up() -> None:
    row = Row("overdue", period=None, due_at=ALWAYS)
    early, late = at("2026-10-10T02:00:00+00:00"), at("2027-10-10T02:00:00+00:00")
    (first,), (again,) = calls([row], early, BASIS), calls([row], late, BASIS)
    assert (first.kind, first.key) == ("overdue", again.key)
    said = "石桥村的“季度财务收支”属于应公开的事项，至今尚未公开，请尽快公开。"
    assert sentence(first, "石桥村") == said
    (asked_for,) = asked([row], early, BASIS)
    assert sentence(asked_for, "石桥村") == said


def test_a_deadline_in_hours_is_named_with_its_time() -> None:
    row = Row(period=None, due_at=at("2026-10-10T14:30:00+08:00"))
    (call,) = calls([row], at("2026-10-10T10:00:00+08:00"), BASIS)
    assert call.stage == 0
    assert sentence(call, "石桥村") == (
        "石桥村的“季度财务收支”应于2026年10月10日14:30前公开，请抓紧办理。"
    )


def test_a_last_day_that_is_no_working_day_is_called_today_on_that_day_alone() -> None:
    sunday = date(2026, 11, 15)
    row = Row(due_at=midnight(sunday + timedelta(days=1), ZONE))
    (friday,) = calls([row], at("2026-11-13T02:00:00+00:00"), BASIS)
    (last,) = calls([row], at("2026-11-15T02:00:00+00:00"), BASIS)
    assert friday.key == last.key, "one call for both days"
    assert sentence(friday, "石桥村") == (
        "石桥村的“2026年第三季度季度财务收支”应于2026年11月15日前公开，请抓紧办理。"
    )
    assert "今天到期" in sentence(last, "石桥村")


CHECK = Row(
    "published",
    item_name="村两委成员",
    period=None,
    record_id="r",
    check_due_at=at("2026-10-10T09:30:00+08:00"),
)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (
            "2026-10-08T02:00:00+00:00",
            "石桥村的“村两委成员”应于2026年10月10日前核对一次，"
            "无变化的请确认“核对无变化”，有变化的请更新公开。",
        ),
        (
            "2026-10-10T08:00:00+00:00",
            "石桥村的“村两委成员”今天应核对一次，无变化的请确认“核对无变化”，有变化的请更新公开。",
        ),
        (
            "2026-10-12T02:00:00+00:00",
            "石桥村的“村两委成员”应于2026年10月10日前核对一次，现已逾期，请尽快核对："
            "无变化的请确认“核对无变化”，有变化的请更新公开。",
        ),
        (
            "2026-10-19T02:00:00+00:00",
            "石桥村的“村两委成员”应于2026年10月10日前核对一次，"
            "已逾期 5 个工作日以上仍未核对，请督促办理。",
        ),
    ],
)
@pytest.mark.parametrize("state", ["published", "published_late", "stale"])
def test_a_yearly_check_is_called_for_ahead_of_its_day_and_after_it(
    state: str, today: str, said: str
) -> None:
    (call,) = calls([replace(CHECK, state=state)], at(today), BASIS)
    assert sentence(call, "石桥村") == said
    assert call.due_at == CHECK.check_due_at
    assert call.about in standing([CHECK], BASIS)


def test_a_check_far_away_or_taken_since_is_not_called_for() -> None:
    now = at("2026-10-08T02:00:00+00:00")
    (call,) = calls([CHECK], now, BASIS)
    fresh = replace(CHECK, check_due_at=CHECK.check_due_at + timedelta(days=365))
    assert calls([fresh], now, BASIS) == []
    assert call.about not in standing([fresh], BASIS)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-11-20T02:00:00+00:00", None),
        (
            "2026-11-23T02:00:00+00:00",
            "县财政局本月已公开 1 项，至少应公开 2 项（截至2026年11月23日），"
            "请于2026年11月30日前补足。",
        ),
        (
            "2026-11-30T02:00:00+00:00",
            "县财政局本月已公开 1 项，至少应公开 2 项（截至2026年11月30日）；"
            "今天是本月最后一天，请于24时前补足。",
        ),
    ],
)
def test_a_month_short_of_its_minimum_is_called_for_with_the_count(
    today: str, said: str | None
) -> None:
    month_end = midnight(date(2026, 12, 1), ZONE)
    as_of = at(today).astimezone(ZONE).date()
    found = calls([Short("caizheng", "2026-11", month_end, 1, 2, as_of)], at(today), BASIS)
    assert [sentence(call, "县财政局") for call in found] == ([said] if said else [])


@given(st.integers(-40, 40), st.sets(st.integers(0, 9), max_size=4), st.integers(1, 20))
def test_a_stage_is_one_that_the_county_set_and_fits_the_days_left(
    days: int, ahead: set[int], first: int
) -> None:
    rules = replace(
        BASIS.rules,
        reminder_workdays=tuple(sorted(ahead, reverse=True)),
        escalation_workdays=(first, first + 3),
    )
    basis = replace(BASIS, rules=rules)
    today = DUE + timedelta(days=days)
    stage = stage_at(DUE, today, basis)
    left = BASIS.workdays.between(today, DUE)
    if days <= 0:
        fitting = [s for s in ahead if left <= s]
        assert stage == (("ahead", min(fitting)) if fitting else None)
    elif -left < first:
        assert stage is None
    else:
        assert stage == (("escalated", first + 3) if -left >= first + 3 else ("overdue", first))


async def people(world: World) -> dict[str, Person]:
    """An officer of the village, its township's head, the county's office."""
    made = {}
    for login, role, unit in (
        ("village-officer", "officer", "shiqiao"),
        ("town-head", "head", "liuhe"),
        ("county-office", "office", "qingxi"),
    ):
        home = await Unit.get(code=unit)
        made[login] = await Person.create(
            login=login, name=login, unit=home, email=f"{login}@example.cn", created_at=clock.now()
        )
        await Grant.create(person=made[login], unit=home, role=role)
    await CatalogueItem.exclude(code="village-accounts").update(mode="on_request")
    return made


async def department(world: World) -> Person:
    """A department of the county with an officer of its own."""
    county = await Unit.get(code="qingxi")
    unit = await Unit.create(
        code="caizheng", name="青溪县财政局", short_name="县财政局", tier="department",
        parent=county, path=f"{county.path}caizheng/",
    )  # fmt: skip
    await CatalogueItem.create(
        code="d-notice", tier="department", group="通知", name="通知公告", cadence="prompt"
    )
    made = await Person.create(login="clerk", name="方", unit=unit, created_at=clock.now())
    await Grant.create(person=made, unit=unit, role="officer")
    return made


async def unread(matter: str) -> dict[str, set[str]]:
    """By login, the kinds of reminders of that matter that stand in the inbox."""
    found: dict[str, set[str]] = {}
    for row in await Reminder.filter(matter=matter, read_at=None).select_related("person"):
        found.setdefault(row.person.login, set()).add(row.kind)
    return found


async def test_the_officer_is_reminded_ahead_of_a_yearly_check_and_the_township_after_it(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    await CatalogueItem.filter(code="village-roster").update(mode="public")
    clock.set(at("2026-11-20T01:00:00+00:00"))
    version = await world.published("村两委成员", item_code="village-roster", period=None)

    clock.set(at("2027-11-10T02:00:00+00:00"))
    await remind(settings, clock.now())
    assert await unread("check") == {}
    clock.set(at("2027-11-15T02:00:00+00:00"))
    await remind(settings, clock.now())
    await remind(settings, clock.now())
    assert await unread("check") == {"village-officer": {"ahead"}}
    first = await Reminder.get(matter="check", unit__code="shiqiao")
    assert first.record_id == version.record.id
    assert first.due_at == at("2027-11-20T01:00:00+00:00")

    clock.set(at("2027-11-29T02:00:00+00:00"))
    await remind(settings, clock.now())
    await remind(settings, clock.now())
    assert await unread("check") == {
        "village-officer": {"ahead", "overdue"},
        "town-head": {"escalated"},
    }
    assert await Reminder.filter(matter="check").count() == 3

    await service.check_unchanged(world.officer, version.id)
    await remind(settings, clock.now())
    assert await unread("check") == {}


async def test_a_department_short_of_its_monthly_minimum_is_reminded_until_it_has_filed_it(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    await department(world)
    place = {"unit_code": "caizheng", "item_code": "d-notice", "period": None}
    clock.set(at("2026-11-02T02:00:00+00:00"))
    await world.published("第一项", **place)
    await remind(settings, clock.now())
    assert await unread("minimum") == {}, "the month is long"

    clock.set(at("2026-11-26T02:00:00+00:00"))
    await remind(settings, clock.now())
    await remind(settings, clock.now())
    (reminder,) = await Reminder.filter(matter="minimum").select_related("person")
    assert (reminder.person.login, reminder.period) == ("clerk", "2026-11")
    assert reminder.text.startswith("县财政局本月已公开 1 项，至少应公开 2 项")

    await world.published("第二项", **place)
    await remind(settings, clock.now())
    assert await unread("minimum") == {}

    clock.set(at("2026-12-31T02:00:00+00:00"))
    await remind(settings, clock.now())
    assert await unread("minimum") == {"clerk": {"ahead"}}, "each month anew"
    clock.set(at("2027-01-04T02:00:00+00:00"))
    await remind(settings, clock.now())
    assert await unread("minimum") == {}, "a month that is over cannot be mended"


async def test_a_county_that_asks_for_no_minimum_reminds_of_none(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    await department(world)
    office = await hire("rules", "qingxi", "office")
    await service.set_rules(office, {"monthly_minimum": "0"})
    clock.set(at("2026-11-30T02:00:00+00:00"))
    await remind(settings, clock.now())
    assert await unread("minimum") == {}


async def told(kind: str) -> dict[str, set[str]]:
    """By login, the periods of which they were reminded."""
    found: dict[str, set[str]] = {}
    for row in await Reminder.filter(kind=kind).select_related("person"):
        found.setdefault(row.person.login, set()).add(row.period)
    return found


async def test_the_officer_is_reminded_ahead_the_head_after_it_and_then_the_township(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)

    clock.set(at("2026-10-09T02:00:00+00:00"))
    await remind(settings, clock.now())
    ahead = await told("ahead")
    assert ahead["village-officer"] == {"2026Q3"}
    assert "town-head" not in ahead

    clock.set(at("2026-10-12T02:00:00+00:00"))
    await remind(settings, clock.now())
    overdue = await told("overdue")
    assert "2026Q3" in overdue["village-officer"]
    assert "2026Q3" in overdue["town-head"]

    clock.set(at("2026-10-19T02:00:00+00:00"))
    await remind(settings, clock.now())
    escalated = await told("escalated")
    assert "2026Q3" in escalated["town-head"]
    assert "village-officer" not in escalated
    own = Reminder.filter(kind="overdue", period="2026Q3", person__login="village-officer")
    assert await own.count() == 2


async def claimed(clock: FixedClock) -> list[Letter]:
    """Every letter that waits, claimed one after the other."""
    letters = []
    while letter := await claim(clock.now(), "email"):
        letters.append(letter)
    return letters


async def test_a_second_run_makes_no_second_reminder(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    clock.set(at("2026-10-09T02:00:00+00:00"))

    first = await remind(settings, clock.now())

    assert first > 0
    assert await remind(settings, clock.now()) == 0
    assert await Reminder.all().count() == first


async def test_what_was_published_meanwhile_is_not_reminded_of(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    clock.set(at("2026-10-08T02:00:00+00:00"))
    await world.published(period="2026Q3")

    await remind(settings, clock.now())

    assert "2026Q3" not in (await told("ahead")).get("village-officer", set())


async def test_what_was_published_since_leaves_the_inbox_and_is_sent_no_more(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    by_letter = replace(settings, smtp_url="smtp://x")
    clock.set(at("2026-10-12T02:00:00+00:00"))
    await remind(by_letter, clock.now())
    third = Reminder.filter(period="2026Q3", read_at=None)
    others = await Reminder.filter(read_at=None).exclude(period="2026Q3").count()
    assert await third.count() > 0

    await world.published(period="2026Q3")
    await remind(by_letter, clock.now())

    assert await third.count() == 0
    waiting = await Delivery.filter(state="waiting").values_list("reminder__period", flat=True)
    assert "2026Q3" not in waiting
    assert await Reminder.filter(read_at=None).count() == others
    assert await AuditEntry.filter(action="reminder.close").count() == 1


async def test_people_who_left_are_not_reminded(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    who = await people(world)
    await Person.filter(id=who["village-officer"].id).update(active=False)
    clock.set(at("2026-10-09T02:00:00+00:00"))

    await remind(settings, clock.now())

    assert await Reminder.filter(person_id=who["village-officer"].id).count() == 0


async def test_a_letter_is_claimed_by_one_process_only(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    clock.set(at("2026-10-09T02:00:00+00:00"))
    await remind(replace(settings, smtp_url="smtp://x"), clock.now())

    first, second = await claimed(clock), await claimed(clock)

    assert len(first) > 0
    assert second == []


async def test_a_letter_that_fails_is_tried_again_later_and_then_given_up(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    clock.set(at("2026-10-09T02:00:00+00:00"))
    await remind(replace(settings, smtp_url="smtp://x"), clock.now())
    tries = 0
    while letters := await claimed(clock):
        tries += 1
        for letter in letters:
            await settle(letter, clock.now(), "连接不上")
        assert await claimed(clock) == []
        clock.advance(days=3)

    assert tries == 6
    assert {row.state for row in await Delivery.all()} == {"given_up"}


async def test_a_claim_that_was_left_behind_is_given_up_rather_than_sent_twice(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await people(world)
    clock.set(at("2026-10-09T02:00:00+00:00"))
    await remind(replace(settings, smtp_url="smtp://x"), clock.now())
    await claimed(clock)

    clock.advance(minutes=11)

    assert await claimed(clock) == []
    assert {row.state for row in await Delivery.all()} == {"given_up"}


async def test_each_reads_their_own_reminders_only(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    who = await people(world)
    clock.set(at("2026-10-12T02:00:00+00:00"))
    await remind(settings, clock.now())
    others = await Reminder.filter(person_id=who["town-head"].id).first()
    me = Actor(who["village-officer"].id, "x", ())

    with pytest.raises(NotFound):
        await read_reminders(me, [others.id])
    assert await read_reminders(me) > 0
    assert await Reminder.filter(person_id=who["town-head"].id, read_at=None).exists()
