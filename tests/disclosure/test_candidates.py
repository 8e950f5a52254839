from dataclasses import replace
from datetime import timedelta

import pytest

from core import messages
from core.errors import NotFound
from disclosure import service
from disclosure.models import RuleSet
from disclosure.queries import candidates, check_is_due, inbox, record_list, record_view, sheet_of
from disclosure.rules import NAME, DisclosureRules, stored
from disclosure.sheets import last_shown, record_link
from media.sheet import page_key
from tests.disclosure.world import ROOT, VILLAGE, at


async def test_a_candidate_says_everything_that_placing_needs(world, clock):
    version = await world.published()
    (found,) = await candidates(world.settings, clock.now())
    assert (found.version, found.record, found.code) == (
        version.id,
        version.record.id,
        version.code,
    )
    assert (found.unit, found.unit_path, found.unit_name) == ("shiqiao", VILLAGE, "石桥村")
    assert (found.item, found.period, found.audience) == ("village-accounts", "2026Q3", "public")
    assert found.carriers == {"website", "kiosk", "screen"}
    assert (found.window.start, found.window.end) == (
        version.published_at,
        at("2027-01-10T16:00:00+00:00"),
    )
    assert (found.rule, found.evergreen) == ("stale", False)
    assert "2027年1月10日" in found.because


async def test_a_sheet_is_ready_to_be_set(world, clock):
    version = await world.published()
    (found,) = await candidates(world.settings, clock.now())
    sheet = found.sheet
    assert sheet.path == ("青溪县", "柳河镇", "石桥村")
    assert (sheet.item, sheet.period) == ("季度财务收支", "2026年7—9月")
    assert sheet.shown_until == "2027年1月10日"
    assert sheet.phone == "0570-1234567"  # the village has none: the town's
    assert sheet.link == f"HTTP://127.0.0.1:8000/R/{version.code}"
    assert sheet.footer == (
        "公开主体：石桥村村民委员会",
        "青溪县人民政府审核",
        "2026年11月20日公布",
    )


async def test_candidates_are_the_same_all_day_whatever_the_language(world, clock):
    await world.published()
    await world.published(item_code="village-roster", period=None)
    morning = await candidates(world.settings, at("2026-11-20T00:00+08:00"))
    messages.use_locale("en")
    try:
        night = await candidates(world.settings, at("2026-11-20T23:59:59+08:00"))
    finally:
        messages.use_locale("zh")
    assert [page_key(c.sheet, "x") for c in morning] == [page_key(c.sheet, "x") for c in night]
    assert [c.window for c in morning] == [c.window for c in night]


async def test_superseding_and_withdrawing_never_draw_a_page_again(world, clock):
    version = await world.published()
    (before,) = await candidates(world.settings, clock.now())
    clock.advance(hours=1)
    await service.withdraw(world.reviewer, version.id, "有误")
    (after,) = await candidates(world.settings, clock.now())
    assert after.sheet_hash == before.sheet_hash
    assert (after.rule, after.window.end) == ("withdrawn", clock.now())
    assert after.refusal(clock.now()) == ("withdrawn", "已撤下")
    assert after.refusal(clock.now() - timedelta(microseconds=1)) is None


async def test_what_ended_stays_until_the_local_day_is_over(world, clock):
    version = await world.published()
    await service.withdraw(world.reviewer, version.id, "有误")
    assert len(await candidates(world.settings, at("2026-11-20T23:59+08:00"))) == 1
    assert await candidates(world.settings, at("2026-11-21T00:00+08:00")) == []


async def test_a_stale_record_is_gone_the_day_after(world):
    await world.published()
    assert len(await candidates(world.settings, at("2027-01-10T23:59+08:00"))) == 1
    assert await candidates(world.settings, at("2027-01-11T00:00+08:00")) == []


async def test_drafts_and_approved_wordings_are_no_candidates(world, clock):
    await world.approved()
    assert await candidates(world.settings, clock.now()) == []


async def test_a_strips_line_goes_to_strips_only_and_carries_no_code(world, clock):
    await world.published(
        "欢迎光临", template="strip", ends_at="2026-12-01T17:30+08:00", item_code=None, period=None
    )
    (found,) = await candidates(world.settings, clock.now())
    assert found.carriers == {"strip"}
    assert found.sheet.link is None
    assert found.sheet.shown_until == "2026年12月1日 17:30"


async def test_what_is_not_for_everybody_carries_no_code(world, clock):
    await world.published(item_code="village-staff", period=None)
    (found,) = await candidates(world.settings, clock.now())
    assert (found.audience, found.sheet.link) == ("staff", None)


