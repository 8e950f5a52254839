"""What is counted of each unit in a quarter, from the rows of a small county."""

from decimal import Decimal

from accounts.models import Unit
from core.clock import FixedClock
from core.settings import Settings
from disclosure.models import CatalogueItem
from disclosure.periods import parse
from disclosure.queries.assessment import assessment, weights, year_figures
from disclosure.scoring import Weights
from disclosure.service import return_to_author, submit, withdraw
from disclosure.service.weighing import set_weights
from tests.disclosure.test_supervision import somebody
from tests.disclosure.world import World, at

QUARTER = parse("2026Q4")


async def only_quarterly() -> None:
    await CatalogueItem.exclude(code="village-accounts").update(mode="on_request")


async def test_a_quarter_counts_what_fell_due_in_it(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    """Third quarter's accounts fall due on 10 October, in the fourth quarter."""
    await only_quarterly()
    clock.set(at("2026-10-08T02:00:00+00:00"))
    await world.published(period="2026Q3")

    found = await assessment(settings, at("2026-11-20T01:00:00+00:00"), QUARTER, ["/"])

    one = found.figures["shiqiao"]
    assert (one.owed, one.published, one.on_time, one.overdue) == (1, 1, 1, 0)
    assert (one.submitted, one.returned, one.filed) == (1, 0, 1)
    assert found.scores["shiqiao"].own == Decimal("100.00")
    assert found.figures["liuhe"].owed == 0


async def test_what_was_late_or_sent_back_costs_its_part(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await only_quarterly()
    clock.set(at("2026-10-20T02:00:00+00:00"))
    first = await world.draft(period="2026Q3")
    await submit(world.officer, world.settings, first.id)
    await return_to_author(world.reviewer, first.id, "合计有误")
    await world.published(period="2026Q3", record_id=first.record.id)

    found = await assessment(settings, at("2026-11-20T01:00:00+00:00"), QUARTER, ["/"])

    parts = found.scores["shiqiao"].parts
    assert parts["coverage"] == Decimal("100.00")
    assert parts["timeliness"] == Decimal("0.00")
    assert parts["quality"] == Decimal("50.00")


async def test_what_may_still_come_in_time_is_not_owed_yet(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await only_quarterly()
    found = await assessment(settings, at("2026-10-09T02:00:00+00:00"), QUARTER, ["/"])
    assert found.figures["shiqiao"].owed == 0


async def test_a_township_is_judged_by_its_villages_too(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await only_quarterly()
    found = await assessment(settings, at("2026-11-20T01:00:00+00:00"), QUARTER, ["/"])

    assert found.scores["shiqiao"].total == Decimal("0.00")
    assert found.scores["liuhe"].below == Decimal("0.00")
    assert [one.unit for one in found.ranked("village")] == ["shiqiao"]


async def test_a_department_without_its_two_items_a_month_is_seen(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    root = await Unit.get(code="qingxi")
    await Unit.create(
        code="minzheng",
        name="民政局",
        short_name="民政局",
        tier="department",
        parent=root,
        path="/qingxi/minzheng/",
    )
    found = await assessment(settings, clock.now(), QUARTER, ["/"])
    assert (found.figures["minzheng"].filed, found.figures["minzheng"].minimum) == (0, 6)
    assert found.figures["shiqiao"].minimum == 0


async def test_a_supervisor_sees_the_units_of_their_own_subtree(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    found = await assessment(settings, clock.now(), QUARTER, ["/qingxi/liuhe/"])
    assert set(found.units) == {"liuhe", "shiqiao"}


async def test_the_office_sets_the_weights(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    office = await somebody("office", "office")
    await set_weights(office, Weights(coverage=50, timeliness=15, linked=0))
    assert await weights() == Weights(coverage=50, timeliness=15, linked=0)


async def test_the_year_counts_what_was_published_and_withdrawn(
    world: World, settings: Settings, clock: FixedClock
) -> None:
    await world.published(period="2026Q2")
    gone = await world.published(period="2026Q3")
    await withdraw(world.reviewer, gone.id, "数据有误")

    seen = await year_figures(settings, parse("2026"), ["/"])

    assert (seen.published, seen.withdrawn, seen.in_force) == (2, 1, 0)
    assert seen.by_group == (("财务公开", 2),)
