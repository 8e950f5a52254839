"""A township files a quarter for all its villages: all or nothing, each reviewed by itself."""

import json

import pytest

from accounts.models import AuditEntry, Unit
from core.errors import Conflict, Invalid, NotFound, TooLarge
from disclosure import service
from disclosure.models import Version
from disclosure.queries import workbooks
from disclosure.queries.workbooks import book_plan
from disclosure.service.workbooks import check_book, file_book, forget_book, keep_book
from media.store import Store
from tests.disclosure.test_workbook import Book
from tests.disclosure.world import World

SHA = "a" * 64


@pytest.fixture
async def villages(world: World) -> World:
    town = await Unit.get(code="liuhe")
    for code, name in (("wangjia", "王家村"), ("lijia", "李家村")):
        await Unit.create(
            code=code,
            name=f"{name}村民委员会",
            short_name=name,
            tier="village",
            parent=town,
            path=f"{town.path}{code}/",
            kind="committee",
        )
    return world


async def filled(world: World, *names: str) -> tuple[object, Book]:
    plan = await book_plan(world.town_officer, "liuhe", "2026Q3")
    book = Book(plan)
    for name in names:
        book.accounts(name, 1900.5, opening=100)
    return plan, book


async def file(world: World, plan, book: Book, **more) -> list[Version]:
    return await file_book(
        world.town_officer, world.settings, plan, book.bytes, "柳河镇.xlsx", sha256=SHA, **more
    )


async def test_one_workbook_becomes_a_draft_of_every_village(villages):
    plan, book = await filled(villages, "石桥村", "王家村")
    book.put(plan.sheets[0].title, book.row_of(plan.sheets[0].title, "李家村"), "是", first=2)
    versions = await file(villages, plan, book)
    assert [(v.record.unit.code, v.state, v.nil_return) for v in versions] == [
        ("lijia", "draft", True),
        ("shiqiao", "draft", False),
        ("wangjia", "draft", False),
    ]
    entry = await AuditEntry.filter(action="workbook.file").get()
    data = json.loads(entry.data)
    assert (data["count"], data["file"]) == (3, SHA)
    assert data["versions"] == [version.id for version in versions]


async def test_the_next_quarter_begins_with_the_published_closing_balance(villages):
    plan, book = await filled(villages, "石桥村")
    (version,) = await file(villages, plan, book)
    version = await service.submit(villages.town_officer, villages.settings, version.id)
    version = await service.approve(villages.reviewer, version.id, version.content_hash)
    await service.publish(villages.reviewer, villages.settings, version.id)
    following = await book_plan(villages.town_officer, "liuhe", "2026Q4")
    assert following.sheets[0].openings == {"shiqiao": "1900.50"}


async def test_handing_in_submits_each_and_none_is_approved(villages):
    plan, book = await filled(villages, "石桥村", "王家村")
    versions = await file(villages, plan, book, hand_in=True)
    assert {version.state for version in versions} == {"submitted"}


async def test_a_running_quarter_is_filed_as_drafts_but_not_handed_in(villages):
    plan = await book_plan(villages.town_officer, "liuhe", "2026Q4")
    book = Book(plan)
    book.put(plan.sheets[0].title, book.row_of(plan.sheets[0].title, "李家村"), "是", first=2)
    with pytest.raises(Invalid) as refused:
        await file(villages, plan, book, hand_in=True)
    assert "李家村" in str(refused.value)
    assert "2026年第四季度尚未结束，本条信息自2027年1月1日起方可提交审核" in str(refused.value)
    assert await Version.all().count() == 0
    (version,) = await file(villages, plan, book)
    assert (version.state, version.record.period) == ("draft", "2026Q4")


async def test_one_wrong_row_keeps_everything_out(villages):
    plan, book = await filled(villages, "石桥村", "王家村")
    book.accounts("李家村", 1.0, opening=100)
    read = await check_book(villages.settings, plan, book.bytes, "柳河镇.xlsx")
    assert [one.village for one in read.wrong] == ["李家村"]
    with pytest.raises(Invalid):
        await file(villages, plan, book)
    assert await Version.all().count() == 0
    assert await AuditEntry.filter(action__startswith="version").count() == 0


async def test_a_village_that_somebody_works_on_keeps_everything_out(villages):
    await villages.draft()
    plan, book = await filled(villages, "石桥村", "王家村")
    read = await check_book(villages.settings, plan, book.bytes, "柳河镇.xlsx")
    assert [one.village for one in read.wrong] == ["石桥村"]
    with pytest.raises(Invalid):
        await file(villages, plan, book)
    assert await Version.all().count() == 1


async def test_a_draft_begun_between_check_and_filing_keeps_everything_out(villages, monkeypatch):
    plan, book = await filled(villages, "石桥村", "王家村")
    saved = service.workbooks.save_draft

    async def begun_by_another(actor, settings, **place):
        if place["unit_code"] == "wangjia":
            raise Conflict("draft-open", "这条信息已有正在办理的版本，请在该版本上修改。")
        return await saved(actor, settings, **place)

    monkeypatch.setattr(service.workbooks, "save_draft", begun_by_another)
    with pytest.raises(Conflict) as refused:
        await file(villages, plan, book)
    assert "王家村" in str(refused.value)
    assert await Version.all().count() == 0


async def test_a_file_that_was_checked_and_never_filed_is_kept_a_day(villages, settings, clock):
    store = Store(settings.files)
    first = await keep_book(store, b"first")
    clock.advance(hours=25)
    second = await keep_book(store, b"second")
    assert not store.exists(first)
    assert store.exists(second)
    await forget_book(store, second)
    assert not store.exists(second)


async def test_only_ones_own_villages_are_offered(villages):
    plan = await book_plan(villages.town_officer, "liuhe", "2026Q3")
    assert {one.code for one in plan.villages} == {"shiqiao", "wangjia", "lijia"}
    with pytest.raises(NotFound):
        await book_plan(villages.stranger, "liuhe", "2026Q3")
    with pytest.raises(Invalid):
        await book_plan(villages.stranger, "nanping", "2026Q3")
    with pytest.raises(Invalid):
        await book_plan(villages.town_officer, "liuhe", "2026")


async def test_more_villages_than_one_transaction_bears_are_refused(villages, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_VILLAGES", 2)
    with pytest.raises(TooLarge) as refused:
        await book_plan(villages.town_officer, "liuhe", "2026Q3")
    assert "3" in str(refused.value)
