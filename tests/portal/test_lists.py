"""A list of persons has no public page, code, search hit, list entry, picture or copy; what has a
posting says its days; a certificate is confirmed without a name."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette

from core import clock as clocks
from core.clock import FixedClock
from core.errors import NotFound
from core.settings import Settings
from core.signing import SigningKey, new_signing_key
from core.transaction import transact
from disclosure.models import CatalogueItem, Certificate, RecordLink, Version
from disclosure.service import publish
from media.content import Content, Picture, paragraph
from media.service import store_file
from media.store import Store
from portal import routes
from portal.export import export_site
from server.middleware.errors import Errors
from server.templates import environment, templates
from signage.certificates import issue_certificate
from tests.disclosure.world import World
from tests.portal.conftest import WithState

PERSON = "张小花"


@pytest.fixture
def key() -> SigningKey:
    return new_signing_key()


@pytest.fixture
async def client(
    world: World, settings: Settings, key: SigningKey
) -> AsyncIterator[httpx2.AsyncClient]:
    app = WithState(
        Errors(Starlette(routes=routes.routes())),
        settings=settings,
        store=Store(settings.files),
        templates=templates(settings.zone),
        signing_key=key,
    )
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://site"
    ) as made:
        yield made


@pytest.fixture(params=["item", "name", "area"])
async def listed(request: Any, world: World, settings: Settings) -> tuple[Version, str]:
    """A published list with a picture, for a group by its item, by its own name or its area."""
    code = "village-relief" if request.param == "item" else "village-notice"
    await transact(
        lambda: CatalogueItem.create(
            code="village-relief",
            tier="village",
            group="社会救助",
            name="低保",
            cadence="prompt",
            audience="group",
        )
    )
    own = {"item": {}, "name": {"group_name": "低保户"}, "area": {"group_area": "/qingxi/liuhe/"}}
    picture = await store_file(Store(settings.files), b"\x89PNG of persons", "image/png")
    content = Content(blocks=(paragraph(PERSON), Picture(file=picture, alt="名单照片")))
    version = await world.published(
        "低保名单公示", item_code=code, period=None, content=content, **own[request.param]
    )
    return version, picture


async def missing(client: httpx2.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert PERSON not in answer.text
    assert "低保名单公示" not in answer.text


async def test_no_address_opens_a_list(listed, client):
    version, _ = listed
    for path in (
        f"/r/{version.code}",
        f"/R/{version.code.lower()}",
        f"/records/{version.record.id}",
    ):
        await missing(client, path)


async def test_no_search_finds_a_list_and_its_code_leads_nowhere(listed, client):
    version, _ = listed
    for query in ("低保名单公示", "dbmdgs", PERSON, version.code):
        answer = await client.get("/search", params={"q": query})
        assert answer.status_code == 200
        assert f"/r/{version.code}" not in answer.text
        assert f"/records/{version.record.id}" not in answer.text


async def test_no_page_lists_it(listed, client):
    version, _ = listed
    for path in ("/", "/units/shiqiao", "/units/liuhe"):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "低保名单公示" not in answer.text
        assert version.record.id not in answer.text


async def test_its_pictures_are_not_handed_out_by_their_hash(listed, client):
    _, picture = listed
    with pytest.raises(NotFound):
        await client.get(f"/files/{picture}")


async def test_no_copy_of_the_site_holds_it(listed, world, settings, tmp_path):
    version, picture = listed
    await world.published()
    folder: Path = tmp_path / "site"
    await export_site(folder, settings, environment(settings.zone), Store(settings.files))
    names, text = copied(folder)
    assert version.code not in names
    assert version.record.id not in names
    assert picture not in names
    assert "季度财务收支" in text
    assert "低保名单公示" not in text
    assert PERSON not in text


def copied(folder: Path) -> tuple[set[str], str]:
    """The names of everything in the copy, and its pages as one text."""
    names = {path.name for path in folder.rglob("*")}
    return names, "".join(path.read_text("utf-8") for path in folder.rglob("*.html"))


async def posted(world: World, **more: object) -> Version:
    options: dict[str, object] = {
        "item_code": "village-notice",
        "period": None,
        "posting_days": 5,
        "posting_unit": "working_day",
        "objection": "石桥村村委会 0570-7654321",
    }
    return await world.published("宅基地审批公示", **(options | more))


async def test_a_posted_notice_says_its_days_where_objections_go_and_when_it_is_over(
    world, client, clock: FixedClock
):
    version = await posted(world)
    page = (await client.get(f"/r/{version.code}")).text
    for said in (
        "公示中",
        "公示期5个工作日",
        "2026年11月20日至2026年11月27日",
        "异议受理：石桥村村委会 0570-7654321",
    ):
        assert said in page
    clock.set(clocks.now() + timedelta(days=8))
    page = (await client.get(f"/r/{version.code}")).text
    assert "公示期满" in page
    assert "公示中" not in page


async def test_the_result_of_a_posting_is_one_touch_away(world, client):
    version = await posted(world)
    result = await world.published("宅基地审批结果", item_code="village-notice", period=None)
    await transact(
        lambda: RecordLink.create(
            record_id=result.record.id,
            target_id=version.record.id,
            relation="result",
            created_at=clocks.now(),
        )
    )
    page = (await client.get(f"/r/{version.code}")).text
    assert "公示结果：宅基地审批结果" in page
    assert f"/r/{result.code}" in page


async def test_what_is_released_early_is_public_from_its_start_on(world, client, clock):
    start = clocks.now() + timedelta(hours=5)
    ready = await world.approved(
        "定时公示", item_code="village-notice", period=None, starts_at=start
    )
    version = await publish(world.reviewer, world.settings, ready.id)
    await missing(client, f"/r/{version.code}")
    assert "定时公示" not in (await client.get("/")).text
    clock.set(start)
    assert (await client.get(f"/r/{version.code}")).status_code == 200


async def test_a_certificate_is_confirmed_with_its_hash_and_without_a_name(
    world, client, settings, key
):
    version = await posted(world)
    row = await issue_certificate(world.officer, settings, key, version.id, names=True)
    page = await client.get(f"/certificates/{row.code.lower()}")
    assert page.status_code == 200
    assert "证明真实有效" in page.text
    assert version.content_hash in page.text
    assert not any(name in page.text for name in ("王信息", "李审核"))


async def test_a_certificate_of_a_list_says_nothing_of_whose_it_is(
    listed, world, client, settings, key
):
    version, _ = listed
    posting = {"posting_days": 3, "posting_unit": "calendar_day", "group_name": "低保户"}
    version = await posted(world, **posting)
    row = await issue_certificate(world.officer, settings, key, version.id)
    page = (await client.get(f"/certificates/{row.code}")).text
    assert version.content_hash in page
    assert "宅基地审批公示" not in page
    assert "石桥村" not in page


async def test_a_certificate_of_another_key_is_said_to_be_false(world, client, settings):
    version = await posted(world)
    row = await issue_certificate(world.officer, settings, new_signing_key(), version.id)
    page = (await client.get(f"/certificates/{row.code}")).text
    assert "证明未通过核验" in page
    assert version.content_hash not in page


async def test_a_code_that_no_certificate_has_leads_on(client, world):
    assert (await client.get("/certificates/0000000000")).status_code == 404
    assert await Certificate.all().count() == 0
