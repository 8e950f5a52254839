"""公示与留痕 in the console: days, photos, extensions, certificates; and where screens stand."""

import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from core import clock as clocks
from core.clock import FixedClock
from core.transaction import transact
from disclosure import service
from disclosure.drafts import Draft
from disclosure.models import CatalogueItem, Certificate, DisplayEvidence, Version
from disclosure.queries import posting_file
from media.content import Column, Content, Table
from schedules import queries as schedules
from signage import service as signage
from signage.models import Screen
from tests.console.site import Site
from tests.console.test_programmes import FORM

LIST = Content(blocks=(Table(columns=(Column(title="姓名"),), rows=(("张小花",), ("李大田",))),))


def posted(site: Site, title: str = "低保对象名单公示", **more: Any) -> Version:
    """A published posting of 石桥村, put up on Friday 2026-11-20."""
    options: dict[str, Any] = {"posting_days": 5, "posting_unit": "working_day"} | more

    async def make() -> Version:
        officer = site.county["officer"]
        item = options.pop("item_code", None)
        draft = Draft(title=title, content=LIST, template="table", **options)
        place = {"unit_code": "shiqiao", "item_code": item, "period": None}
        version = await service.save_draft(officer, site.settings, draft=draft, **place)
        version = await service.submit(officer, site.settings, version.id)
        await service.approve(site.county["reviewer"], version.id, version.content_hash)
        return await service.publish(site.county["office"], site.settings, version.id)

    return site.run(make)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def file(site: Site, version: Version) -> Any:
    actor = site.county["officer"]
    return site.run(lambda: posting_file(actor, site.settings, version.id, clocks.now()))


def test_a_missing_day_is_named_to_whoever_answers_for_it(site: Site, clock: FixedClock) -> None:
    version = posted(site)
    page = site.browser("officer").get("/console/postings").text
    assert "低保对象名单公示" in page
    assert "缺少展示留痕" not in page
    clock.set(clocks.now() + timedelta(days=4))
    page = site.browser("officer").get("/console/postings").text
    assert "1 项公示缺少展示留痕" in page
    assert "2026年11月23日" in page
    home = site.browser("officer").get("/console").text
    assert "公示缺少留痕" in home
    assert f"/console/postings/{version.id}" in home
    assert "公示缺少留痕" not in site.browser("reviewer").get("/console").text
    assert version.title not in site.browser("officer2").get("/console/postings").text


def test_nothing_posted_is_said_in_a_sentence(site: Site) -> None:
    assert "暂无公示" in site.browser("officer").get("/console/postings").text


def test_a_photo_of_the_board_is_filed_and_seen_again(site: Site, clock: FixedClock) -> None:
    version = posted(site)
    clock.set(clocks.now() + timedelta(days=4))
    browser, here = site.browser("officer"), f"/console/postings/{version.id}"
    values = {"carrier": "paper", "place": "村务公开栏", "seen_on": "2026-11-23"}
    sent = {"picture": ("board.png", photo(), "image/png")}
    answer = browser.post(f"{here}/evidence", values, files=sent)
    assert answer.status_code == 303, answer.text
    assert file(site, version).view.coverage.short == ()
    row = site.run(lambda: DisplayEvidence.get())
    assert browser.get(f"{here}/evidence/{row.file}").status_code == 200
    assert browser.get(f"{here}/evidence/{'0' * 64}").status_code == 404
    assert site.browser("officer2").get(f"{here}/evidence/{row.file}").status_code == 404


@pytest.mark.parametrize(
    ("values", "sent", "said"),
    [
        ({"seen_on": "2026-11-23"}, None, "请选择照片"),
        ({"seen_on": "2026-11-19"}, photo(), "照片日期应在公示期之内"),
        ({"seen_on": "nonsense"}, photo(), "日期填写有误"),
        ({"seen_on": "2026-11-23", "place": ""}, photo(), "请填写张贴或展示的地点"),
        ({"seen_on": "2026-11-23"}, b"not a picture", "图片"),
    ],
)
def test_what_is_wrong_with_a_photo_is_said_at_its_field(
    site: Site, clock: FixedClock, values: dict[str, str], sent: bytes | None, said: str
) -> None:
    version = posted(site)
    clock.set(clocks.now() + timedelta(days=4))
    more = {"files": {"picture": ("board.png", sent, "image/png")}} if sent else {}
    answer = site.browser("officer").post(
        f"/console/postings/{version.id}/evidence",
        {"carrier": "paper", "place": "公开栏"} | values,
        **more,
    )
    assert answer.status_code in (413, 415, 422)
    assert said in answer.text
    assert site.run(lambda: DisplayEvidence.all().count()) == 0


