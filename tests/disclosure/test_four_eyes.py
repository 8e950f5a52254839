"""The service holds what the state machine promises, whoever asks in whatever order."""

import asyncio
import random

import pytest

from accounts.models import AuditEntry
from accounts.queries import broken_chain
from core.errors import Conflict, HallboardError, Refused
from disclosure import service
from disclosure.models import Record, Review, Version
from disclosure.service import reviewing
from tests.disclosure.world import reload


async def test_the_author_approves_and_publishes_nothing_of_their_own(world):
    version = await world.draft(actor=world.both)
    await service.submit(world.both, world.settings, version.id)
    with pytest.raises(Refused):
        await service.approve(world.both, version.id, version.content_hash)
    await service.approve(world.reviewer, version.id, version.content_hash)
    with pytest.raises(Refused):
        await service.publish(world.both, world.settings, version.id)


async def test_whose_unreleased_wording_goes_on_under_another_name_takes_no_later_step(world):
    """The officer also reviews; a colleague changes a word of what waits."""
    place = {"item_code": "village-notice", "period": None}
    written = await world.draft(actor=world.both, **place)
    sent = await service.submit(world.both, world.settings, written.id)
    again = {"record_id": sent.record.id, "revision": sent.revision}
    changed = await world.draft("改一个字", actor=world.second_officer, **place, **again)
    sent = await service.submit(world.second_officer, world.settings, changed.id)
    with pytest.raises(Refused) as refused:
        await service.approve(world.both, sent.id, sent.content_hash)
    assert refused.value.code == "four-eyes"
    await service.approve(world.reviewer, sent.id, sent.content_hash)
    await service.publish(world.reviewer, world.settings, sent.id)

    later = await world.draft("下一版", record_id=sent.record.id, **place)
    later = await service.submit(world.officer, world.settings, later.id)
    await service.approve(world.both, later.id, later.content_hash)  # what was released is released


async def test_an_approval_is_of_the_wording_that_was_seen(world):
    version = await service.submit(world.officer, world.settings, (await world.draft()).id)
    with pytest.raises(Conflict) as problem:
        await service.approve(world.reviewer, version.id, "0" * 64)
    assert problem.value.code == "content-changed"
    assert (await reload(version)).state == "submitted"


async def test_a_change_of_layout_voids_approvals(world, monkeypatch):
    version = await world.approved()
    monkeypatch.setattr(reviewing, "TEMPLATE_EDITION", version.template_edition + 1)
    with pytest.raises(Conflict) as problem:
        await service.publish(world.reviewer, world.settings, version.id)
    assert problem.value.code == "edition-changed"


async def test_an_approval_moves_with_no_record_to_another_unit_or_period(world):
    version = await world.approved()
    await Record.filter(id=version.record.id).update(period="2026Q4")
    with pytest.raises(Conflict) as problem:
        await service.publish(world.reviewer, world.settings, version.id)
    assert problem.value.code == "approval-void"


async def test_pages_name_the_reviewing_unit_and_never_the_person(world):
    version = await world.approved()
    assert version.reviewer == "青溪县人民政府"


async def test_steps_of_one_person_never_lead_to_publication(world):
    """Random walks over the service with every permission in one hand."""
    rng = random.Random(20261120)
    for _ in range(6):
        version = await world.draft(actor=world.both, item_code="village-notice", period=None)
        for _ in range(12):
            version = await reload(await Version.get(record_id=version.record.id, newest=True))
            steps = [
                lambda v: service.submit(world.both, world.settings, v.id),
                lambda v: service.approve(world.both, v.id, v.content_hash),
                lambda v: service.publish(world.both, world.settings, v.id),
                lambda v: service.recall(world.both, v.id),
                lambda v: service.withdraw(world.both, v.id, "试"),
                lambda v: world.draft(
                    actor=world.both,
                    item_code="village-notice",
                    period=None,
                    record_id=v.record.id,
                    revision=v.revision,
                ),
            ]
            try:
                await rng.choice(steps)(version)
            except (Conflict, Refused):
                continue
    assert await Version.filter(state__in=("approved", "published")).count() == 0


async def test_every_step_writes_one_audit_entry_and_the_chain_holds(world):
    before = await AuditEntry.all().count()
    version = await world.published()
    await service.withdraw(world.reviewer, version.id, "有误")
    actions = (
        await AuditEntry.all().order_by("sequence").offset(before).values_list("action", flat=True)
    )
    assert list(actions) == [
        "version.draft",
        "version.submit",
        "version.approve",
        "version.publish",
        "version.withdraw",
    ]
    assert await broken_chain() is None


async def test_a_refused_step_leaves_nothing_behind(world):
    version = await world.draft()
    before = (await AuditEntry.all().count(), await Review.all().count())
    for attempt in (
        service.approve(world.reviewer, version.id, version.content_hash),
        service.publish(world.reviewer, world.settings, version.id),
        service.withdraw(world.reviewer, version.id, "有误"),
    ):
        with pytest.raises(Conflict):
            await attempt
    assert (await AuditEntry.all().count(), await Review.all().count()) == before


async def outcomes(*steps):
    results = await asyncio.gather(*steps, return_exceptions=True)
    for result in results:
        assert not isinstance(result, BaseException) or isinstance(result, HallboardError), result
    return [isinstance(result, Conflict) for result in results]


async def test_of_two_who_publish_at_once_exactly_one_does(world):
    for _ in range(5):
        version = await world.approved(item_code="village-notice", period=None)
        lost = await outcomes(
            service.publish(world.reviewer, world.settings, version.id),
            service.publish(world.second_reviewer, world.settings, version.id),
        )
        assert sorted(lost) == [False, True]
        assert await Review.filter(version_id=version.id, step="publish").count() == 1


async def test_publishing_and_editing_at_once_never_publishes_an_edited_wording(world):
    for round_number in range(5):
        version = await world.approved(item_code="village-notice", period=None)
        lost = await outcomes(
            service.publish(world.reviewer, world.settings, version.id),
            world.draft(
                f"改动{round_number}",
                item_code="village-notice",
                period=None,
                record_id=version.record.id,
                revision=version.revision,
            ),
        )
        version = await reload(version)
        assert version.state in ("published", "discarded")
        assert version.state != "discarded" or lost[0]


async def test_withdrawing_and_replacing_at_once_leaves_one_clear_state(world):
    for _ in range(5):
        first = await world.published(item_code="village-notice", period=None)
        second = await world.approved(
            "第二版", item_code="village-notice", period=None, record_id=first.record.id
        )
        await outcomes(
            service.withdraw(world.reviewer, first.id, "有误"),
            service.publish(world.second_reviewer, world.settings, second.id),
        )
        assert (await reload(first)).state in ("withdrawn", "superseded")
        assert (await reload(second)).state == "published"
        assert (await Record.get(id=first.record.id)).current_id == second.id


async def test_two_periods_published_at_once_leave_only_the_later_on_screens(world):
    for year in range(2020, 2024):
        earlier = await world.approved(period=f"{year}Q3")
        later = await world.approved(period=f"{year}Q4")
        await outcomes(
            service.publish(world.reviewer, world.settings, earlier.id),
            service.publish(world.second_reviewer, world.settings, later.id),
        )
        assert (await reload(earlier)).superseded_at is not None
        assert (await reload(later)).superseded_at is None


async def test_two_who_begin_the_same_period_at_once_make_one_record(world):
    lost = await outcomes(world.draft(), world.draft("另一份", actor=world.second_officer))
    assert sorted(lost) == [False, True]
    assert await Record.all().count() == 1
