import pytest

from core.errors import Invalid, TooLarge
from disclosure.drafts import (
    check_ready,
    check_saveable,
    problems,
    read_draft,
    with_nil_return,
    with_title,
)
from disclosure.periods import parse
from media.content import Content, paragraph
from tests.disclosure.world import CONTENT, at

NOW = at("2026-11-20T01:00+00:00")


def codes(**values):
    draft = read_draft({"title": "标题", "content": CONTENT} | values)
    return [problem.code for problem in problems(draft, NOW)]


def test_a_whole_draft_is_ready():
    assert codes() == []


def test_every_missing_part_is_named():
    assert codes(title=" ", content=Content()) == ["title-missing", "content-missing"]


def test_a_slogan_needs_an_end_that_is_still_to_come():
    assert codes(template="strip") == ["end-missing"]
    assert codes(template="strip", ends_at="2026-11-20T08:59:59+08:00") == ["end-past"]
    assert codes(template="strip", ends_at="2026-11-20T09:00:01+08:00") == []


def test_abolition_cannot_come_before_effect():
    assert codes(effective_on="2027-01-01", abolished_on="2027-01-01") == ["dates-crossed"]


def test_what_an_import_was_unsure_of_must_be_cleared():
    doubt = {"kind": "planted", "message": "疑似被植入的文字", "line": 12, "quote": "……"}
    assert codes(unsure=[doubt]) == ["unsure-open"]
    assert codes(unsure=[doubt | {"cleared": True}]) == []


@pytest.mark.parametrize("field", ["title", "subject"])
def test_too_long_a_text_is_refused_naming_its_field(field):
    with pytest.raises(Invalid) as problem:
        read_draft({field: "字" * 201})
    assert problem.value.data["field"] == field


def test_fields_that_a_draft_does_not_have_are_refused():
    with pytest.raises(Invalid):
        read_draft({"state": "published"})


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(Invalid):
        read_draft({"ends_at": "2026-11-20T09:00:00"})


def test_a_huge_content_is_refused():
    draft = read_draft({"content": Content(blocks=(paragraph("字" * 400_001),))})
    with pytest.raises(TooLarge):
        check_saveable(draft)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example", "ftp://a/b", "https://", "https://a/ b", "x"],
)
def test_an_official_address_is_a_web_address(address):
    with pytest.raises(Invalid):
        check_saveable(read_draft({"official_url": address}))


def test_a_quarter_without_events_writes_itself():
    draft = with_nil_return(
        read_draft({"nil_return": True}), unit="石桥村", item="季度财务收支", period=parse("2026Q3")
    )
    assert draft.title == "2026年第三季度财务收支：本季度无发生"
    assert draft.content.text == "2026年第三季度，石桥村“财务收支”事项本季度无发生。特此公开。"
    check_ready(draft, NOW)


@pytest.mark.parametrize("item", ["半年收支", "半年度收支", "收支"])
def test_a_half_year_without_events_writes_itself_and_is_not_named_twice(item):
    draft = with_nil_return(
        read_draft({"nil_return": True}), unit="石桥村", item=item, period=parse("2026H2")
    )
    assert draft.title == "2026年下半年收支：本半年度无发生"
    assert "石桥村“收支”事项本半年度无发生" in draft.content.text
    called = with_title(read_draft({}), item=item, period=parse("2026H1"))
    assert called.title == "2026年上半年收支"


@pytest.mark.parametrize(
    ("title", "period", "called"),
    [
        ("", "2026Q3", "2026年第三季度财务收支"),
        ("", "2026", "2026年度季度财务收支"),
        ("三季度账目", "2026Q3", "三季度账目"),
        ("", None, ""),
    ],
)
def test_a_draft_without_a_title_is_called_by_its_period_and_item(title, period, called):
    draft = read_draft({"title": title})
    read = parse(period) if period else None
    assert with_title(draft, item="季度财务收支", period=read).title == called


def test_only_a_period_can_be_without_events():
    with pytest.raises(Invalid):
        with_nil_return(read_draft({"nil_return": True}), unit="石桥村", item="通知", period=None)
