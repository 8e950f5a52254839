"""Plans and pointers follow the rows, and nothing else."""

from datetime import UTC, datetime, timedelta

from accounts.audit import write_entry
from core.clock import FixedClock
from core.transaction import transact
from disclosure import service as disclosure
from media.models import PageSet
from schedules.models import Programme
from signage import service
from signage.models import Plan, Pointer
from signage.queries import pointer_of
from signage.reconcile import KEPT_PLANS
from tests.signage.world import Signage, draw_all


async def test_a_published_record_reaches_the_screen_once_its_pages_are_drawn(signage: Signage):
    screen = await signage.screen("w1")
    await signage.programme()
    version = await signage.world.published()
    report = await signage.reconciler.run()
    assert report.waiting == ["w1"]
    assert await pointer_of(screen.id) is None
    await signage.settle()
    assert await signage.versions(screen) == {version.id}


async def test_unchanged_rows_give_identical_plans_and_no_new_pointer_until_a_twelfth_of_the_lease(
    signage: Signage, clock: FixedClock
):
    screen = await signage.screen("w1")
    await signage.programme()
    await signage.world.published()
    await signage.settle()
    first = await signage.pointer(screen)
    clock.advance(minutes=119)
    assert (await signage.reconciler.run(everything=True)).moved == 0
    clock.advance(minutes=1)
    assert (await signage.reconciler.run()).moved == 1
    second = await signage.pointer(screen)
    assert (second.plan, second.sequence) == (first.plan, first.sequence + 1)


async def test_plans_keep_their_bytes_all_local_day_and_move_on_at_midnight(
    signage: Signage, clock: FixedClock
):
    screen = await signage.screen("w1")
    await signage.programme(from_minute=8 * 60, to_minute=18 * 60)
    await signage.world.published()
    await signage.settle()
    seen = set()
    clock.set(datetime(2026, 11, 20, 16, 0, tzinfo=UTC))
    for _ in range(24):
        await signage.new_reconciler().run()
        seen.add((await signage.pointer(screen)).plan)
        clock.advance(minutes=59, seconds=59)
    assert len(seen) == 1
    clock.set(datetime(2026, 11, 21, 16, 0, tzinfo=UTC))
    await signage.reconciler.run()
    assert (await signage.pointer(screen)).plan not in seen


async def test_A_a_withdrawn_version_stands_in_the_overlay_and_leaves_the_plan(signage: Signage):
    screen = await signage.screen("w1")
    await signage.programme()
    version = await signage.world.published()
    await signage.settle()
    before = await signage.pointer(screen)
    await disclosure.withdraw(signage.world.reviewer, version.id, "数据有误")
    await signage.reconciler.run()
    after = await signage.pointer(screen)
    assert version.id in after.withdrawn
    assert after.sequence > before.sequence


async def test_A_the_overlay_holds_a_withdrawn_version_for_a_whole_lease(
    signage: Signage, clock: FixedClock
):
    screen = await signage.screen("w1", lease_seconds=3600)
    version = await signage.world.published()
    await signage.settle()
    await disclosure.withdraw(signage.world.reviewer, version.id, "数据有误")
    clock.advance(hours=1)
    await signage.reconciler.run()
    assert version.id in (await signage.pointer(screen)).withdrawn
    clock.advance(days=1, seconds=1)
    await signage.reconciler.run()
    assert version.id not in (await signage.pointer(screen)).withdrawn


async def test_screens_that_show_the_same_share_one_plan(signage: Signage):
    one, other = await signage.screen("w1"), await signage.screen("w2")
    third = await signage.screen("w3")
    await signage.programme()
    await signage.programme(name="专屏", targets=" screen:w3 ", level="timed")
    await signage.world.published()
    report = await signage.settle()
    assert report.plans == 2
    plans = [(await signage.pointer(screen)).plan for screen in (one, other, third)]
    assert plans[0] == plans[1] != plans[2]


async def test_B_while_a_new_fallback_page_is_drawn_the_old_one_stands(signage: Signage):
    screen = await signage.screen("w1")
    await signage.settle()
    old = (await signage.plan(screen))["fallback"]
    await transact(lambda: _rename_hall(screen))
    report = await signage.reconciler.run(everything=True)
    assert report.waiting == []
    assert (await signage.plan(screen))["fallback"] == old
    await draw_all(signage.store)
    await signage.reconciler.run()
    assert (await signage.plan(screen))["fallback"] != old


async def _rename_hall(screen: object) -> None:
    from signage.models import Hall

    await Hall.filter(id=screen.hall_id).update(name="新大厅")


async def test_a_page_that_cannot_be_drawn_keeps_nothing_else_off_the_screen(signage: Signage):
    screen = await signage.screen("w1")
    await signage.programme()
    good = await signage.world.published()
    await signage.settle()
    bad = await signage.world.published("另一份", item_code="village-monthly", period="2026-10")
    await signage.reconciler.run()
    failed = await transact(
        lambda: PageSet.filter(state="queued").update(state="failed", problem="{}")
    )
    assert failed == 1
    await signage.reconciler.run()
    assert await signage.versions(screen) == {good.id}
    assert bad.id not in await signage.versions(screen)


