"""Lists of persons: on the screens of their audience alone, and gone when their posting ends."""

import json
from datetime import timedelta
from functools import partial
from typing import Any

import httpx2
import pytest

from accounts.models import AuditEntry
from core import clock as clocks
from core.transaction import transact
from disclosure import service as disclosure
from disclosure.models import RestrictedFile, Version
from disclosure.purges import EMPTY, NAMELESS
from disclosure.queries.screens import candidates
from disclosure.service.steps import hash_of
from media.models import PageSet, StoredFile
from media.service import store_file
from schedules.queries import compiled
from schedules.selection import Selection
from schedules.why import why
from server.integrity import verify
from signage import service
from signage.admission import live_files, named
from signage.models import Plan, Pointer, Screen
from signage.plan import horizon
from signage.queries import place_of, screen_by_code
from signage.upkeep import Upkeep
from tests.disclosure.world import reload
from tests.signage.lists import LIST, NAMES, Halls, posted, with_lists
from tests.signage.serving import DeviceServer, serving
from tests.signage.world import Signage, draw_as


@pytest.fixture
async def halls(signage: Signage) -> Halls:
    return await with_lists(signage)


async def settled(signage: Signage) -> None:
    """Pages drawn as the worker draws them, with their rows of stored files."""
    await signage.reconciler.run(everything=True)
    while rows := await PageSet.filter(state="queued"):
        for row in rows:
            await draw_as(row, signage.store, f"picture of {row.key}".encode(), (4, 2))
        await signage.reconciler.run()


async def plan_texts(signage: Signage, screen: Screen) -> str:
    """The plan of a screen and everything that it can read of it, as one text."""
    plan = (await signage.pointer(screen)).plan
    files = sorted(named(signage.store, plan))
    return "".join(signage.store.read(name).decode() for name in (plan, *files))


async def test_a_list_stands_in_the_plans_of_its_village_and_in_no_other(signage, halls):
    version = await posted(signage)
    await settled(signage)
    for screen in (halls.village, halls.hut):
        assert await signage.versions(screen) == {version.id}
    for screen in halls.elsewhere:
        assert await signage.versions(screen) == set()
        assert version.id not in await plan_texts(signage, screen)
        assert "低保" not in await plan_texts(signage, screen)


@pytest.mark.parametrize("level", ["emergency", "regular", "fallback"])
async def test_a_list_that_is_picked_by_hand_stays_where_its_audience_is(signage, halls, level):
    version = await posted(signage)
    by_hand = Selection(records=(version.record.id,)).model_dump_json()
    await signage.programme(name="手选", level=level, selection=by_hand)
    await settled(signage)
    for screen in halls.elsewhere:
        assert await signage.versions(screen) == set()
    assert await signage.versions(halls.village) == {version.id}


async def test_the_office_s_own_stands_on_staff_screens_alone(signage, halls):
    version = await posted(
        signage,
        "内部通知",
        item_code="village-inside",
        group_name="",
        posting_days=None,
        posting_unit="",
    )
    await settled(signage)
    assert await signage.versions(halls.staff) == {version.id}
    for screen in (halls.village, halls.hut, halls.outdoor, halls.town, halls.county):
        assert await signage.versions(screen) == set()


async def test_an_area_of_its_own_narrows_a_township_s_list_to_one_village(signage, halls):
    version = await posted(signage, group_area="/qingxi/nanping/")
    await settled(signage)
    for screen in (halls.village, halls.hut, *halls.elsewhere):
        assert version.id not in await signage.versions(screen)


async def test_why_names_the_audience_and_where_the_screen_stands(signage, halls):
    await posted(signage)
    now = clocks.now()
    place = place_of(await screen_by_code(halls.county.code))
    span = horizon(now, timedelta(hours=24), signage.settings.zone)
    answer = why(await compiled(signage.settings, place, *span), now)
    (lost,) = answer.rejected
    assert lost.reason.rule == "audience"
    assert str(lost.reason) == "受众限于石桥村范围内的低保对象，本屏设在青溪县办事大厅"


async def test_a_screen_that_is_moved_outdoors_loses_the_list_at_once(signage, halls):
    version = await posted(signage)
    await settled(signage)
    assert await signage.versions(halls.village) == {version.id}
    await service.set_place(signage.operator, halls.village.code, "outdoor")
    await settled(signage)
    assert await signage.versions(halls.village) == set()


async def test_touch_search_finds_a_list_in_its_village_and_nowhere_else(signage, halls):
    version = await posted(signage)
    await settled(signage)
    for screen, found in ((halls.hut, {version.id}), (halls.town, set()), (halls.county, set())):
        plan = await signage.plan(screen)
        index = json.loads(signage.store.read(plan["touch"]["index"]))
        assert {one["version"] for one in index["records"]} == found
        assert all(one["qr"] is None and one["link"] is None for one in index["records"])


