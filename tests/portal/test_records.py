import json
import re
from html.parser import HTMLParser

import pytest

from disclosure import service
from media.content import Content, Member, Paragraph, Roster, Run, paragraph
from tests.disclosure.world import at

EVIL = "</script><script>alert(1)</script>\"'<img src=x onerror=alert(2)>"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def hrefs(html: str) -> list[str]:
    return [str(attrs["href"]) for tag, attrs in Tags(html).found if tag == "a" and "href" in attrs]


def linked_data(html: str) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    return json.loads(block)


async def test_the_code_on_a_screen_opens_its_version_with_everything_it_says(world, client):
    version = await world.published(document_number="石桥〔2026〕3号", index_number="QX-1")
    answer = await client.get(f"/r/{version.code}")
    assert answer.status_code == 200
    for text in (
        "季度财务收支",
        "现行有效",
        "46,200.00",
        "集体土地承包收入",
        "石桥〔2026〕3号",
        "QX-1",
    ):
        assert text in answer.text
    assert "<dt>有效期至</dt><dd>2027年1月10日</dd>" in answer.text
    assert "文号" in answer.text
    assert "主题分类" not in answer.text  # empty metadata is left out


@pytest.mark.parametrize("path", ["/R/{}", "/r/{}"])
async def test_codes_are_read_as_people_type_them(world, client, path):
    version = await world.published()
    sloppy = version.code.lower().replace("0", "o").replace("1", "l")
    assert (await client.get(path.format(sloppy))).status_code == 200


async def test_an_unknown_code_offers_a_way_on(client):
    answer = await client.get("/r/AAAAAAAAAA")
    assert answer.status_code == 404
    assert 'action="/search"' in answer.text
    assert "/" in hrefs(answer.text)


@pytest.mark.parametrize("path", ["/records/none", "/units/none", "/r/%3Cscript%3E"])
async def test_other_wrong_addresses_do_too(client, path):
    answer = await client.get(path)
    assert answer.status_code == 404
    assert 'action="/search"' in answer.text
    assert "<script>" not in answer.text


async def test_a_superseded_version_stays_readable_and_leads_to_the_current_one(
    world, client, clock
):
    first = await world.published()
    clock.advance(hours=1)
    second = await world.published("更正后的收支", record_id=first.record.id)
    answer = await client.get(f"/r/{first.code}")
    assert answer.status_code == 200
    assert "已有新版本" in answer.text
    assert f"/r/{second.code}" in hrefs(answer.text)
    assert "46,200.00" in answer.text
    current = await client.get(f"/records/{first.record.id}")
    assert "更正后的收支" in current.text
    assert "已有新版本" in current.text  # the mark beside the older version in the list


async def test_an_earlier_period_leads_to_the_later_one(world, client, clock):
    earlier = await world.published("二季度", period="2026Q2")
    clock.advance(hours=1)
    later = await world.published("三季度", period="2026Q3")
    assert f"/r/{later.code}" in hrefs((await client.get(f"/r/{earlier.code}")).text)


async def test_a_stale_record_says_since_when_and_why(world, client, clock):
    version = await world.published()
    clock.set(at("2027-01-10T15:59:59+00:00"))
    assert "现行有效" in (await client.get(f"/r/{version.code}")).text
    clock.set(at("2027-01-10T16:00:00+00:00"))
    answer = await client.get(f"/r/{version.code}")
    assert answer.status_code == 200
    assert "往期" in answer.text
    assert "2026年第四季度信息应于2027年1月10日前公开" in answer.text
    assert "自2027年1月11日起转为往期" in answer.text
    assert "46,200.00" in answer.text


async def test_a_withdrawn_version_shows_the_reason_and_nothing_of_its_content(world, client):
    version = await world.published("不该公开的标题")
    await service.withdraw(world.reviewer, version.id, "数据有误，更正后重新公布")
    for path in (f"/r/{version.code}", f"/records/{version.record.id}"):
        answer = await client.get(path)
        assert answer.status_code == 410
        assert "数据有误，更正后重新公布" in answer.text
        for hidden in ("不该公开的标题", "46,200.00", "46200"):
            assert hidden not in answer.text


async def test_what_is_not_published_is_not_there(world, client):
    version = await world.draft()
    assert (await client.get(f"/r/{version.code}")).status_code == 404
    assert (await client.get(f"/records/{version.record.id}")).status_code == 404
    await service.submit(world.officer, world.settings, version.id)
    await service.approve(world.reviewer, version.id, version.content_hash)
    assert (await client.get(f"/r/{version.code}")).status_code == 404


async def test_a_new_draft_of_a_published_record_is_not_shown(world, client):
    first = await world.published("公布的标题")
    draft = await world.draft("还没有批准的标题", record_id=first.record.id)
    for path in (f"/r/{first.code}", f"/records/{first.record.id}", "/", "/units/shiqiao"):
        assert "还没有批准的标题" not in (await client.get(path)).text
    assert (await client.get(f"/r/{draft.code}")).status_code == 404


