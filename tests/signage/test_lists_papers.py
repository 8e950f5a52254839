"""With a list of persons go its signed papers, its attachments, photos of it, and the pages drawn
of its earlier wordings; hash and size of the papers stay, and verify speaks of them."""

import json

import pytest

from accounts.actor import Actor
from accounts.models import AuditEntry
from console.routes.drawn import ask_for_pages
from core import clock as clocks
from core.canonical import sha256
from core.errors import Invalid
from core.transaction import transact
from disclosure import service as disclosure
from disclosure.attachments import Attachment, written
from disclosure.models import DrawnFor, RestrictedFile, Review, SpotFinding, Version
from disclosure.purges import NAMELESS
from disclosure.service.drafting import draft_of
from disclosure.service.spot_checks import draw_spot_check, note_finding
from media.content import Column, Content, Table
from media.models import PageSet, StoredFile
from media.service import store_file
from server.integrity import verify
from signage import service
from tests.disclosure.world import reload
from tests.signage.lists import LIST, Halls, posted, with_lists
from tests.signage.test_lists import stored, upkeep
from tests.signage.world import Signage

LISTED = {
    "item_code": "village-relief",
    "period": None,
    "template": "table",
    "content": LIST,
    "group_name": "低保对象",
    "posting_days": 3,
    "posting_unit": "working_day",
}


@pytest.fixture
async def halls(signage: Signage) -> Halls:
    return await with_lists(signage)


async def signed(signage: Signage, title: str, scan: str, **more: object) -> Version:
    """A list that somebody signed on paper."""
    world = signage.world
    version = await world.draft(title, **LISTED, **more)
    version = await disclosure.submit(world.officer, world.settings, version.id)
    await disclosure.record_signature(
        world.reviewer, version.id, version.content_hash, signer="郑主任", scan=scan
    )
    return await disclosure.publish(world.reviewer, signage.settings, version.id)