async def test_a_list_carries_no_public_code_on_its_page(signage, halls):
    await posted(signage)
    (found,) = await candidates(signage.settings, clocks.now())
    assert found.sheet.link is None


async def test_no_other_screen_reads_a_list_s_files_however_well_it_knows_their_names(
    signage, halls
):
    await posted(signage)
    await settled(signage)
    mine, other = await signage.pair(halls.hut), await signage.pair(halls.county)
    pointer = await signage.pointer(halls.hut)
    marked = {str(name) for name in await RestrictedFile.all().values_list("sha256", flat=True)}
    files = named(signage.store, pointer.plan) & marked
    assert len(files) >= 3  # a page, the text to read, the index
    async with (
        serving(DeviceServer(signage)) as url,
        httpx2.AsyncClient(base_url=url, trust_env=False) as client,
    ):

        async def status(path: str, token: str) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            return int((await client.get(path, headers=headers)).status_code)

        assert await status(f"/device/v1/plans/{pointer.plan}", mine) == 200
        assert await status(f"/device/v1/plans/{pointer.plan}", other) == 404
        for name in files:
            assert await status(f"/device/v1/files/{name}", mine) == 200
            assert await status(f"/device/v1/files/{name}", other) == 404
        everybody = (await signage.plan(halls.hut))["fallback"]["file"]
        assert everybody not in marked


def stored(signage: Signage) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in signage.store.folder.glob("??/*")}


async def upkeep(signage: Signage) -> None:
    """As the jobs run: plans, then the chores beside them, until nothing is left to do."""
    for _ in range(3):
        await settled(signage)
        await Upkeep(signage.settings, signage.store).run()


async def test_when_its_posting_ends_the_list_is_destroyed_and_hash_and_counts_stay(
    signage, halls, clock
):
    public = await signage.world.published()
    version = await posted(signage)
    await upkeep(signage)
    before = stored(signage)
    pages = [row for row in await PageSet.all() if "低保名单" in row.sheet]
    assert pages
    pictures = {page["file"] for row in pages for page in json.loads(row.pages)}
    clock.set(clocks.now() + timedelta(days=5))  # Friday, then three working days
    await upkeep(signage)
    assert await reload(version) == version
    assert (await Version.get(id=version.id)).purged_at is None
    clock.set(clocks.now() + timedelta(days=1))
    await upkeep(signage)
    row = await reload(version)
    assert (row.content, row.fields_json, row.attachments) == (EMPTY, "{}", "[]")
    assert (row.title, row.row_count, row.content_hash) == (version.title, 3, version.content_hash)
    assert hash_of(row, row.record) == version.content_hash
    after = stored(signage)
    assert pictures
    assert not pictures & after.keys()
    for name, data in after.items():
        assert not any(person.encode() in data for person in NAMES), name
    assert any(person.encode() in data for data in before.values() for person in NAMES)
    assert "低保" not in "".join(row.sheet for row in await PageSet.all())
    assert await RestrictedFile.all().count() == 0
    assert {str(one) for one in await StoredFile.all().values_list("sha256", flat=True)} <= set(
        after
    )
    assert await signage.versions(halls.village) == {public.id}
    entry = await AuditEntry.get(action="version.purge")
    said = json.loads(entry.data)
    assert (said["hash"], said["rows"], said["rule"]) == (version.content_hash, 3, "posting")
    assert (await verify(signage.store, signage.key)).problems == []