def test_a_posting_is_extended_with_a_reason_by_its_unit_alone(site: Site) -> None:
    version = posted(site)
    here = f"/console/postings/{version.id}/extend"
    values = {"days": "2", "reason": "停电两天"}
    assert site.browser("officer2").post(here, values).status_code == 404
    assert site.browser("reviewer").post(here, values).status_code == 403
    assert "请写明延长" in site.browser("officer").post(here, values | {"reason": ""}).text
    assert site.browser("officer").post(here, values).status_code == 303
    found = file(site, version)
    assert found.view.posted.last.isoformat() == "2026-12-01"
    assert [one.reason for one in found.extensions] == ["停电两天"]
    page = site.browser("officer").get(f"/console/postings/{version.id}").text
    assert "公示期5个工作日并延长2个工作日，自2026年11月20日起至2026年12月1日止" in page


def test_a_certificate_is_issued_downloaded_and_confirmed(site: Site) -> None:
    version = posted(site)
    browser = site.browser("officer")
    assert browser.post(f"/console/postings/{version.id}/certify").status_code == 303
    row = site.run(lambda: Certificate.get())
    pdf = browser.get(f"/console/certificates/{row.code}/pdf")
    assert pdf.content.startswith(b"%PDF")
    said = browser.get(f"/console/certificates/{row.code}/json").json()
    assert said["certificate"]["hash"] == version.content_hash
    assert "张小花" not in json.dumps(said, ensure_ascii=False)
    for kind in ("pdf", "json"):
        other = site.browser("officer2").get(f"/console/certificates/{row.code}/{kind}")
        assert other.status_code == 404
    assert browser.get(f"/console/certificates/{row.code}/exe").status_code == 404
    assert "证明真实有效" in site.browser().get(f"/certificates/{row.code}").text


def test_the_record_s_page_explains_its_window_in_sentences(site: Site) -> None:
    start = clocks.now() + timedelta(hours=3)
    version = posted(site, group_name="低保对象", starts_at=start)
    page = site.browser("officer").get(f"/console/records/{version.record.id}").text
    assert "公示期5个工作日，自2026年11月20日起至2026年11月27日止（自次日起算）" in page
    assert "定于2026年11月20日12:00开始展示" in page
    assert "受众限于低保对象，只在石桥村范围内" in page


def screens(site: Site) -> None:
    operator = site.county["operator"]

    async def furnish() -> None:
        for code, unit in (("village", "shiqiao"), ("county", "qingxi")):
            await signage.create_hall(operator, code, f"{code}大厅", unit=unit)
            await signage.create_screen(
                operator, f"{code}-1", "北墙", hall=code, profile_code="wall-1920x1080-3m"
            )

    site.run(furnish)


def test_where_a_screen_stands_is_said_when_it_is_added_and_can_be_changed(site: Site) -> None:
    screens(site)
    browser = site.browser("operator")
    values = {"hall": "village", "name": "门口", "code": "v-2", "profile": "wall-1920x1080-3m"}
    answer = browser.post("/console/screens/new", values | {"place": "moon"})
    assert (answer.status_code, "请选择终端所在的场所" in answer.text) == (422, True)
    assert browser.post("/console/screens/new", values | {"place": "outdoor"}).status_code == 303
    screen = site.run(lambda: Screen.get(code="v-2"))
    assert screen.place == "outdoor"
    here = f"/console/screens/{screen.id}"
    assert "室外" in browser.get(here).text
    assert browser.post(f"{here}/place", {"place": "moon"}).status_code == 200
    assert browser.post(f"{here}/place", {"place": "village"}).status_code == 303
    assert site.run(lambda: Screen.get(code="v-2")).place == "village"
    assert site.browser("operator2").post(f"{here}/place", {"place": "hall"}).status_code == 303
    assert site.browser("officer").post(f"{here}/place", {"place": "hall"}).status_code == 403


def test_saving_a_programme_says_on_which_screens_a_list_stays_off(site: Site) -> None:
    screens(site)
    site.run(
        lambda: transact(
            lambda: CatalogueItem.create(
                code="relief", tier="village", group="救助", name="低保", cadence="prompt",
                audience="group",
            )
        )
    )  # fmt: skip
    posted(site, item_code="relief", group_name="低保对象")
    browser = site.browser("operator")
    answer = browser.post(
        "/console/programmes/new", FORM | {"name": "全县", "audience": "", "subtree": "1"}
    )
    assert answer.status_code == 303
    rule = site.run(schedules.programmes)[0]
    assert answer.headers["location"].startswith(f"/console/programmes/{rule.id}?said=")
    page = browser.get(answer.headers["location"]).text
    assert "受众限于石桥村范围内的低保对象，本屏设在青溪县办事大厅" in page
    assert "county大厅 · 北墙" in page
    elsewhere = re.search(r"以下屏幕不播放.*?</div>", page, re.S)
    assert elsewhere is not None
    assert "village大厅" not in elsewhere[0]
    plain = FORM | {"name": "全社会", "audience": "public", "subtree": "1"}
    saved = browser.post("/console/programmes/new", plain)
    assert saved.headers["location"].startswith("/console/programmes?said=")
