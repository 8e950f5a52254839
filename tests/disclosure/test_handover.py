"""Open work of someone who leaves: finished by another, and who wrote what stays known."""

import pytest

from accounts.actor import SYSTEM, Actor
from accounts.models import AuditEntry, Grant, Person, Unit
from accounts.queries import broken_chain
from accounts.service import off_board
from core import clock
from core.errors import Invalid, Refused
from core.transaction import transact
from disclosure import service
from disclosure.models import Review, Version
from disclosure.queries import inbox
from disclosure.service.handover import hand_over, open_count
from media.service import store_file
from media.store import Store
from tests.disclosure.world import World


async def people(world: World) -> tuple[Person, Person]:
    """The officer who leaves, and a colleague who writes for the same county."""
    for actor in (world.officer, world.second_officer):
        await Grant.create(person_id=actor.id, unit=await Unit.get(code="qingxi"), role="officer")
    return (
        await Person.get(id=world.officer.id).select_related("unit"),
        await Person.get(id=world.second_officer.id).select_related("unit"),
    )


async def returned(world: World) -> Version:
    """A submitted version that its author took back: it waits for a change."""
    version = await world.draft("退回的通知", item_code="village-notice", period=None)
    await service.submit(world.officer, world.settings, version.id)
    return await service.recall(world.officer, version.id)


async def test_a_draft_gets_its_new_author_and_the_trail_names_the_first(world: World) -> None:
    leaving, successor = await people(world)
    draft = await world.draft()
    assert await hand_over(SYSTEM, leaving, successor) == 1
    assert (await Version.get(id=draft.id)).author_id == successor.id
    begun = await AuditEntry.get(subject=f"version:{draft.id}", action="version.draft")
    assert begun.actor == leaving.id
    assert await service.submit(world.second_officer, world.settings, draft.id)


async def test_a_returned_version_stays_its_authors_and_its_wording_goes_on_as_a_draft(
    world: World,
) -> None:
    leaving, successor = await people(world)
    old = await returned(world)
    before = await Version.filter(id=old.id).values()
    await hand_over(SYSTEM, leaving, successor)
    kept, following = await Version.filter(record_id=old.record_id).order_by("number")
    after = await Version.filter(id=old.id).values()
    assert {**after[0], "newest": True} == before[0]
    assert (following.number, following.state, following.author_id) == (
        kept.number + 1,
        "draft",
        successor.id,
    )
    assert (following.content, following.content_hash) == (kept.content, kept.content_hash)
    assert following.code != kept.code
    assert following.code.lower() in following.search_text
    assert [one.person_id for one in await Review.filter(version_id=old.id)] == [leaving.id] * 2
    await service.submit(world.second_officer, world.settings, following.id)


async def test_what_is_under_review_or_public_keeps_its_author(world: World) -> None:
    leaving, successor = await people(world)
    waiting = await world.draft("待审", item_code="village-notice", period=None)
    await service.submit(world.officer, world.settings, waiting.id)
    assert await open_count(leaving.id) == 0
    assert await hand_over(SYSTEM, leaving, successor) == 0
    assert (await Version.get(id=waiting.id)).author_id == leaving.id


async def test_the_successor_still_does_not_review_what_they_took_over(world: World) -> None:
    leaving, _ = await people(world)
    both = await Person.get(id=world.both.id)
    for role in ("officer", "reviewer"):
        await Grant.create(person=both, unit=await Unit.get(code="qingxi"), role=role)
    draft = await world.draft()
    await hand_over(SYSTEM, leaving, both)
    sent = await service.submit(world.both, world.settings, draft.id)
    with pytest.raises(Refused):
        await service.approve(world.both, sent.id, sent.content_hash)


async def test_who_handed_it_over_and_comes_back_as_a_reviewer_takes_no_step(
    world: World, store: Store
) -> None:
    leaving, successor = await people(world)
    scan = await store_file(store, b"%PDF-1.4 signed", "application/pdf")
    begun, back = await world.draft(), await returned(world)
    await hand_over(SYSTEM, leaving, successor)
    again = Actor(leaving.id, leaving.name, (("reviewer", "/qingxi/"), ("secrecy", "/qingxi/")))

    for version in (begun, await Version.get(record_id=back.record_id, newest=True)):
        sent = await service.submit(world.second_officer, world.settings, version.id)
        waiting = await inbox(again, clock.now())
        assert sent.id not in {one.id for one in waiting.to_review}
        with pytest.raises(Refused) as refused:
            await service.approve(again, sent.id, sent.content_hash)
        assert refused.value.code == "four-eyes"
        with pytest.raises(Refused):
            await service.return_to_author(again, sent.id, "再看看")
        with pytest.raises(Invalid) as on_paper:
            await service.record_signature(
                world.reviewer, sent.id, sent.content_hash, signer=leaving.name, scan=scan
            )
        assert on_paper.value.code == "signer-author"
        await service.approve(world.reviewer, sent.id, sent.content_hash)
        with pytest.raises(Refused):
            await service.publish(again, world.settings, sent.id)
        await service.publish(world.reviewer, world.settings, sent.id)


async def test_one_entry_names_what_went_from_whom_to_whom(world: World) -> None:
    leaving, successor = await people(world)
    draft = await world.draft()
    before = await AuditEntry.all().count()
    await hand_over(SYSTEM, leaving, successor)
    assert await AuditEntry.all().count() == before + 1
    entry = await AuditEntry.all().order_by("-sequence").first()
    assert entry is not None
    assert entry.action == "version.handover"
    for word in (draft.id, leaving.login, successor.login, '"count":1'):
        assert word in entry.data
    assert await broken_chain() is None


async def test_who_may_not_write_for_the_unit_takes_nothing_and_the_leaver_stays(
    world: World,
) -> None:
    leaving, _ = await people(world)
    idle = await Person.create(login="idle", name="闲人", unit=leaving.unit, created_at=clock.now())
    draft = await world.draft()

    async def both() -> None:
        gone, successor = await off_board(SYSTEM, leaving.id, idle.id, "退休")
        assert successor is not None
        await hand_over(SYSTEM, gone, successor)

    with pytest.raises(Invalid) as refused:
        await transact(both)
    assert "石桥村" in str(refused.value)
    assert (await Version.get(id=draft.id)).author_id == leaving.id
    assert (await Person.get(id=leaving.id)).active
