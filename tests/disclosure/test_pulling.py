"""Pages of the portal become drafts, once; what changes there is flagged, nothing overwritten."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from accounts.models import AuditEntry, Grant, Unit
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure.drafts import Doubt
from disclosure.extracting import ExtractRules
from disclosure.models import OfficialCheck, Record, Source, SourcePage, Version
from disclosure.queries.sources import (
    due_checks,
    due_sources,
    failing,
    failing_versions,
    source_rows,
    source_view,
)
from disclosure.service import pulling
from disclosure.service.official import check_official
from disclosure.service.pulling import pull, try_source
from disclosure.service.sources import accept_change, ask_for_pull, change_source, create_source
from server import outside
from tests.disclosure.portal import document, listing, sample_portal
from tests.disclosure.world import World
from tests.serving import Answer, Served, serving


@pytest.fixture
def portal(samples: Path) -> Iterator[Served]:
    with serving(dict(sample_portal(samples))) as served:
        yield served


@pytest.fixture
async def town(world: World) -> World:
    """The town's officer exists as rows too: pulling asks what its author may."""
    unit = await Unit.get(code="liuhe")
    await Grant.create(person_id=world.town_officer.id, unit=unit, role="officer")
    world.settings = replace(world.settings, fetch_hosts=frozenset({"127.0.0.1"}))
    return world


async def source(town: World, portal: Served, **more: object) -> Source:
    values = {
        "unit_code": "liuhe",
        "item_code": "",
        "name": "县政府网站",
        "list_url": f"{portal.url}/zwgk/",
        "rules": ExtractRules(body="div.article"),
    }
    made = await create_source(town.town_officer, **(values | more))
    return await source_view(town.town_officer, made.id)


async def pulled(town: World, made: Source) -> pulling.Pulled:
    fresh = await source_view(town.town_officer, made.id)
    return await pull(town.settings, fresh, pause=0)


async def test_every_listed_page_becomes_a_draft_of_the_author_with_its_address(town, portal):
    made = await source(town, portal)
    done = await pulled(town, made)
    assert (done.new, done.failed, done.left) == (5, 0, 0)
    versions = await Version.all().select_related("record__unit", "author")
    assert {v.state for v in versions} == {"draft"}
    assert {v.author.id for v in versions} == {town.town_officer.id}
    assert {v.official_url for v in versions} == {
        f"{portal.url}/zwgk/{number}.html" for number in range(1, 6)
    }
    assert all(v.issued_on and v.content.count("paragraph") > 3 for v in versions)
    assert await SourcePage.filter(problem="").exclude(record_id=None).count() == 5


async def test_pulling_again_takes_nothing_twice(town, portal):
    made = await source(town, portal)
    await pulled(town, made)
    again = await pulled(town, made)
    assert (again.new, again.changed, again.failed) == (0, 0, 0)
    assert await Version.all().count() == 5


async def test_a_page_typed_in_before_is_linked_and_not_drafted_again(town, portal):
    typed = await town.draft(
        actor=town.town_officer,
        unit_code="liuhe",
        item_code=None,
        period=None,
        official_url=f"{portal.url}/zwgk/2.html",
    )
    made = await source(town, portal)
    await pulled(town, made)
    assert await Version.all().count() == 5
    page = await SourcePage.get(url=typed.official_url).select_related("record")
    assert page.record.id == typed.record.id


async def test_a_page_changed_there_is_flagged_until_someone_has_looked(town, portal):
    made = await source(town, portal)
    await pulled(town, made)
    before = await Version.all().order_by("id").values_list("content_hash", flat=True)
    portal.pages["/zwgk/1.html"] = document("公开文件第1号全文", "内容已经改了。")
    done = await pulled(town, made)
    assert done.changed == 1
    (row,) = await source_rows(town.town_officer)
    assert (row.pulled, row.changed, row.failed) == (5, 1, 0)
    after = await Version.all().order_by("id").values_list("content_hash", flat=True)
    assert before == after
    assert (await pulled(town, made)).changed == 0  # told once
    page = await SourcePage.filter(problem__startswith=pulling.CHANGED).get()
    with pytest.raises(NotFound):
        await accept_change(town.stranger, page.id)
    await accept_change(town.town_officer, page.id)
    assert (await source_rows(town.town_officer))[0].changed == 0
    with pytest.raises(Conflict):
        await accept_change(town.town_officer, page.id)


async def test_counters_in_a_pages_frame_are_no_change(town, portal):
    made = await source(town, portal)
    await pulled(town, made)
    text = "林区内禁止用火。\n违者依法处理。"
    portal.pages["/zwgk/1.html"] = document("公开文件第1号全文", text)
    await pulled(town, made)
    page = await SourcePage.filter(problem__startswith=pulling.CHANGED).get()
    await accept_change(town.town_officer, page.id)
    portal.pages["/zwgk/1.html"] = document("公开文件第1号全文", text, visits=2)
    assert (await pulled(town, made)).changed == 0


async def test_a_page_that_fails_is_named_and_tried_again(town, portal):
    good = portal.pages["/zwgk/3.html"]
    portal.pages["/zwgk/3.html"] = Answer(b"", 500)
    made = await source(town, portal)
    done = await pulled(town, made)
    assert (done.new, done.failed) == (4, 1)
    page = await SourcePage.get(record_id=None)
    assert "500" in page.problem
    portal.pages["/zwgk/3.html"] = good
    assert (await pulled(town, made)).new == 1


