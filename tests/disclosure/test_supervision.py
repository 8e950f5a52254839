"""Tasks, spot checks and reported material: who may, in which order, and what is left on record."""

import asyncio
from datetime import date

import pytest

from accounts.actor import Actor
from accounts.models import AuditEntry, Person, Unit
from core import clock
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure.lots import drawn
from disclosure.models import Material, Record, SpotFinding, Task, TaskUnit
from disclosure.queries import supervision as queries
from disclosure.service import materials, spot_checks, tasks
from tests.disclosure.world import World

TODAY = date(2026, 11, 20)


async def somebody(login: str, role: str, unit: str = "qingxi") -> Actor:
    home = await Unit.get(code=unit)
    person = await Person.create(login=login, name=login, unit=home, created_at=clock.now())
    return Actor(person.id, login, ((role, home.path),))


async def a_task(world: World, office: Actor, **options: object) -> Task:
    given = {"title": "汇总编制公开事项目录", "units": ["liuhe", "nanping"], "today": TODAY}
    return await tasks.create_task(office, **(given | options))


async def a_list(world: World, inspector: Actor, size: int = 5) -> list[SpotFinding]:
    for period in ("2026Q1", "2026Q2", "2026Q3"):
        await world.published(f"{period}收支", period=period)
    check = await spot_checks.draw_spot_check(
        inspector, title="四季度抽查", unit_code="qingxi", size=size, seed="20261120-1"
    )
    return await SpotFinding.filter(check_id=check.id).order_by("subject")


async def test_a_task_without_a_day_goes_on(world: World) -> None:
    office = await somebody("office", "office")
    task = await a_task(world, office)
    assert (task.due_on, task.span) == (None, "持续推进")


async def test_each_unit_reports_its_own_share_and_nobody_elses(world: World) -> None:
    office = await somebody("office", "office")
    task = await a_task(world, office)

    await tasks.report_progress(world.town_officer, task.id, "liuhe", "目录已报。", done=True)

    shares = {s.unit.code: s for s in await TaskUnit.all().select_related("unit")}
    assert shares["liuhe"].done_at is not None
    assert shares["nanping"].done_at is None
    with pytest.raises(NotFound):
        await tasks.report_progress(world.town_officer, task.id, "nanping", "已报。", done=True)


async def test_tasks_added_at_the_same_moment_have_numbers_of_their_own(world: World) -> None:
    office = await somebody("zwgk-office", "office")
    made = await asyncio.gather(*(a_task(world, office) for _ in range(5)))
    assert sorted(task.number for task in made) == [1, 2, 3, 4, 5]


async def test_a_closed_task_takes_no_more_reports(world: World) -> None:
    office = await somebody("office", "office")
    task = await a_task(world, office)
    await tasks.close_task(office, task.id)

    with pytest.raises(Conflict):
        await tasks.report_progress(world.town_officer, task.id, "liuhe", "迟报。", done=True)
    with pytest.raises(Conflict):
        await tasks.close_task(office, task.id)


async def test_an_officer_sets_nobody_a_task(world: World) -> None:
    with pytest.raises(Refused):
        await a_task(world, world.officer)
    assert await Task.all().count() == 0


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"title": "  "}, "title"),
        ({"units": []}, "units"),
        ({"due_on": date(2026, 11, 19)}, "due_on"),
    ],
)
async def test_a_task_that_says_too_little_is_refused_by_its_field(
    world: World, options: dict[str, object], field: str
) -> None:
    office = await somebody("office", "office")
    with pytest.raises(Invalid) as refused:
        await a_task(world, office, **options)
    assert refused.value.data["field"] == field


async def test_everybody_can_draw_the_list_again_from_its_seed(world: World) -> None:
    inspector = await somebody("inspector", "inspector")
    found = await a_list(world, inspector, size=2)

    published = [r.id for r in await Record.filter(current_id__not_isnull=True)]
    again = drawn("20261120-1", published, 2)
    assert sorted(row.record_id for row in found) == sorted(again)


async def test_a_fault_is_noted_corrected_and_accepted_in_that_order(world: World) -> None:
    inspector = await somebody("inspector", "inspector")
    row = (await a_list(world, inspector))[0]

    with pytest.raises(Conflict):
        await spot_checks.report_correction(world.officer, row.id, "已改。")
    await spot_checks.note_finding(
        inspector,
        row.id,
        today=TODAY,
        fine=False,
        finding="金额与凭证不符。",
        correct_by=date(2026, 11, 30),
    )
    await spot_checks.report_correction(world.officer, row.id, "已更正并重新公开。")
    await spot_checks.review_correction(inspector, row.id, accepted=False, note="未附说明。")
    await spot_checks.report_correction(world.officer, row.id, "已补充说明。")
    await spot_checks.review_correction(inspector, row.id, accepted=True, note="")

    assert (await SpotFinding.get(id=row.id)).state == "closed"
    actions = await AuditEntry.filter(subject=f"finding:{row.id}").order_by("sequence")
    assert [entry.action for entry in actions] == [
        "check.finding",
        "check.correct",
        "check.review",
        "check.correct",
        "check.review",
    ]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"finding": ""}, "finding"),
        ({"correct_by": None}, "correct_by"),
        ({"correct_by": date(2026, 11, 19)}, "correct_by"),
        ({"photo": "no hash"}, "photo"),
    ],
)
async def test_a_fault_needs_words_and_a_day_to_correct_it(
    world: World, options: dict[str, object], field: str
) -> None:
    inspector = await somebody("inspector", "inspector")
    row = (await a_list(world, inspector))[0]
    given = {"finding": "表格缺页。", "correct_by": date(2026, 11, 30)} | options

    with pytest.raises(Invalid) as refused:
        await spot_checks.note_finding(inspector, row.id, today=TODAY, fine=False, **given)
    assert refused.value.data["field"] == field
    assert (await SpotFinding.get(id=row.id)).state == "open"


async def test_who_is_inspected_notes_nothing_and_who_is_beside_sees_nothing(world: World) -> None:
    inspector = await somebody("inspector", "inspector")
    row = (await a_list(world, inspector))[0]

    with pytest.raises(Refused):
        await spot_checks.note_finding(world.officer, row.id, today=TODAY, fine=True)
    with pytest.raises(NotFound):
        await spot_checks.report_correction(world.stranger, row.id, "已改。")
    assert await queries.spot_checks(world.stranger) == []


async def test_nothing_published_is_nothing_to_draw(world: World) -> None:
    inspector = await somebody("inspector", "inspector")
    with pytest.raises(Invalid):
        await spot_checks.draw_spot_check(
            inspector, title="抽查", unit_code="qingxi", size=3, seed="1"
        )


async def test_material_is_scored_by_someone_else(world: World) -> None:
    office = await somebody("office", "office")
    filed = await materials.file_material(
        world.town_officer,
        unit_code="liuhe",
        kind="minutes",
        period="2026Q3",
        title="第三季度局务会议纪要落实情况",
        body="召开局务会议三次。",
    )

    await materials.score_material(office, filed.id, "92.5", "内容完整。")

    assert str((await Material.get(id=filed.id)).score) == "92.50"
    with pytest.raises(Invalid):
        await materials.score_material(office, filed.id, "NaN")
    with pytest.raises(Refused):
        await materials.score_material(world.town_officer, filed.id, "100")
    assert [one.id for one in await queries.materials(world.town_officer)] == [filed.id]
    assert await queries.materials(world.stranger) == []