async def test_the_title_of_a_list_stands_on_no_page_for_everybody_as_its_result(world, clock):
    place = {"item_code": "village-notice", "period": None, "posting_days": 3}
    posted = await world.published("低保评议公示", **place)
    listed = await world.published("张三等低保对象名单", **place, group_name="低保对象")
    await service.link(world.officer, listed.record.id, posted.record.id, "result")
    found = {one.title: one for one in await candidates(world.settings, clock.now())}
    assert "张三" not in found["低保评议公示"].sheet_text
    plain = await world.published("低保评议结果", **place)
    await service.link(world.officer, plain.record.id, posted.record.id, "result")
    found = {one.title: one for one in await candidates(world.settings, clock.now())}
    assert "低保评议结果" in found["低保评议公示"].sheet_text


async def test_a_preview_is_the_page_that_will_be_shown_without_its_date(world, clock):
    version = await world.approved()
    preview = await sheet_of(version, world.settings)
    published = await service.publish(world.reviewer, world.settings, version.id)
    shown = await sheet_of(published, world.settings)
    assert shown.footer[:-1] == preview.footer
    assert shown.model_copy(update={"footer": ()}) == preview.model_copy(update={"footer": ()})


@pytest.mark.parametrize(
    ("public_url", "link"),
    [
        ("https://gk.qingxi.example", "HTTPS://GK.QINGXI.EXAMPLE/R/7K3QD9ZP2M"),
        ("https://qingxi.example/Gk", "HTTPS://QINGXI.EXAMPLE/Gk/r/7K3QD9ZP2M"),
    ],
)
def test_links_are_in_upper_case_where_case_means_nothing(public_url, link):
    assert record_link(public_url, "7K3QD9ZP2M", template="table") == link


def test_the_last_day_is_the_one_that_ends_not_the_one_that_begins(settings):
    assert last_shown(at("2027-01-10T16:00:00+00:00"), settings.zone) == "2027年1月10日"
    assert last_shown(at("2027-01-10T15:00:00+00:00"), settings.zone) == "2027年1月10日 23:00"


async def test_fixed_content_waits_to_be_checked_as_soon_as_the_county_asks(world, clock):
    roster = await world.published(item_code="village-roster", period=None)
    rules = replace(DisclosureRules(), yearly_check_days=180)
    await RuleSet.create(name=NAME, value=stored(rules), updated_at=clock.now(), by="office")
    clock.advance(days=179)
    assert not await check_is_due(roster, clock.now())
    assert (await inbox(world.officer, clock.now())).checks_due == []
    clock.advance(days=1)
    assert await check_is_due(roster, clock.now())
    assert [v.id for v in (await inbox(world.officer, clock.now())).checks_due] == [roster.id]


async def test_the_inbox_holds_what_this_person_can_do(world, clock):
    draft = await world.draft(item_code="village-notice", period=None)
    submitted = await service.submit(
        world.officer,
        world.settings,
        (await world.draft(item_code="village-notice", period=None)).id,
    )
    approved = await world.approved(item_code="village-notice", period=None)
    returned = await service.submit(
        world.officer,
        world.settings,
        (await world.draft(item_code="village-notice", period=None)).id,
    )
    await service.return_to_author(world.reviewer, returned.id, "重写")
    roster = await world.published(item_code="village-roster", period=None)
    clock.advance(days=366)
    officer = await inbox(world.officer, clock.now())
    assert [v.id for v in officer.drafts] == [draft.id]
    assert [v.id for v in officer.returned] == [returned.id]
    assert [v.id for v in officer.checks_due] == [roster.id]
    assert officer.to_review == []
    reviewer = await inbox(world.reviewer, clock.now())
    assert [v.id for v in reviewer.to_review] == [submitted.id]
    assert [v.id for v in reviewer.to_publish] == [approved.id]
    assert (await inbox(world.stranger, clock.now())).total == 0
    await world.draft(
        "重写了", item_code="village-notice", period=None, record_id=returned.record.id
    )
    assert (await inbox(world.officer, clock.now())).returned == []


async def test_lists_are_filtered_and_show_the_newest_version_of_each_record(world):
    first = await world.published("财务收支")
    await world.draft("财务收支更正", record_id=first.record.id)
    await world.published("防火通知", item_code="village-notice", period=None)
    everything = await record_list(world.officer)
    assert {row.version.title for row in everything.rows} == {"财务收支更正", "防火通知"}
    assert everything.total == 2
    for filters, titles in (
        ({"query": "cwsz"}, {"财务收支更正"}),
        ({"query": "石桥 通知"}, {"防火通知"}),
        ({"state": "published"}, {"防火通知"}),
        ({"item": "village-accounts"}, {"财务收支更正"}),
        ({"period": "2026Q3"}, {"财务收支更正"}),
        ({"unit_path": "/qingxi/nanping/"}, set()),
        ({"unit_path": ROOT}, {"财务收支更正", "防火通知"}),
    ):
        rows = (await record_list(world.officer, **filters)).rows
        assert {row.version.title for row in rows} == titles, filters
    assert (await record_list(world.stranger)).total == 0
    view = await record_view(world.officer, first.record.id)
    assert [version.number for version in view.versions] == [2, 1]
    assert [review.step for review in view.reviews] == ["submit", "approve", "publish"]
    with pytest.raises(NotFound):
        await record_view(world.stranger, first.record.id)