async def withdrawn(signage: Signage, version: Version) -> None:
    await upkeep(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await upkeep(signage)


async def paper(signage: Signage, data: bytes = b"%PDF- signed") -> str:
    return await store_file(signage.store, data, "application/pdf")


async def test_the_scan_of_a_signature_and_the_attachments_go_and_their_hashes_stay(signage, halls):
    scan, second = await paper(signage), await paper(signage, b"%PDF- the sheet of signatures")
    file = Attachment(
        sha256=second, name="张小花.pdf", media_type="application/pdf", size=29, role="scan"
    )
    version = await signed(signage, "名单公示", scan, attachments=written([file]))
    await withdrawn(signage, version)
    assert not {scan, second} & stored(signage).keys()
    assert not await StoredFile.filter(sha256__in=[scan, second]).exists()
    assert (await Review.get(version_id=version.id, step="approve")).scan == scan
    entry = await AuditEntry.get(action="version.purge")
    papers = sorted([(scan, 12), (second, 29)])
    assert json.loads(entry.data)["papers"] == [
        {"sha256": name, "bytes": size} for name, size in papers
    ]
    assert "张小花" not in entry.data
    found = await verify(signage.store, signage.key)
    assert (found.problems, found.lists, found.papers) == ([], 1, 2)


async def test_one_sheet_that_signs_two_lists_stays_until_both_are_gone(signage, halls):
    scan = await paper(signage)
    first, second = await signed(signage, "第一批", scan), await signed(signage, "第二批", scan)
    await withdrawn(signage, first)
    assert scan in stored(signage)
    await withdrawn(signage, second)
    assert scan not in stored(signage)
    assert not await RestrictedFile.exists(sha256=scan)


async def test_verify_tells_of_a_paper_that_came_back(signage, halls):
    scan = await paper(signage)
    version = await signed(signage, "名单公示", scan)
    await withdrawn(signage, version)
    signage.store.put(b"%PDF- signed")
    (problem,) = (await verify(signage.store, signage.key)).problems
    assert version.code in problem
    assert scan[:12] in problem


async def test_pages_of_a_draft_that_was_edited_in_place_go_with_the_list(signage, halls):
    """Other names, another title: nothing but the note says that these pages belong to it."""
    world, settings = signage.world, signage.settings
    first = Content(blocks=(Table(columns=(Column(title="姓名"),), rows=(("刘三娃",),)),))
    draft = await world.draft("初稿", **(LISTED | {"content": first, "group_name": ""}))
    await ask_for_pages(draft, settings)
    await upkeep(signage)
    early = [json.loads(row.pages) for row in await PageSet.all() if "刘三娃" in row.sheet]
    pictures = {page["file"] for pages in early for page in pages}
    changed = draft_of(draft).model_copy(
        update={"title": "低保名单", "content": LIST, "group_name": "低保对象"}
    )
    saved = await disclosure.save_draft(
        world.officer,
        settings,
        unit_code="shiqiao",
        item_code="village-relief",
        period=None,
        draft=changed,
        record_id=draft.record.id,
        revision=draft.revision,
    )
    assert saved.id == draft.id
    await ask_for_pages(saved, settings)
    version = await disclosure.submit(world.officer, world.settings, saved.id)
    await disclosure.approve(world.reviewer, version.id, version.content_hash)
    version = await disclosure.publish(world.reviewer, settings, version.id)
    public = await world.published()  # in the same village
    await ask_for_pages(public, settings)
    await upkeep(signage)
    assert pictures
    assert pictures <= stored(signage).keys()
    await withdrawn(signage, version)
    sheets = "".join(row.sheet for row in await PageSet.all())
    assert "刘三娃" not in sheets
    assert "张小花" not in sheets
    assert not pictures & stored(signage).keys()
    assert not await DrawnFor.filter(version_id=version.id).exists()
    assert await DrawnFor.filter(version_id=public.id).exists()
    assert "季度财务收支" in sheets
    assert await signage.versions(halls.village) == {public.id}
    assert (await verify(signage.store, signage.key)).problems == []


async def test_pages_drawn_before_anybody_noted_for_what_go_by_title_and_place(signage, halls):
    """The same title with other names: a list that was edited before versions were noted."""
    world, settings = signage.world, signage.settings
    first = Content(blocks=(Table(columns=(Column(title="姓名"),), rows=(("刘三娃",),)),))
    draft = await world.draft("低保名单", **(LISTED | {"content": first}))
    await ask_for_pages(draft, settings)
    await transact(lambda: DrawnFor.filter(version_id=draft.id).delete())
    await upkeep(signage)
    saved = await disclosure.save_draft(
        world.officer,
        settings,
        unit_code="shiqiao",
        item_code="village-relief",
        period=None,
        draft=draft_of(draft).model_copy(update={"content": LIST}),
        record_id=draft.record.id,
        revision=draft.revision,
    )
    version = await disclosure.submit(world.officer, world.settings, saved.id)
    await disclosure.approve(world.reviewer, version.id, version.content_hash)
    version = await disclosure.publish(world.reviewer, settings, version.id)
    await withdrawn(signage, version)
    assert "刘三娃" not in "".join(row.sheet for row in await PageSet.all())


async def test_a_running_list_of_the_same_title_in_the_same_village_keeps_its_pages(signage, halls):
    over = await posted(signage, "低保名单")
    other = Content(blocks=(Table(columns=(Column(title="姓名"),), rows=(("刘三娃",),)),))
    running = await posted(signage, "低保名单", content=other)
    await withdrawn(signage, over)
    assert await signage.versions(halls.village) == {running.id}
    assert "刘三娃" in "".join(row.sheet for row in await PageSet.all())
    assert (await verify(signage.store, signage.key)).problems == []


async def spot_check(signage: Signage) -> tuple[Actor, SpotFinding]:
    inspector = Actor(signage.world.reviewer.id, "督查", (("inspector", "/qingxi/"),))
    await draw_spot_check(inspector, title="抽查", unit_code="qingxi", size=1, seed="1")
    return inspector, await SpotFinding.all().first()


async def test_a_spot_check_s_photo_of_the_list_goes_and_none_is_taken_any_more(signage, halls):
    title = "关于张小花等三人低保的公示"
    version = await posted(signage, title)
    inspector, finding = await spot_check(signage)
    assert title in finding.subject
    today = clocks.now().astimezone(signage.settings.zone).date()
    photo = await store_file(signage.store, b"a board", "image/webp")
    await note_finding(
        inspector, finding.id, today=today, fine=False, finding="位置偏", photo=photo,
        correct_by=today,
    )  # fmt: skip
    await spot_check(signage)
    await withdrawn(signage, version)
    assert photo not in stored(signage)
    row = await SpotFinding.get(id=finding.id)
    assert (row.photo, row.finding) == (photo, "位置偏")
    assert "张小花" not in row.subject
    assert NAMELESS in row.subject
    open_one = await SpotFinding.filter(state="open").first()
    with pytest.raises(Invalid, match="不再接收"):
        await note_finding(inspector, open_one.id, today=today, fine=True, photo="a" * 64)


async def test_a_spot_check_s_photo_stays_while_another_version_of_the_record_is_public(
    signage, halls
):
    first = await posted(signage)
    inspector, finding = await spot_check(signage)
    today = clocks.now().astimezone(signage.settings.zone).date()
    photo = await store_file(signage.store, b"a board", "image/webp")
    await note_finding(inspector, finding.id, today=today, fine=True, photo=photo)
    second = await posted(signage, "石桥村低保名单（更正）", record_id=first.record.id)
    await upkeep(signage)
    assert (await reload(first)).purged_at is not None
    assert photo in stored(signage)
    await withdrawn(signage, second)
    assert photo not in stored(signage)


async def test_W_bytes_that_are_put_for_something_else_during_the_purge_are_not_lost(
    signage, halls
):
    """Another list is signed on the same sheet, just when the first one's is destroyed."""
    scan = await paper(signage)
    version = await signed(signage, "第一批", scan)
    await upkeep(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await disclosure.purge_due(signage.settings, clocks.now())

    async def nothing_named() -> set[str]:
        return set()

    async def uploaded_meanwhile() -> set[str]:
        assert await paper(signage) == scan  # its review is not committed yet
        return set()

    await disclosure.destroy_purged(signage.store, uploaded_meanwhile, service.drop_plans)
    assert signage.store.exists(scan)
    await signed(signage, "第二批", scan)
    await disclosure.destroy_purged(signage.store, nothing_named, service.drop_plans)
    assert signage.store.read(scan) == b"%PDF- signed"
    assert await StoredFile.exists(sha256=sha256(b"%PDF- signed"))
