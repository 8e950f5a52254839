"""Withdraw by name: what it touches, who may, where it holds, and that nothing signed changes."""

import pytest

from accounts.models import AuditEntry
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure.models import SuppressedName, Version
from disclosure.queries import candidates, public_list, public_record, sheet_of
from disclosure.queries.public import picture_is_public
from disclosure.service.suppressing import lift_name, preview_name, suppress_name
from media.content import Content, Member, Picture, Roster, paragraph
from tests.disclosure.world import World, at, reload

PHOTO, PORTRAIT = "a" * 64, "b" * 64
ROSTER = Content(
    blocks=(
        Roster(
            members=(
                Member(name="张 强", post="村委会主任", photo=PHOTO),
                Member(name="李四", post="委员"),
            )
        ),
        paragraph("由张强同志负责。"),
        Picture(file=PORTRAIT, alt="张强"),
    )
)


async def published(world: World, **more: object) -> Version:
    place = {"item_code": "village-roster", "period": None}
    said = {"title": "村两委成员张强等分工", "keywords": "张强 分工", "content": ROSTER}
    return await world.published(**(place | said | more))


async def test_a_name_leaves_sheets_titles_and_public_pages_and_the_version_stays(
    world: World,
) -> None:
    version = await published(world)
    before = (await reload(version)).content
    await suppress_name(world.reviewer, "张强", "qingxi", "已离任")
    (candidate,) = await candidates(world.settings, at("2026-11-20T12:00+08:00"))
    assert candidate.title == "村两委成员某某等分工"
    assert "张" not in candidate.sheet_text
    assert "李四" in candidate.sheet_text
    assert "张" not in (await sheet_of(version, world.settings)).model_dump_json()
    shown = (await public_record(version.record.id)).version
    assert "张" not in f"{shown.title}{shown.keywords}{shown.content}"
    (row,) = (await public_list()).rows
    assert row.version.title == "村两委成员某某等分工"
    stored = await reload(version)
    assert (stored.content, stored.content_hash) == (before, version.content_hash)


async def test_the_persons_pictures_are_no_longer_served(world: World) -> None:
    await published(world)
    assert await picture_is_public(PHOTO)
    await suppress_name(world.reviewer, "张强", "qingxi", "已离任")
    assert not await picture_is_public(PHOTO)
    assert not await picture_is_public(PORTRAIT)


async def test_search_finds_nothing_by_the_name_and_the_record_by_its_other_words(
    world: World,
) -> None:
    await published(world)
    assert (await public_list(query="张强")).total == 1
    await suppress_name(world.reviewer, "张强", "qingxi", "已离任")
    assert (await public_list(query="张强")).total == 0
    assert (await public_list(query="张 强")).total == 0
    assert (await public_list(query="村两委")).total == 1


async def test_it_holds_below_its_unit_only(world: World) -> None:
    await published(world)
    await suppress_name(world.stranger, "张强", "nanping", "已离任")
    (candidate,) = await candidates(world.settings, at("2026-11-20T12:00+08:00"))
    assert "张强" in candidate.title


async def test_a_version_published_later_is_shown_without_the_name(world: World) -> None:
    await suppress_name(world.reviewer, "张强", "liuhe", "已离任")
    version = await published(world)
    shown = (await public_record(version.record.id)).version
    assert "张" not in shown.title + shown.content


async def test_lifting_it_shows_everything_as_it_was_signed(world: World) -> None:
    version = await published(world)
    (fresh,) = await candidates(world.settings, at("2026-11-20T12:00+08:00"))
    await suppress_name(world.reviewer, "张强", "qingxi", "误撤")
    row = await SuppressedName.get(name="张强")
    await lift_name(world.reviewer, row.id)
    (again,) = await candidates(world.settings, at("2026-11-20T12:00+08:00"))
    assert again == fresh
    assert (await public_record(version.record.id)).version.title == version.title
    with pytest.raises(Conflict):
        await lift_name(world.reviewer, row.id)


async def test_the_preview_lists_what_will_be_touched_and_changes_nothing(world: World) -> None:
    version = await published(world)
    await world.published("另一条", item_code="village-notice", period=None)
    (touched,) = await preview_name(world.reviewer, "张　强", "qingxi")
    assert touched.version.id == version.id
    assert {one.kind for one in touched.places} == {"title", "member", "text", "picture"}
    assert await SuppressedName.all().count() == 0
    done = await suppress_name(world.reviewer, "张强", "qingxi", "已离任")
    assert [one.version.id for one in done] == [version.id]


async def test_who_may_take_a_name_down(world: World) -> None:
    with pytest.raises(Refused):
        await suppress_name(world.officer, "张强", "qingxi", "已离任")
    with pytest.raises(Refused):
        await suppress_name(world.stranger, "张强", "qingxi", "已离任")
    with pytest.raises(Invalid):
        await suppress_name(world.reviewer, "张强", "qingxi", " ")
    with pytest.raises(Invalid):
        await suppress_name(world.reviewer, "张", "qingxi", "已离任")
    await suppress_name(world.reviewer, "张强", "qingxi", "已离任")
    with pytest.raises(Conflict):
        await suppress_name(world.reviewer, "张 强", "liuhe", "已离任")
    row = await SuppressedName.get(name="张强")
    with pytest.raises(NotFound):
        await lift_name(world.stranger, row.id)


async def test_H_taking_down_and_lifting_are_one_entry_each(world: World) -> None:
    version = await published(world)
    before = await AuditEntry.all().count()
    await suppress_name(world.reviewer, "张强", "qingxi", "已离任")
    await lift_name(world.reviewer, (await SuppressedName.get(name="张强")).id)
    entries = await AuditEntry.filter(sequence__gt=before).order_by("sequence")
    assert [entry.action for entry in entries] == ["name.suppress", "name.lift"]
    assert version.id in entries[0].data
