"""The way of a record through the console, by plain forms."""

import re

from accounts.actor import SYSTEM
from core.clock import FixedClock
from core.transaction import transact
from disclosure import service
from disclosure.models import Review, Version
from media.models import DrawRequest, PageSet
from tests.console.site import Site

TABLE = "项目\t收入\t支出\n上级拨入\t46200\t\n路灯维修\t\t3860"


async def item() -> None:
    await service.create_item(
        SYSTEM, code="v-accounts", tier="village", group="财务公开", name="季度收支情况",
        cadence="quarterly",
    )  # fmt: skip


def written(site: Site, **more: str) -> str:
    """The record's address after the officer has saved a table and sent it to review."""
    site.run(item)
    form = {
        "unit": "shiqiao", "item": "v-accounts", "template": "table", "period": "2026Q3",
        "title": "第三季度财务收支", "body": TABLE, "then": "submit", **more,
    }  # fmt: skip
    answer = site.browser("officer").post("/console/records/new", form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("?")[0]


def newest(site: Site) -> Version:
    async def found() -> Version:
        return await Version.get(newest=True)

    return site.run(found)


def test_officer_reviewer_and_office_bring_a_record_to_the_public(site: Site) -> None:
    record = written(site)
    version = newest(site)
    reviewer = site.browser("reviewer")
    assert f"/console/versions/{version.id}/review" in reviewer.get("/console").text
    page = reviewer.get(f"/console/versions/{version.id}/review").text
    bound = re.search(r'name="hash" value="(\w{64})"', page)
    assert bound is not None
    approved = reviewer.post(f"/console/versions/{version.id}/approve", {"hash": bound[1]})
    assert approved.headers["location"].startswith(record)
    published = site.browser("office").post(f"/console/versions/{version.id}/publish")
    assert published.status_code == 303
    assert newest(site).state == "published"


def test_saving_asks_for_the_drawn_pages_at_once(site: Site) -> None:
    written(site)
    assert site.run(PageSet.all().count) >= 2


def test_a_review_whose_pages_are_missing_asks_for_them_by_itself(site: Site) -> None:
    written(site)
    version = newest(site)

    async def forget() -> None:
        await DrawRequest.all().delete()
        await PageSet.all().delete()

    site.run(lambda: transact(forget))
    reviewer, here = site.browser("reviewer"), f"/console/versions/{version.id}"
    page = reviewer.get(f"{here}/review").text
    assert f'hx-post="{here}/draw" hx-trigger="load"' in page
    assert "请待生成并核看后再审核" in page
    assert f'action="{here}/draw"' in page, "without scripts the button stays"
    answer = reviewer.post(f"{here}/draw", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'hx-trigger="every 2s"' in answer.text
    assert "页面生成中" in answer.text
    assert "<html" not in answer.text
    assert site.run(PageSet.all().count) >= 2


def test_the_author_neither_sees_the_signature_nor_may_forge_it(site: Site) -> None:
    record, version = written(site), newest(site)
    officer = site.browser("officer")
    assert "/approve" not in officer.get(record).text
    assert officer.post(f"/console/versions/{version.id}/approve").status_code == 403


def test_an_approval_of_another_wording_is_not_taken(site: Site) -> None:
    written(site)
    version = newest(site)
    answer = site.browser("reviewer").post(
        f"/console/versions/{version.id}/approve", {"hash": "0" * 64}
    )
    assert answer.status_code == 409
    assert newest(site).state == "submitted"


def test_a_return_needs_a_reason_and_the_author_reads_it(site: Site) -> None:
    record, version = written(site), newest(site)
    reviewer = site.browser("reviewer")
    assert reviewer.post(f"/console/versions/{version.id}/return", {"note": " "}).status_code == 422
    reviewer.post(f"/console/versions/{version.id}/return", {"note": "电费没有列"})
    officer = site.browser("officer")
    assert "电费没有列" in officer.get(record).text
    assert "退回修改" in officer.get("/console").text


def test_the_author_takes_a_submission_back_and_goes_on_writing(site: Site) -> None:
    written(site)
    version = newest(site)
    officer = site.browser("officer")
    officer.post(f"/console/versions/{version.id}/recall")
    page = officer.get(f"/console/versions/{version.id}/edit").text
    assert "上级拨入" in page
    values = {"period": "2026Q3", "title": "改过的标题", "body": TABLE, "template": "table"}
    saved = officer.post(f"/console/versions/{version.id}/edit", values)
    assert saved.status_code == 303
    assert newest(site).title == "改过的标题"


def test_a_wrong_table_is_explained_beside_the_field_and_nothing_typed_is_lost(site: Site) -> None:
    site.run(item)
    form = {
        "unit": "shiqiao", "item": "v-accounts", "template": "table", "period": "2026Q3",
        "title": "收支", "body": "项目\t金额\n办公费\t一千\n水电费\t20",
    }  # fmt: skip
    answer = site.browser("officer").post("/console/records/new", form)
    assert answer.status_code == 422
    assert "第 1 行：“金额”不是数字：一千" in answer.text
    assert "办公费\t一千" in answer.text
    assert site.run(Version.all().count) == 0


def test_a_quarter_without_events_needs_no_table(site: Site) -> None:
    written(site, title="", body="", nil_return="1")
    assert "无发生" in newest(site).title


def test_fields_that_no_form_has_change_nothing(site: Site, clock: FixedClock) -> None:
    written(site, then="save", state="published", author="x", code="AAAAAAAAAA", number="9")
    version = newest(site)
    assert (version.state, version.number) == ("draft", 1)
    assert version.code != "AAAAAAAAAA"
    assert site.run(Review.all().count) == 0


def test_the_second_to_save_an_open_draft_is_told_so(site: Site) -> None:
    version = site.draft("officer", "shiqiao")
    officer = site.browser("officer")
    form = {"template": "notice", "title": "一", "body": "甲", "revision": "1"}
    assert officer.post(f"/console/versions/{version.id}/edit", form).status_code == 303
    late = officer.post(f"/console/versions/{version.id}/edit", form | {"title": "二"})
    assert late.status_code == 409
    assert newest(site).title == "一"