async def test_a_withdrawn_list_is_destroyed_at_once(signage, halls):
    version = await posted(signage)
    await upkeep(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await upkeep(signage)
    assert (await reload(version)).content == EMPTY
    assert not any(person.encode() in data for data in stored(signage).values() for person in NAMES)
    assert (await verify(signage.store, signage.key)).problems == []


async def test_a_title_that_names_a_person_goes_with_the_list(signage, halls):
    version = await posted(signage, "关于张小花等三人低保的公示")
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await upkeep(signage)
    row = await reload(version)
    assert row.title == NAMELESS
    assert "张小花" not in row.search_text


async def test_wordings_that_were_sent_back_or_given_up_go_with_the_list(signage, halls):
    """They name the same people; what was sent back last may still be worked on."""
    world = signage.world
    place = {"item_code": "village-relief", "period": None}
    said = {"template": "table", "content": LIST, "group_name": "低保对象", "posting_days": 3}
    first = await world.draft("名单", **place, **said)
    first = await disclosure.submit(world.officer, world.settings, first.id)
    await disclosure.return_to_author(world.reviewer, first.id, "缺少类别")
    version = await world.published("名单公示", record_id=first.record.id, **place, **said)
    assert (await reload(first)).state == "returned"
    await disclosure.withdraw(world.reviewer, version.id, "名单有误")
    await upkeep(signage)
    rows = await Version.filter(record_id=version.record.id).order_by("number")
    assert [row.content for row in rows] == [EMPTY, EMPTY]
    assert (await verify(signage.store, signage.key)).problems == []


async def test_what_a_public_record_shows_too_is_kept(signage, halls):
    """The very same words, published once for all and once for the group."""
    public = await signage.world.published(
        "同名公示", item_code="village-notice", period=None, template="table", content=LIST
    )
    version = await posted(signage, "同名公示")
    await upkeep(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await upkeep(signage)
    assert (await reload(version)).content == EMPTY
    assert await signage.versions(halls.county) == {public.id}
    assert (await verify(signage.store, signage.key)).problems == []


async def test_a_photo_that_vouches_for_another_posting_too_is_kept(signage, halls):
    """One paper board hangs for several lists, and its photo is filed for each of them."""
    world = signage.world
    over, running = await posted(signage, "第一批"), await posted(signage, "第二批")
    photo = await store_file(signage.store, b"a board", "image/webp")
    for version in (over, running):
        await disclosure.add_evidence(
            world.officer,
            signage.settings,
            version.id,
            carrier="paper",
            place="村部",
            file=photo,
            seen_on=clocks.now().astimezone(signage.settings.zone).date(),
        )
    await disclosure.withdraw(world.reviewer, over.id, "名单有误")
    await upkeep(signage)
    assert photo in stored(signage)
    await disclosure.withdraw(world.reviewer, running.id, "名单有误")
    await upkeep(signage)
    assert photo not in stored(signage)


async def test_a_run_that_was_cut_off_is_mended_by_the_next(signage, halls, monkeypatch):
    version = await posted(signage)
    await upkeep(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await disclosure.purge_due(signage.settings, clocks.now())
    await settled(signage)
    waiting = await RestrictedFile.all().count()
    assert waiting > 0

    async def cut(names: object) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await disclosure.destroy_purged(signage.store, partial(live_files, signage.store), cut)
    assert await RestrictedFile.all().count() == waiting
    await upkeep(signage)
    assert await RestrictedFile.all().count() == 0
    assert (await verify(signage.store, signage.key)).problems == []


async def test_bytes_wait_until_no_screen_s_plan_names_them(signage, halls):
    version = await posted(signage)
    await upkeep(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    old = (await signage.pointer(halls.village)).plan
    pictures = named(signage.store, old)
    await disclosure.purge_due(signage.settings, clocks.now())
    await disclosure.destroy_purged(
        signage.store, partial(live_files, signage.store), service.drop_plans
    )
    assert all(signage.store.exists(name) for name in pictures)
    assert await Plan.exists(sha256=old)
    await upkeep(signage)
    assert (await Pointer.get(screen_id=halls.village.id)).plan != old
    assert not await Plan.exists(sha256=old)
    assert not signage.store.exists(old)


async def test_a_list_that_is_not_for_a_group_is_never_destroyed(signage, halls, clock):
    version = await posted(signage, item_code="village-notice", group_name="", template="table")
    await upkeep(signage)
    clock.set(clocks.now() + timedelta(days=30))
    await upkeep(signage)
    row = await reload(version)
    assert row.purged_at is None
    assert NAMES[0] in row.content


@pytest.mark.parametrize(
    "changes",
    [
        {"content": EMPTY},
        {"content": '{"blocks":[1]}', "purged_at": "now"},
        {
            "content": EMPTY,
            "fields_json": "{}",
            "attachments": "[]",
            "title": "别的",
            "purged_at": "now",
        },
        {"title": NAMELESS},
        {"purged_at": "now", "content_hash": "0" * 64, "content": EMPTY},
    ],
)
async def test_the_database_lets_nothing_but_a_whole_purge_touch_a_version(
    signage, halls, changes: dict[str, Any]
):
    version = await posted(signage)
    values = {name: clocks.now() if value == "now" else value for name, value in changes.items()}
    with pytest.raises(Exception, match="immutable"):
        await transact(lambda: Version.filter(id=version.id).update(**values))
    assert (await reload(version)).content == version.content


async def test_verify_tells_of_a_list_that_was_emptied_without_a_word_in_the_trail(signage, halls):
    version = await posted(signage)
    emptied = {"content": EMPTY, "fields_json": "{}", "attachments": "[]"}
    await transact(lambda: Version.filter(id=version.id).update(purged_at=clocks.now(), **emptied))
    (problem,) = (await verify(signage.store, signage.key)).problems
    assert version.code in problem
