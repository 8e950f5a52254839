"""What explains, answers or concludes what: linked by writers, seen once both are public."""

import pytest

from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure import queries, service
from disclosure.kinds import fields_text, read_fields
from disclosure.models import RecordLink
from tests.disclosure.kinds.samples import SAMPLES
from tests.disclosure.world import World


async def published(world: World, kind: str, title: str, **changes: object):
    fields = fields_text(read_fields(kind, SAMPLES[kind] | changes))
    return await world.published(
        title, item_code="village-notice", period=None, kind=kind, fields_json=fields
    )


async def test_an_interpretation_is_seen_from_both_sides_once_both_are_public(world: World):
    policy = await published(world, "policy", "低保工作办法")
    spoken = await published(world, "interpretation", "解读", about=policy.record.id)
    shown = await queries.public_record(policy.record.id)
    assert [(word, speaks, v.id) for word, speaks, v in shown.linked] == [
        ("interpretation", False, spoken.id)
    ]
    shown = await queries.public_record(spoken.record.id)
    assert [(word, speaks, v.id) for word, speaks, v in shown.linked] == [
        ("interpretation", True, policy.id)
    ]


async def test_what_was_withdrawn_is_linked_to_no_more(world: World):
    policy = await published(world, "policy", "低保工作办法")
    spoken = await published(world, "interpretation", "解读", about=policy.record.id)
    await service.withdraw(world.reviewer, spoken.id, "内容有误")
    assert (await queries.public_record(policy.record.id)).linked == ()
    assert len(await queries.links_of(world.officer, policy.record.id)) == 1


async def test_A_a_draft_moves_no_link_that_the_public_sees_until_it_is_published(world: World):
    first = await published(world, "policy", "甲")
    second = await published(world, "policy", "乙")
    said = await published(world, "interpretation", "解读", about=first.record.id)
    place = {"item_code": "village-notice", "period": None, "kind": "interpretation"}
    moved = SAMPLES["interpretation"] | {"about": second.record.id}
    draft = await world.draft(
        "解读（更正）",
        record_id=said.record.id,
        fields_json=fields_text(read_fields("interpretation", moved)),
        **place,
    )
    (kept,) = await RecordLink.all().values_list("target_id", flat=True)
    assert kept == first.record.id
    await world.publish(draft)
    (now,) = await RecordLink.all().values_list("target_id", flat=True)
    assert now == second.record.id


async def test_a_link_follows_the_draft_of_what_was_never_public(world: World):
    first = await world.draft("甲", item_code="village-notice", period=None)
    second = await world.draft("乙", item_code="village-notice", period=None)
    fields = [
        fields_text(read_fields("response", SAMPLES["response"] | {"about": about}))
        for about in (first.record.id, second.record.id, "")
    ]
    place = {"item_code": "village-notice", "period": None, "kind": "response"}
    said = await world.draft("回应", fields_json=fields[0], **place)
    keep = {"record_id": said.record.id}
    for number, expected in ((1, [second.record.id]), (2, [])):
        said = await world.draft(
            "回应", fields_json=fields[number], revision=said.revision, **place, **keep
        )
        rows = await RecordLink.all().values_list("target_id", flat=True)
        assert list(rows) == expected


async def test_links_by_hand_are_refused_where_they_make_no_sense(world: World):
    one = await world.draft("甲", item_code="village-notice", period=None)
    other = await world.draft("乙", item_code="village-notice", period=None)
    ids = (one.record.id, other.record.id)
    made = await service.link(world.officer, *ids, "interpretation")
    with pytest.raises(Conflict):
        await service.link(world.officer, *ids, "interpretation")
    with pytest.raises(Invalid):
        await service.link(world.officer, *ids, "wrong")
    with pytest.raises(Invalid):
        await service.link(world.officer, ids[0], ids[0], "response")
    with pytest.raises(NotFound):
        await service.link(world.stranger, *ids, "response")
    with pytest.raises(Refused):
        await service.link(world.reviewer, *ids, "response")
    with pytest.raises(NotFound):
        await service.unlink(world.stranger, made.id)
    await service.unlink(world.officer, made.id)
    assert await RecordLink.all().count() == 0


async def test_another_units_draft_is_neither_offered_nor_told_of(world: World):
    draft = await world.draft("未公开", item_code="village-notice", period=None)
    assert await queries.linkable(world.stranger, "response") == []
    with pytest.raises(NotFound):
        await service.link(world.stranger, draft.record.id, draft.record.id, "response")


async def test_a_link_shows_nobody_the_draft_of_another_unit(world: World) -> None:
    policy = await published(world, "policy", "低保工作办法")
    own = await world.draft(
        "贯彻情况", actor=world.stranger, unit_code="nanping", item_code=None, period=None
    )
    await service.link(world.stranger, own.record.id, policy.record.id, "response")
    edited = await world.draft(
        "尚未公开的修订",
        item_code="village-notice",
        period=None,
        record_id=policy.record.id,
    )
    (seen,) = await queries.links_of(world.stranger, own.record.id)
    assert (seen.version.id, seen.version.title) == (policy.id, "低保工作办法")
    (read,) = await queries.links_of(world.officer, own.record.id)
    assert read.version.id == edited.id
    assert await queries.links_of(world.stranger, policy.record.id)
    assert await queries.links_of(world.town_officer, policy.record.id) == []


async def test_a_result_is_added_only_by_who_writes_for_the_posting_s_unit(world: World) -> None:
    """It stands on the posting's own pages, which others approved."""
    posting = await world.published()
    own = await world.draft(
        "别处的结果",
        actor=world.stranger,
        unit_code="nanping",
        item_code="town-roster",
        period=None,
    )
    with pytest.raises((Refused, NotFound)):
        await service.link(world.stranger, own.record.id, posting.record.id, "result")
    made = await service.link(world.stranger, own.record.id, posting.record.id, "response")
    assert made.relation == "response"