async def test_a_list_that_cannot_be_read_is_the_sources_problem(town, portal):
    made = await source(town, portal, list_url=f"{portal.url}/missing/")
    await pulled(town, made)
    assert "404" in (await Source.get(id=made.id)).problem
    assert (await Source.get(id=made.id)).pulled_at is not None


async def test_one_pull_takes_no_more_than_its_cap_and_the_rest_next_time(
    town, portal, monkeypatch
):
    monkeypatch.setattr(pulling, "MOST_PAGES", 3)
    made = await source(town, portal)
    first = await pulled(town, made)
    assert (first.new, first.left) == (3, 2)
    second = await pulled(town, made)
    assert (second.new, second.left) == (2, 0)


async def test_a_list_whose_next_page_leads_back_ends(town, portal):
    portal.pages["/zwgk/index_1.html"] = listing(
        [("5.html", "公开文件第5号全文", "2017-05-05")], "index.html"
    )
    portal.pages["/zwgk/index.html"] = listing(
        [("1.html", "公开文件第1号全文", "2017-05-01"), ("9.html", "没有的文件", "2017-05-01")],
        "index_1.html",
    )
    made = await source(town, portal)
    await pulled(town, made)
    assert portal.paths().count("/zwgk/index_1.html") == 1


async def test_periodic_items_get_the_period_that_the_title_says(town, portal):
    portal.pages["/zwgk/"] = listing(
        [
            ("a.html", "石桥村2026年第三季度财务收支", "2026-10-08"),
            ("b.html", "石桥村财务收支", "2026-10-09"),
        ]
    )
    for name, title in (("a", "石桥村2026年第三季度财务收支"), ("b", "石桥村财务收支公示全文")):
        portal.pages[f"/zwgk/{name}.html"] = document(title, "收入三千元。\n支出一千元。")
    made = await source(town, portal, unit_code="shiqiao", item_code="village-accounts")
    assert (await pulled(town, made)).new == 2
    known = await Record.get(period="2026Q3").select_related("item")
    assert known.item.code == "village-accounts"
    other = await Version.get(record__period=None)
    assert any(Doubt.model_validate(d).kind == "period" for d in json.loads(other.unsure))


async def test_an_author_who_may_write_no_more_makes_no_drafts(town, portal):
    made = await source(town, portal)
    await Grant.filter(person_id=town.town_officer.id).delete()
    await pulled(town, made)
    assert await Version.all().count() == 0
    assert (await Source.get(id=made.id)).problem


async def test_trying_a_source_keeps_nothing(town, portal):
    rules = ExtractRules(body="div.article").model_dump_json()
    tried = await try_source(town.settings, f"{portal.url}/zwgk/", rules)
    assert len(tried.listed.entries) == 3
    assert tried.first is not None
    assert await SourcePage.all().count() == 0
    assert await Version.all().count() == 0


async def test_a_closed_network_is_not_asked_unless_it_is_allowed(town, portal):
    closed = replace(town.settings, fetch_hosts=frozenset())
    with pytest.raises(Refused):
        await try_source(closed, f"{portal.url}/zwgk/", "{}")
    assert portal.asked == []


async def test_sources_are_those_of_ones_own_units(town, portal):
    made = await source(town, portal)
    with pytest.raises(NotFound):
        await source_view(town.stranger, made.id)
    with pytest.raises(Refused):
        await source(town, portal, unit_code="nanping")
    with pytest.raises(Refused):
        await change_source(
            town.reviewer,
            made.id,
            name="x",
            list_url=made.list_url,
            rules=ExtractRules(),
            active=True,
        )
    with pytest.raises(Invalid):
        await source(town, portal, list_url="file:///etc/passwd")


async def test_what_is_due_is_a_function_of_rows(town, portal, clock):
    made = await source(town, portal)
    assert [one.id for one in await due_sources(clock.now())] == [made.id]
    await pulled(town, made)
    assert await due_sources(clock.now()) == []
    clock.advance(hours=24)
    assert [one.id for one in await due_sources(clock.now())] == [made.id]
    await pulled(town, made)
    await ask_for_pull(town.town_officer, made.id)
    assert [one.id for one in await due_sources(clock.now())] == [made.id]


async def test_the_job_pulls_what_is_due_and_then_rests(town, portal):
    await source(town, portal)
    assert await outside.look(town.settings, pause=0)
    assert await Version.all().count() == 5
    assert not await outside.look(town.settings, pause=0)
    assert not await outside.look(replace(town.settings, demo=True), pause=0)


async def test_the_official_page_is_looked_at_daily_and_a_loss_is_told_once(town, portal, clock):
    address = f"{portal.url}/zwgk/1.html"
    version = await town.published(
        unit_code="liuhe", item_code=None, period=None, official_url=address
    )
    (due,) = await due_checks(clock.now(), 10)
    assert await check_official(town.settings, due)
    assert await due_checks(clock.now(), 10) == []
    assert await failing(town.officer) == []
    page = portal.pages.pop("/zwgk/1.html")
    clock.advance(days=1, hours=1)
    lost = clock.now()
    for _ in range(2):
        (due,) = await due_checks(clock.now(), 10)
        assert not await check_official(town.settings, due)
        clock.advance(days=1, hours=1)
    (row,) = await failing(town.officer)
    assert (row.status, row.failing_since) == (404, lost)
    assert [one.id for one in await failing_versions(town.town_officer)] == [version.id]
    assert await failing(town.stranger) == []
    portal.pages["/zwgk/1.html"] = page
    assert await check_official(town.settings, due)
    assert (await OfficialCheck.get()).failing_since is None
    told = await AuditEntry.filter(action__startswith="official").order_by("sequence")
    assert [entry.action for entry in told] == ["official.lost", "official.found"]