async def test_C_a_change_past_every_notice_is_found_by_the_next_full_look(signage: Signage):
    screen = await signage.screen("w1")
    await signage.world.published()
    await signage.settle()
    await signage.programme()  # a row without an audit entry: the stamp cannot see it
    assert not (await signage.reconciler.run()).looked
    await signage.reconciler.run(everything=True)
    await draw_all(signage.store)
    await signage.reconciler.run()
    assert len(await signage.versions(screen)) == 1
    await transact(lambda: Programme.all().delete())
    signage.reconciler._looked_at -= 10_000
    await signage.reconciler.run()
    assert await signage.versions(screen) == set()


async def test_M_a_pointer_that_another_process_moved_is_never_overwritten(
    signage: Signage, clock: FixedClock
):
    screen = await signage.screen("w1")
    await signage.settle()
    other = signage.new_reconciler()
    clock.advance(hours=3)
    await other.run()
    taken = await signage.pointer(screen)
    await signage.reconciler.run()
    assert (await signage.pointer(screen)) == taken
    clock.advance(hours=3)
    await signage.reconciler.run()
    assert (await signage.pointer(screen)).sequence == taken.sequence + 1


async def test_I_old_plans_are_swept_and_no_plan_that_a_pointer_names_loses_a_byte(
    signage: Signage, clock: FixedClock
):
    screen = await signage.screen("w1")
    stuck = await signage.screen("w2", lease_seconds=3600)
    await signage.programme()
    await signage.world.published()
    await signage.settle()
    old, held = (await signage.pointer(screen)).plan, (await signage.pointer(stuck)).plan
    assert old != held
    clock.advance(days=1)
    await signage.reconciler.run()
    assert {one.sha256 for one in await Plan.all()} > {old, held}  # may still be playing
    await transact(lambda: Pointer.filter(screen_id=stuck.id).update(plan=held))
    clock.advance(days=16)
    await service.sweep_plans(signage.store, clock.now() - KEPT_PLANS)
    named = {row.plan for row in await Pointer.all()}
    assert held in named
    assert {one.sha256 for one in await Plan.all()} >= named
    assert all(signage.store.read(name) for name in named)
    assert not await Plan.exists(sha256=old)


async def test_I_a_pass_sweeps_what_has_become_old(signage: Signage, clock: FixedClock):
    screen = await signage.screen("w1")
    await signage.settle()
    old = (await signage.pointer(screen)).plan
    clock.advance(days=17)
    await signage.reconciler.run()
    named = {row.plan for row in await Pointer.all()}
    assert old not in named
    assert {one.sha256 for one in await Plan.all()} == named
    assert all(signage.store.read(name) for name in named)


async def test_only_plans_whose_recipe_changed_are_computed(signage: Signage):
    await signage.screen("w1")
    await signage.screen("w2")
    await signage.programme(name="专屏", targets=" screen:w2 ")
    await signage.world.published()
    await signage.settle()
    await signage.world.published("另一份", item_code="village-monthly", period="2026-10")
    report = await signage.reconciler.run()
    assert (report.looked, report.plans) == (True, 0)  # its pages are not drawn yet
    await draw_all(signage.store)
    assert (await signage.reconciler.run()).plans == 1
    assert (await signage.reconciler.run(everything=True)).plans == 2


async def test_who_signs_in_or_writes_a_draft_makes_no_record_be_read_anew(signage: Signage):
    screen = await signage.screen("w1")
    await signage.programme()
    await signage.world.published()
    await signage.settle()
    assert not (await signage.reconciler.run()).looked
    for action in ("session.begin", "session.end", "reminder.make", "check.finding"):
        await transact(lambda action=action: write_entry("system", action, "session:x", {}))
        assert not (await signage.reconciler.run()).looked, action
    draft = await signage.world.draft("另一份", item_code="village-monthly", period="2026-10")
    assert not (await signage.reconciler.run()).looked
    world = signage.world
    sent = await disclosure.submit(world.officer, world.settings, draft.id)
    assert not (await signage.reconciler.run()).looked
    await disclosure.approve(world.reviewer, sent.id, sent.content_hash)
    await disclosure.publish(world.reviewer, world.settings, sent.id)
    assert (await signage.reconciler.run()).looked
    await signage.settle()
    assert draft.id in await signage.versions(screen)


async def test_a_restored_epoch_reaches_every_pointer(signage: Signage):
    from signage.models import Lease

    screen = await signage.screen("w1")
    await signage.settle()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    await transact(lambda: Lease.create(name="epoch", holder="", until=long_ago, number=2))
    await signage.reconciler.run()
    assert (await signage.pointer(screen)).epoch == 2


async def test_a_lease_is_as_long_as_the_screen_asks_for(signage: Signage, clock: FixedClock):
    screen = await signage.screen("w1", lease_seconds=7200)
    await signage.settle()
    row = await Pointer.get(screen_id=screen.id)
    assert row.lease_until - row.issued_at == timedelta(hours=2)
    plan = await signage.plan(screen)
    assert plan["end"] - plan["start"] == 26 * 3600 * 1000