async def test_what_is_not_for_everybody_has_no_page_and_is_in_no_list(world, client):
    version = await world.published("内部事项", item_code="village-staff", period=None)
    for path in (f"/r/{version.code}", f"/records/{version.record.id}"):
        assert (await client.get(path)).status_code == 404
    for path in ("/", "/units/shiqiao", "/search?q=内部"):
        assert "内部事项" not in (await client.get(path)).text


async def test_the_governments_own_page_stands_first(world, client):
    version = await world.published(official_url="https://www.qingxi.example/a/1.html")
    answer = await client.get(f"/r/{version.code}", follow_redirects=False)
    assert answer.status_code == 200
    assert "https://www.qingxi.example/a/1.html" in hrefs(answer.text)
    assert linked_data(answer.text)["sameAs"] == "https://www.qingxi.example/a/1.html"


async def test_nothing_that_was_typed_becomes_markup(world, client):
    content = Content(
        blocks=(
            paragraph(EVIL),
            Paragraph(runs=(Run(text=EVIL, href="javascript:alert(1)"),)),
            Roster(members=(Member(name=EVIL, post=EVIL, duties=EVIL, phone=EVIL),)),
        )
    )
    version = await world.published(
        EVIL, content=content, publisher=EVIL, keywords=EVIL, index_number=EVIL[:80]
    )
    pages = [
        await client.get(path)
        for path in (f"/r/{version.code}", "/", "/units/shiqiao", f"/search?q={EVIL}")
    ]
    for page in pages:
        for tag, attrs in Tags(page.text).found:
            assert tag != "img"
            assert tag != "script" or attrs == {"type": "application/ld+json"}
            assert not any(name.startswith("on") or name == "style" for name in attrs)
            assert not str(attrs.get("href", "")).startswith("javascript:")
    assert linked_data(pages[0].text)["name"] == EVIL.strip()


async def test_programs_read_the_record_as_linked_data(world, client):
    version = await world.published(template="table", formed_on="2026-10-08")
    data = linked_data((await client.get(f"/r/{version.code}")).text)
    assert data["@type"] == "Dataset"
    assert data["temporalCoverage"] == "2026-07-01/2026-09-30"
    assert data["dateCreated"] == "2026-10-08"
    assert data["publisher"] == {"@type": "GovernmentOrganization", "name": "石桥村村民委员会"}


async def test_no_reviewer_is_named_to_the_public(world, client):
    version = await world.published()
    text = (await client.get(f"/r/{version.code}")).text
    for person in (world.officer, world.reviewer):
        assert person.name not in text
        assert person.id not in text


async def test_lists_find_by_words_initials_and_code(world, client):
    version = await world.published("石桥村第三季度财务收支")
    for query in ("财务", "石桥 财务", "sqcdsjdcwsz", "SQCD"):
        assert version.record.id in (await client.get("/search", params={"q": query})).text
    assert version.record.id not in (await client.get("/search", params={"q": "南坪"})).text
    by_code = await client.get(
        "/search", params={"q": version.code.lower()}, follow_redirects=False
    )
    assert by_code.headers["location"] == f"/r/{version.code}"


async def test_no_link_of_the_site_is_dead(world, client):
    first = await world.published(period="2026Q2")
    await world.published(period="2026Q3")
    await world.published("村两委成员", item_code="village-roster", period=None)
    withdrawn = await world.published("通知", item_code="village-notice", period=None)
    await service.withdraw(world.reviewer, withdrawn.id, "有误")
    todo = ["/", f"/r/{first.code}", f"/r/{withdrawn.code}", "/r/0000000000"]
    seen: set[str] = set()
    while todo:
        path = todo.pop()
        if path in seen or path.startswith(("#", "tel:", "http")):
            continue
        seen.add(path)
        answer = await client.get(path)
        assert answer.status_code in ({410} if withdrawn.code in path else {200, 404})
        assert answer.status_code != 404 or path == "/r/0000000000"
        todo += hrefs(answer.text)
    assert len(seen) > 8


async def test_a_strips_line_is_no_entry_of_a_list(world, client):
    await world.published(
        "欢迎光临", template="strip", ends_at="2026-12-01T00:00+08:00", item_code=None, period=None
    )
    assert "欢迎光临" not in (await client.get("/")).text


async def test_a_list_longer_than_a_page_is_turned(world, client, clock):
    for number in range(31):
        clock.advance(minutes=1)
        await world.published(f"通知{number}号", item_code="village-notice", period=None)
    first = await client.get("/units/shiqiao")
    assert "/units/shiqiao?page=2" in hrefs(first.text)
    assert "通知0号" in (await client.get("/units/shiqiao?page=2")).text
    for odd in ("0", "-1", "x", "99999999999999999999"):
        assert (await client.get(f"/units/shiqiao?page={odd}")).status_code == 200
