"""What is due, from the rows: by unit, as it stood then, with exemptions and the county's rules."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.actor import Actor
from accounts.models import AuditEntry, Unit
from core.clock import FixedClock
from core.errors import Conflict, Invalid, NotFound, Refused
from core.settings import Settings
from core.transaction import transact
from disclosure import service
from disclosure.models import CatalogueItem, Exemption, ItemUnit
from disclosure.obligations import ALWAYS
from disclosure.queries import due, duties, rules
from disclosure.queries.duties import DueRow
from disclosure.rules import DisclosureRules
from server.cli import main
from tests.disclosure.world import VILLAGE, World, _person, at, build_world, reload

Q3_DUE = at("2026-10-11T00:00:00+08:00")
NOW = at("2026-11-20T09:00:00+08:00")


async def rows(world: World, when: datetime = NOW, path: str = "/") -> dict[tuple, DueRow]:
    found = await due(world.settings, when, path)
    return {(row.unit_code, row.item_code, row.period): row for row in found}


async def test_a_village_owes_each_quarter_of_its_tier_s_items(world: World) -> None:
    found = await rows(world)
    quarters = {key[2]: row.state for key, row in found.items() if key[1] == "village-accounts"}
    assert quarters == {  # due within 366 days, and the running one
        "2025Q4": "overdue",
        "2026Q1": "overdue",
        "2026Q2": "overdue",
        "2026Q3": "overdue",
        "2026Q4": "not_due",
    }
    assert {key[0] for key in found} == {"liuhe", "nanping", "shiqiao"}
    assert found["shiqiao", "village-accounts", "2026Q3"].due_at == Q3_DUE


async def test_publication_is_seen_with_its_record_and_judged_by_its_first_instant(
    world: World, clock: FixedClock
) -> None:
    clock.set(Q3_DUE - timedelta(seconds=1))
    first = await world.published()
    clock.set(NOW)
    await world.published("更正后的财务收支", record_id=first.record.id)
    row = (await rows(world))["shiqiao", "village-accounts", "2026Q3"]
    assert (row.state, row.record_id) == ("published", first.record.id)
    assert (await rows(world, Q3_DUE - timedelta(seconds=2)))[
        "shiqiao", "village-accounts", "2026Q3"
    ].state == "due"


async def test_what_is_published_after_the_due_day_is_late(world: World, clock: FixedClock) -> None:
    clock.set(Q3_DUE)
    await world.published()
    assert (await rows(world))["shiqiao", "village-accounts", "2026Q3"].state == "published_late"


async def test_no_events_are_published_like_any_quarter(world: World, clock: FixedClock) -> None:
    clock.set(Q3_DUE - timedelta(hours=1))
    await world.published(nil_return=True)
    assert (await rows(world))["shiqiao", "village-accounts", "2026Q3"].state == "published"


async def test_a_draft_gives_the_record_to_open_but_is_not_published(world: World) -> None:
    draft = await world.draft()
    row = (await rows(world))["shiqiao", "village-accounts", "2026Q3"]
    assert (row.state, row.record_id) == ("overdue", draft.record.id)


async def test_what_was_withdrawn_is_owed_again_from_that_instant(
    world: World, clock: FixedClock
) -> None:
    clock.set(Q3_DUE - timedelta(days=1))
    version = await world.published()
    withdrawn = Q3_DUE + timedelta(days=3)
    clock.set(withdrawn)
    await service.withdraw(world.reviewer, version.id, "数字有误")
    key = ("shiqiao", "village-accounts", "2026Q3")
    assert (await rows(world, withdrawn - timedelta(seconds=1)))[key].state == "published"
    assert (await rows(world, withdrawn))[key].state == "overdue"


async def test_fixed_content_without_a_day_of_application_is_overdue_until_published(
    world: World,
) -> None:
    key = ("shiqiao", "village-roster", None)
    before = (await rows(world))[key]
    assert (before.state, before.due_at, before.as_json()["due_at"]) == ("overdue", ALWAYS, None)
    version = await world.published("村两委成员", item_code="village-roster", period=None)
    after = (await rows(world))[key]
    assert (after.state, after.record_id) == ("published", version.record.id)
    assert after.check_due_at == NOW + timedelta(days=365)


async def test_a_check_counts_from_its_instant_on_and_not_before(
    world: World, clock: FixedClock
) -> None:
    version = await world.published("村两委成员", item_code="village-roster", period=None)
    for days in (300, 600):
        clock.set(NOW + timedelta(days=days))
        await service.check_unchanged(world.officer, version.id)
    key = ("shiqiao", "village-roster", None)
    for days, state in ((299, "published"), (660, "published"), (664, "published"), (966, "stale")):
        assert (await rows(world, NOW + timedelta(days=days)))[key].state == state
    assert (await rows(world, NOW + timedelta(days=299)))[key].check_due_at == NOW + timedelta(
        days=365
    )
    assert (await rows(world, NOW + timedelta(days=400)))[key].check_due_at == NOW + timedelta(
        days=665
    )


async def test_prompt_items_have_a_row_for_each_record_with_a_day_of_formation(
    world: World, clock: FixedClock
) -> None:
    options = {"item_code": "village-notice", "period": None}
    await world.draft("没有成文日期的通知", **options)
    formed = await world.draft("停水通知", formed_on="2026-11-18", **options)
    found = [row for row in await due(world.settings, NOW) if row.item_code == "village-notice"]
    assert [(row.record_id, row.state) for row in found] == [(formed.record.id, "due")]
    assert found[0].due_at == at("2026-11-24T00:00:00+08:00")  # three working days
    assert (await _prompt(world, found[0].due_at)).state == "overdue"
    submitted = await service.submit(world.officer, world.settings, formed.id)
    await service.approve(world.reviewer, formed.id, submitted.content_hash)
    await service.publish(world.reviewer, world.settings, formed.id)
    assert (await _prompt(world, found[0].due_at)).state == "published"
    clock.advance(hours=1)
    await service.withdraw(world.reviewer, formed.id, "重复")
    assert "village-notice" not in {
        row.item_code for row in await due(world.settings, NOW + timedelta(days=1))
    }


async def _prompt(world: World, when: datetime) -> DueRow:
    (row,) = [one for one in await due(world.settings, when) if one.item_code == "village-notice"]
    return row


async def test_an_item_has_its_own_due_day_and_month(world: World) -> None:
    limit = '{"rules": [{"kind":"periodic","cadence":"quarterly","by_day":20,"by_month":2}]}'
    await _change("village-accounts", limit_rules=limit, due_day=20)
    row = (await rows(world))["shiqiao", "village-accounts", "2026Q3"]
    assert row.due_at == at("2026-11-21T00:00:00+08:00")


async def test_items_without_a_day_of_their_own_follow_the_county_s(world: World) -> None:
    limit = '{"rules": [{"kind":"periodic","cadence":"quarterly","by_day":10,"by_month":1}]}'
    own = await transact(
        lambda: CatalogueItem.create(
            code="own-day", tier="village", group="财务", name="债权债务", cadence="quarterly",
            limit_rules=limit,
        )
    )  # fmt: skip
    await service.set_rules(await _office(), {"quarterly_due_day": "20"})
    found = await rows(world)
    followed = found["shiqiao", "village-accounts", "2026Q3"]
    assert followed.due_at == at("2026-10-21T00:00:00+08:00")
    assert found["shiqiao", own.code, "2026Q3"].due_at == Q3_DUE
    item = await CatalogueItem.get(code="village-accounts").prefetch_related("history")
    assert [(one.number, one.action) for one in item.history] == [(2, "changed")]
    entry = await AuditEntry.get(action="rules.disclosure")
    assert json.loads(entry.data) == {"quarterly_due_day": 20, "items": ["village-accounts"]}


HALF_YEARLY = {"code": "half", "tier": "village", "group": "财务", "cadence": "half_yearly"}


async def test_a_half_yearly_item_goes_through_the_year_like_a_quarterly_one(
    world: World, clock: FixedClock
) -> None:
    applied = at("2026-02-01T00:00:00+08:00")
    await transact(lambda: CatalogueItem.create(name="半年收支", applied_at=applied, **HALF_YEARLY))
    clock.set(at("2026-07-09T09:00:00+08:00"))
    first = await world.published("", item_code="half", period="2026H1")
    assert first.title == "2026年上半年收支"

    async def states(day: str) -> dict[str | None, str]:
        found = await rows(world, at(f"{day}T00:00:00+08:00"), VILLAGE)
        return {key[2]: row.state for key, row in found.items() if key[1] == "half"}

    assert await states("2026-07-01") == {"2026H1": "due", "2026H2": "not_due"}
    assert (await states("2027-01-10"))["2026H1"] == "published"
    assert await states("2027-01-11") == {
        "2026H1": "stale",
        "2026H2": "overdue",
        "2027H1": "not_due",
    }
    clock.set(at("2027-01-12T09:00:00+08:00"))
    await world.published("", item_code="half", period="2026H2", nil_return=True)
    assert (await reload(first)).superseded_at == clock.now()
    assert (await states("2027-02-01"))["2026H2"] == "published_late"
    office, why = await _office(), "无此项"
    with pytest.raises(Invalid):
        await service.exempt(office, "shiqiao", "half", period="2026Q3", reason=why)
    await service.exempt(office, "shiqiao", "half", period="2027H1", reason=why)
    assert (await states("2027-08-01"))["2027H1"] == "exempt"


async def test_half_yearly_items_have_a_county_s_due_day_of_their_own(world: World) -> None:
    limit = '{"rules": [{"kind":"periodic","cadence":"half_yearly","by_day":10,"by_month":1}]}'
    own = HALF_YEARLY | {"code": "own-half", "limit_rules": limit}
    for item in (HALF_YEARLY, own):
        await transact(lambda item=item: CatalogueItem.create(name=item["code"], **item))
    await service.set_rules(await _office(), {"half_yearly_due_day": "15"})
    found = await rows(world)
    assert found["shiqiao", "half", "2026H1"].due_at == at("2026-07-16T00:00:00+08:00")
    assert found["shiqiao", "own-half", "2026H1"].due_at == at("2026-07-11T00:00:00+08:00")
    assert found["shiqiao", "village-accounts", "2026Q3"].due_at == Q3_DUE
    entry = await AuditEntry.get(action="rules.disclosure")
    assert json.loads(entry.data) == {"half_yearly_due_day": 15, "items": ["half"]}


async def test_items_owed_by_name_or_below_a_unit_are_owed_by_nobody_else(world: World) -> None:
    item = await CatalogueItem.get(code="village-accounts")
    town = await Unit.get(code="nanping")
    await transact(lambda: ItemUnit.create(item=item, unit=town))
    assert {
        row.unit_code for row in (await rows(world)).values() if row.item_code == item.code
    } == {"nanping"}
    await _change("village-monthly", unit_id=town.id)
    await _change("village-law", mode="on_request")
    await _change("village-yearly", unit_kind="public_service")
    owed = {row.item_code for row in (await rows(world)).values()}
    assert not owed & {"village-monthly", "village-law", "village-yearly"}


async def test_units_asked_in_slices_give_the_same_rows(world: World, monkeypatch) -> None:
    await world.published()
    await world.published("村两委成员", item_code="village-roster", period=None)
    together = await due(world.settings, NOW)
    monkeypatch.setattr(duties, "SLICE", 1)
    assert await due(world.settings, NOW) == together


async def test_a_subtree_is_asked_alone(world: World) -> None:
    assert {key[0] for key in await rows(world, path=VILLAGE)} == {"shiqiao"}


async def test_rows_come_in_the_order_of_units_items_and_periods(world: World) -> None:
    found = await due(world.settings, NOW)
    units = list(dict.fromkeys(row.unit_code for row in found))
    assert units == ["liuhe", "shiqiao", "nanping"]
    accounts = [row.period for row in found if row.item_code == "village-accounts"]
    assert accounts == sorted(accounts)


async def test_an_exemption_needs_a_reason_and_is_told_in_the_trail(world: World) -> None:
    office = await _office()
    with pytest.raises(Invalid, match="请写明原因"):
        await service.exempt(office, "shiqiao", "village-accounts", reason=" ")
    await service.exempt(
        office, "shiqiao", "village-accounts", period="2026Q3", reason="村级合并，账目移交"
    )
    assert (await rows(world))["shiqiao", "village-accounts", "2026Q3"].state == "exempt"
    assert (await rows(world))["shiqiao", "village-accounts", "2026Q2"].state == "overdue"
    with pytest.raises(Conflict):
        await service.exempt(
            office, "shiqiao", "village-accounts", period="2026Q3", reason="再写一次"
        )
    await service.unexempt(
        office, "shiqiao", "village-accounts", period="2026Q3", reason="合并推迟"
    )
    assert (await rows(world))["shiqiao", "village-accounts", "2026Q3"].state == "overdue"
    actions = await AuditEntry.filter(action__startswith="duty.").values_list("action", flat=True)
    assert sorted(actions) == ["duty.exempt", "duty.owed"]


@pytest.mark.parametrize(
    ("unit", "item", "period", "refused"),
    [
        ("shiqiao", "village-accounts", "2026-10", Invalid),
        ("shiqiao", "village-roster", "2026", Invalid),
        ("shiqiao", "village-accounts", "第三季度", Invalid),
        ("shiqiao", "nothing", "", NotFound),
        ("nowhere", "village-accounts", "", NotFound),
    ],
)
async def test_an_exemption_from_what_does_not_exist_is_refused(
    world: World, unit: str, item: str, period: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        await service.exempt(await _office(), unit, item, period=period, reason="说明")
    assert not await Exemption.all().exists()


async def test_only_the_office_exempts_and_sets_the_rules(world: World) -> None:
    with pytest.raises(Refused):
        await service.exempt(world.officer, "shiqiao", "village-accounts", reason="忙")
    with pytest.raises(Refused):
        await service.set_rules(world.officer, {"monthly_minimum": "0"})
    with pytest.raises(NotFound):  # another's unit: not even that it exists
        await service.exempt(world.stranger, "shiqiao", "village-accounts", reason="忙")


async def test_the_county_s_own_figures_move_deadlines(world: World) -> None:
    assert await rules() == DisclosureRules()
    office = await _office()
    await _change("village-roster", applied_at=at("2026-11-16T09:00:00+08:00"))
    key = ("shiqiao", "village-roster", None)
    assert (await rows(world))[key].due_at == at("2026-12-15T00:00:00+08:00")
    await service.set_rules(office, {"latest_workdays": "10"})
    await service.set_rules(office, {"monthly_minimum": "3"})
    assert (await rows(world))[key].due_at == at("2026-12-01T00:00:00+08:00")
    assert (await rules()).monthly_minimum == 3
    entries = await AuditEntry.filter(action="rules.disclosure").order_by("sequence")
    assert [json.loads(entry.data) for entry in entries] == [
        {"latest_workdays": 10},
        {"monthly_minimum": 3},
    ]


async def test_a_deadline_in_the_next_year_is_provisional_until_its_notice_arrives(
    world: World,
) -> None:
    await _change("village-roster", applied_at=at("2026-12-21T09:00:00+08:00"))
    key = ("shiqiao", "village-roster", None)
    when = at("2026-12-22T09:00:00+08:00")
    before = (await rows(world, when))[key]
    assert (before.due_at, before.provisional) == (at("2027-01-19T00:00:00+08:00"), True)
    await service.import_days(await _office(), "2027-01-01,放假,元旦\n", 2027)
    after = (await rows(world, when))[key]
    assert (after.due_at, after.provisional) == (at("2027-01-20T00:00:00+08:00"), False)


def test_the_command_prints_the_shape_that_scripts_read(database: Settings, monkeypatch, capsys):
    import asyncio

    from server.database import connected

    async def seed() -> None:
        async with connected(database):
            await build_world(database)

    asyncio.run(seed())
    if database.database_url:
        monkeypatch.setenv("HALLBOARD_DATABASE_URL", database.database_url)
    place = ["--data", str(database.data), "--at", "2026-11-20T09:00:00+08:00"]
    assert main(["due", "--unit", "shiqiao", "--json", *place]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert datetime.fromisoformat(answer["at"]) == datetime(2026, 11, 20, 1, tzinfo=UTC)
    wanted = {"unit", "item", "period", "state", "due_at", "provisional", "record"}
    assert all(set(row) == wanted for row in answer["rows"])
    assert {row["unit"] for row in answer["rows"]} == {"shiqiao"}
    assert main(["due", *place]) == 0
    said = capsys.readouterr().out
    assert "石桥村（shiqiao）" in said
    assert "逾期  季度财务收支  2026Q3  截止 2026年10月10日" in said
    assert main(["due", "--unit", "nowhere", *place]) == 1
    assert "没有代码为 nowhere 的单位" in capsys.readouterr().err


async def _office() -> Actor:
    return await _person("office", "郑公开", await Unit.get(code="qingxi"), "office")


async def _change(code: str, **columns: object) -> None:
    await transact(lambda: CatalogueItem.filter(code=code).update(**columns))


@pytest.mark.parametrize(
    ("event", "due_at"),
    [
        ("major", "2026-11-22T00:00:00+08:00"),  # 当日或次日
        ("concern", "2026-11-20T14:00:00+08:00"),  # 5 小时
        ("conference", "2026-11-21T09:00:00+08:00"),  # 24 小时
        ("response", "2026-11-22T09:00:00+08:00"),  # 48 小时
        ("", "2026-11-26T00:00:00+08:00"),  # 1 + 2 个工作日：周五形成，周三到期
    ],
)
async def test_what_cannot_wait_is_due_within_hours(
    world: World, clock: FixedClock, event: str, due_at: str
) -> None:
    """Friday 20 November, nine in the morning."""
    await world.draft(
        item_code="village-notice", period=None, event=event, formed_on=date(2026, 11, 20)
    )
    row = (await rows(world, NOW + timedelta(hours=1)))["shiqiao", "village-notice", None]
    assert (row.state, row.due_at) == ("due", at(due_at))
